import type { Result } from '../model/result.ts';
import type { DecodeError } from './certificate.ts';
import { decodeDer } from './der/der-reader.ts';
import { constructed, derTags } from './der/der-tags.ts';
import { readSmallInteger } from './der/der-values.ts';
import { readObjectIdentifier } from './der/object-identifier.ts';

/**
 * The certificates of a PKCS #7 SignedData (RFC 2315 §9.1, RFC 5652 §5.1) in their order, as in the `.p7b` files of AD CS.
 * Signers are ignored: such files have none.
 */
export function decodePkcs7(der: Uint8Array): Result<readonly Uint8Array[], DecodeError> {
  return decodeDer(der, 'PKCS #7 file', (reader) => {
    const contentInfo = reader.enter(derTags.sequence, 'PKCS #7 content');
    const type = readObjectIdentifier(contentInfo, 'PKCS #7 content type');
    if (type !== signedData) contentInfo.fail('bad-value', `The PKCS #7 file holds ${type}, not signed data.`);
    const explicit = contentInfo.enter(constructed(0), 'signed data');
    const signed = explicit.enter(derTags.sequence, 'signed data');
    readSmallInteger(signed, 'version of the signed data');
    signed.content(derTags.set, 'digest algorithms');
    signed.content(derTags.sequence, 'signed content');
    const choices = signed.enterOptional(constructed(0), 'certificates');
    const certificates: Uint8Array[] = [];
    while (choices?.hasMore) {
      const choice = choices.element('certificate');
      if (choice.tag === derTags.sequence) certificates.push(choice.der);
    }
    while (signed.hasMore) signed.element('signed data');
    explicit.finish('signed data');
    contentInfo.finish('PKCS #7 content');
    return certificates;
  }).result;
}

/** Whether bytes are a PKCS #7 ContentInfo rather than a certificate: an OID comes first. */
export function isPkcs7(der: Uint8Array): boolean {
  const { result } = decodeDer(der, 'PKCS #7 file', (reader) => {
    const contentInfo = reader.enter(derTags.sequence, 'PKCS #7 content');
    return contentInfo.nextTag === derTags.objectIdentifier;
  });
  return result.ok && result.value;
}

const signedData = '1.2.840.113549.1.7.2';

/** Whether bytes are a PKCS #12 file (RFC 7292 §4): it starts with a version, unlike certificates and PKCS #7. */
export function isPkcs12(der: Uint8Array): boolean {
  const { result } = decodeDer(der, 'PKCS #12 file', (reader) => {
    return reader.enter(derTags.sequence, 'PKCS #12 file').nextTag === derTags.integer;
  });
  return result.ok && result.value;
}
