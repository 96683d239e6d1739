import { err, ok, type Result } from '../../model/result.ts';
import type { DecodeError, EncodingOddity } from '../certificate.ts';
import type { CertificateRevocationList } from './crl.ts';
import { type DerReader, decodeDer } from '../der/der-reader.ts';
import { constructed, derTags } from '../der/der-tags.ts';
import { readSmallInteger, readWholeBytes } from '../der/der-values.ts';
import { decodeCrlExtensions } from './decode-crl-extensions.ts';
import { indexRevokedCertificates } from './index-revoked-certificates.ts';
import { readAlgorithm } from '../der/read-algorithm.ts';
import { findDuplicateExtensions, readRawExtensions } from '../extensions/read-extensions.ts';
import { readName } from '../names/read-name.ts';
import { readTime } from '../der/read-time.ts';

/**
 * Largest CRL decoded. Of the CRLs of the web the median is below 1 KB and few pass 8 MB; the largest ever measured had
 * 76 MB (Liu et al., "An End-to-End Measurement of Certificate Revocation in the Web's PKI", 2015, §5.2), which is more
 * than a scanner should keep for one pointer of a hostile certificate.
 */
export const MAX_CRL_BYTES = 16_777_216;

/**
 * Decodes one DER CRL (RFC 5280 §5.1). The entries are scanned once, for their structure and for critical extensions, and
 * stay bytes. A malformed extension does not affect the others. `der` is kept, not copied. Never throws.
 */
export function decodeCrl(der: Uint8Array): Result<CertificateRevocationList, DecodeError> {
  if (der.length > MAX_CRL_BYTES) {
    const message = `The CRL has ${der.length} bytes, more than ${MAX_CRL_BYTES}.`;
    return err({ kind: 'budget', message, offset: 0 });
  }
  const bytes = new Uint8Array(der.buffer, der.byteOffset, der.length);
  const { result, oddities } = decodeDer(bytes, 'crl', readCrl);
  return result.ok ? completed(bytes, result.value, oddities) : result;
}

type Frame = ReturnType<typeof readCrl>;

function completed(
  der: Uint8Array,
  { entries, ...frame }: Frame,
  frameOddities: readonly EncodingOddity[],
): Result<CertificateRevocationList, DecodeError> {
  const revoked = indexRevokedCertificates(entries);
  if (!revoked.ok) return revoked;
  const { extensions, oddities } = decodeCrlExtensions(frame.rawExtensions);
  return ok({ der, ...frame, extensions, revoked: revoked.value, oddities: [...frameOddities, ...oddities] });
}

function readCrl(reader: DerReader) {
  const list = reader.enter(derTags.sequence, 'CRL');
  const start = list.offset;
  const value = readTbsCertList(list);
  const tbs = list.since(start);
  list.about('signatureAlgorithm');
  const signatureAlgorithm = readAlgorithm(list, 'signature algorithm');
  list.about('signature');
  const signature = readWholeBytes(list, 'signature');
  list.finish('CRL');
  return { ...value, signatureAlgorithm, tbs, signature };
}

function readTbsCertList(list: DerReader) {
  const tbs = list.enter(derTags.sequence, 'tbsCertList');
  tbs.about('version');
  const version = readVersion(tbs);
  tbs.about('signatureAlgorithm');
  const tbsSignatureAlgorithm = readAlgorithm(tbs, 'signature algorithm in tbsCertList');
  tbs.about('issuer');
  const issuer = readName(tbs);
  tbs.about('validity');
  const thisUpdate = readTime(tbs, 'thisUpdate');
  const nextUpdate = isTime(tbs.nextTag) ? readTime(tbs, 'nextUpdate') : undefined;
  const entries =
    tbs.nextTag === derTags.sequence ? tbs.content(derTags.sequence, 'revokedCertificates') : new Uint8Array(0);
  tbs.about('extensions');
  const rawExtensions = readRawExtensions(tbs, constructed(0));
  if (rawExtensions.length > 0 && version !== 2) tbs.note(`extensions in a CRL of version ${version}`);
  for (const oid of findDuplicateExtensions(rawExtensions)) tbs.note(`extension ${oid} occurs more than once`);
  tbs.finish('tbsCertList');
  return { version, tbsSignatureAlgorithm, issuer, thisUpdate, nextUpdate, entries, rawExtensions };
}

/** RFC 5280 §5.1.2.1: absent means version 1; the only other version is 2. */
function readVersion(tbs: DerReader): number {
  if (tbs.nextTag !== derTags.integer) return 1;
  const version = readSmallInteger(tbs, 'version') + 1;
  if (version > 2) tbs.fail('bad-value', `The CRL has the unknown version ${version}; CRLs have version 1 or 2.`);
  return version;
}

function isTime(tag: number): boolean {
  return tag === derTags.utcTime || tag === derTags.generalizedTime;
}
