import { err, ok, type Result } from '../model/result.ts';
import type { Certificate, DecodeError, EncodingOddity } from './certificate.ts';
import { type DerReader, decodeDer } from './der/der-reader.ts';
import { constructed, derTags, primitive } from './der/der-tags.ts';
import { readSmallInteger, readWholeBytes } from './der/der-values.ts';
import type { ElementMemory } from './der/element-memory.ts';
import { readAlgorithm } from './der/read-algorithm.ts';
import { decodeExtensions } from './extensions/decode-extensions.ts';
import { readIssuerName, readName } from './names/read-name.ts';
import { readPublicKey } from './keys/read-public-key.ts';
import { readSerialNumber } from './der/read-serial-number.ts';
import { readTime } from './der/read-time.ts';
import { sha256Hex } from './der/sha256-hex.ts';

/**
 * Largest certificate decoded. Go allows 256 KiB for a whole Certificate message (`maxHandshakeCertificateMsg`), OpenSSL
 * 100 KiB for a whole chain (`SSL_MAX_CERT_LIST_DEFAULT`); post-quantum certificates with large signatures stay below 64 KiB.
 */
export const MAX_CERTIFICATE_BYTES = 262_144;

/**
 * Decodes one DER certificate (RFC 5280 §4.1). It is strict about lengths, nesting and trailing bytes, and lenient about
 * deviations that old certificates are known for; those are listed in `oddities`. A malformed extension does not affect the
 * others. `der` is kept, not copied. Never throws.
 */
export function decodeCertificate(der: Uint8Array): Result<Certificate, DecodeError> {
  return decodeFingerprinted({ der, sha256: sha256Hex(der) });
}

/** As `decodeCertificate`, given the SHA-256 of `der` and a memory of elements that certificates have in common. */
export function decodeFingerprinted(
  { der, sha256 }: Pick<Certificate, 'der' | 'sha256'>,
  memory?: ElementMemory,
): Result<Certificate, DecodeError> {
  if (der.length > MAX_CERTIFICATE_BYTES) {
    const message = `The certificate has ${der.length} bytes, more than ${MAX_CERTIFICATE_BYTES}.`;
    return err({ kind: 'budget', message, offset: 0 });
  }
  const bytes = new Uint8Array(der.buffer, der.byteOffset, der.length);
  const { result, oddities } = decodeDer(bytes, 'certificate', readCertificate, { memory });
  return result.ok ? ok(completed({ der: bytes, sha256 }, result.value, oddities)) : result;
}

type Frame = ReturnType<typeof readCertificate>;

function completed(
  { der, sha256 }: Pick<Certificate, 'der' | 'sha256'>,
  { tbs, tbsFields, signatureAlgorithm, signature }: Frame,
  oddities: readonly EncodingOddity[],
): Certificate {
  const { extensions } = tbsFields;
  return {
    der,
    sha256,
    version: tbsFields.version,
    serialNumber: tbsFields.serialNumber,
    tbsSignatureAlgorithm: tbsFields.tbsSignatureAlgorithm,
    signatureAlgorithm,
    issuer: tbsFields.issuer,
    subject: tbsFields.subject,
    notBefore: tbsFields.notBefore,
    notAfter: tbsFields.notAfter,
    publicKey: tbsFields.publicKey,
    tbs,
    signature,
    rawExtensions: extensions.rawExtensions,
    extensions: extensions.extensions,
    malformedExtensions: extensions.malformedExtensions,
    repeatedExtensions: extensions.repeatedExtensions,
    oddities: extensions.oddities.length === 0 ? oddities : [...oddities, ...extensions.oddities],
  };
}

function readCertificate(reader: DerReader) {
  const certificate = reader.enter(derTags.sequence, 'certificate');
  const start = certificate.offset;
  const tbsFields = readTbsCertificate(certificate);
  const tbs = certificate.since(start);
  certificate.about('signatureAlgorithm');
  const signatureAlgorithm = readAlgorithm(certificate, 'signature algorithm');
  certificate.about('signature');
  const signature = readWholeBytes(certificate, 'signature');
  certificate.finish('certificate');
  return { tbs, tbsFields, signatureAlgorithm, signature };
}

function readTbsCertificate(certificate: DerReader) {
  const tbs = certificate.enter(derTags.sequence, 'tbsCertificate');
  tbs.about('version');
  const version = readVersion(tbs);
  tbs.about('serialNumber');
  const serialNumber = readSerialNumber(tbs);
  tbs.about('signatureAlgorithm');
  const tbsSignatureAlgorithm = readAlgorithm(tbs, 'signature algorithm in tbsCertificate');
  tbs.about('issuer');
  const issuer = readIssuerName(tbs);
  tbs.about('validity');
  const { notBefore, notAfter } = readValidity(tbs);
  tbs.about('subject');
  const subject = readName(tbs);
  tbs.about('publicKey');
  const publicKey = readPublicKey(tbs);
  tbs.about('uniqueIdentifiers');
  skipUniqueIdentifiers(tbs, version);
  tbs.about('extensions');
  const extensions = decodeExtensions(tbs);
  if (extensions.rawExtensions.length > 0 && version !== 3) {
    tbs.note(`extensions in a certificate of version ${version}`);
  }
  for (const oid of extensions.repeatedExtensions) tbs.note(`extension ${oid} occurs more than once`);
  tbs.finish('tbsCertificate');
  return {
    version,
    serialNumber,
    tbsSignatureAlgorithm,
    issuer,
    notBefore,
    notAfter,
    subject,
    publicKey,
    extensions,
  };
}

/** RFC 5280 §4.1.2.1: absent means version 1, which DER therefore forbids to encode. */
function readVersion(tbs: DerReader): number {
  const explicit = tbs.enterOptional(constructed(0), 'version');
  if (explicit === undefined) return 1;
  const version = readSmallInteger(explicit, 'version') + 1;
  explicit.finish('version');
  if (version === 1) explicit.note('version 1 is encoded, although it is the default');
  if (version > 3)
    explicit.fail(
      'bad-value',
      `The certificate has the unknown version ${version}; certificates have version 1, 2 or 3.`,
    );
  return version;
}

function readValidity(tbs: DerReader): { readonly notBefore: Date; readonly notAfter: Date } {
  const validity = tbs.enter(derTags.sequence, 'validity');
  const notBefore = readTime(validity, 'notBefore');
  const notAfter = readTime(validity, 'notAfter');
  validity.finish('validity');
  return { notBefore, notAfter };
}

/** RFC 5280 §4.1.2.8: CAs must not write them any more, and nothing reads them. */
function skipUniqueIdentifiers(tbs: DerReader, version: number): void {
  for (const tag of [primitive(1), primitive(2)]) {
    if (tbs.nextTag !== tag) continue;
    tbs.content(tag, 'unique identifier');
    tbs.note(
      version === 1 ? 'unique identifiers in a certificate of version 1' : 'unique identifiers, long out of use',
    );
  }
}
