import type { Result } from '../model/result.ts';
import type { DecodeError, Name } from './certificate.ts';
import { decodeDer } from './der/der-reader.ts';
import { constructed, derTags } from './der/der-tags.ts';
import { readName } from './names/read-name.ts';

/**
 * Reads only the subject of a DER certificate (RFC 5280 §4.1): less than a third of the work of decoding it, for stores of which
 * few certificates are ever needed. Success does not mean that the whole certificate can be decoded.
 */
export function readSubject(der: Uint8Array): Result<Name, DecodeError> {
  return decodeDer(der, 'certificate', (reader) => {
    const certificate = reader.enter(derTags.sequence, 'certificate');
    const tbs = certificate.enter(derTags.sequence, 'tbsCertificate');
    if (tbs.nextTag === constructed(0)) tbs.element('version');
    for (const skipped of ['serial number', 'signature algorithm', 'issuer', 'validity']) tbs.element(skipped);
    return readName(tbs);
  }).result;
}
