import { decodeText, textEncodingOf } from '../model/decode-text.ts';
import { err, ok, type Result } from '../model/result.ts';
import { decodePem, type PemBlock } from './der/decode-pem.ts';
import { decodePkcs7, isPkcs12, isPkcs7 } from './decode-pkcs7.ts';
import { readTrustedCertificate, type TrustedCertificate } from './trust-settings.ts';

/** One certificate of a file, not decoded yet. */
export interface CertificateEntry {
  readonly der: Uint8Array;
  /** Its number among the certificates of the file, from 1. */
  readonly entry: number;
  /** What OpenSSL's own format says of it beside the certificate; undefined: nothing. */
  readonly trustSettings?: TrustedCertificate['settings'];
}

/** Why no certificates can be read from a file. `message`: a whole sentence. */
export interface CertificatesError {
  readonly kind: 'unrecognised' | 'pkcs12' | 'empty' | 'broken-pem' | 'broken-pkcs7';
  readonly message: string;
  /** Number of the wrong PEM block, from 1; undefined: the file as a whole is wrong. */
  readonly entry: number | undefined;
}

/**
 * The certificates of a file: PEM with any number of blocks (keys, CRLs and other blocks are skipped), one DER certificate, or
 * PKCS #7 in PEM or DER. The certificates are returned undecoded, so that the caller can report each by its number.
 */
export function decodeCertificates(bytes: Uint8Array): Result<readonly CertificateEntry[], CertificatesError> {
  if (bytes.length === 0) return failure('empty', 'The file is empty.');
  const found = looksLikeDer(bytes) ? fromDer(bytes, undefined) : fromText(textOf(bytes));
  if (!found.ok) return found;
  if (found.value.length === 0) return failure('empty', 'The file holds no certificate.');
  return ok(
    found.value.map(({ der, settings }, index) => ({
      der,
      entry: index + 1,
      ...(settings === undefined ? {} : { trustSettings: settings }),
    })),
  );
}

type Found = Result<readonly TrustedCertificate[], CertificatesError>;

/** DER starts with a SEQUENCE. A text may start with `0`, which is the same byte, but then no valid length follows. */
export function looksLikeDer(bytes: Uint8Array): boolean {
  const length = bytes[1] ?? 0;
  return bytes[0] === 0x30 && (length >= 0x80 || length === bytes.length - 2);
}

/** Some Windows tools write UTF-16; any other PEM is ASCII where it matters. A byte order mark goes. */
export function textOf(bytes: Uint8Array): string {
  if (textEncodingOf(bytes) !== 'utf-8') return decodeText(bytes);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  return text.replace(/^\u00ef\u00bb\u00bf/, '');
}

function fromText(text: string): Found {
  const blocks = decodePem(text);
  if (!blocks.ok) return failure('broken-pem', blocks.error.message, blocks.error.index);
  if (blocks.value.length === 0) return failure('unrecognised', 'The file is neither PEM nor DER nor PKCS #7.');
  const certificates: TrustedCertificate[] = [];
  for (const block of blocks.value) {
    const found = fromBlock(block);
    if (!found.ok) return found;
    certificates.push(...found.value);
  }
  return ok(certificates);
}

function fromBlock({ label, der, index }: PemBlock): Found {
  switch (label) {
    case 'CERTIFICATE':
    case 'X509 CERTIFICATE':
    case 'PKCS7':
    case 'PKCS #7 SIGNED DATA':
    case 'CMS':
      return fromDer(der, index);
    case 'TRUSTED CERTIFICATE':
      return ok([readTrustedCertificate(der)]);
    default:
      return ok([]);
  }
}

function fromDer(der: Uint8Array, index: number | undefined): Found {
  if (isPkcs12(der)) {
    return failure(
      'pkcs12',
      'This is a PKCS #12 file (.pfx, .p12), which holds the private key too: export the certificate alone, as .cer or .p7b.',
      index,
    );
  }
  if (!isPkcs7(der)) return ok([withoutSettings(der)]);
  const certificates = decodePkcs7(der);
  return certificates.ok
    ? ok(certificates.value.map(withoutSettings))
    : failure('broken-pkcs7', certificates.error.message, index);
}

function withoutSettings(der: Uint8Array): TrustedCertificate {
  return { der, settings: undefined };
}

function failure(kind: CertificatesError['kind'], message: string, entry?: number): Result<never, CertificatesError> {
  return err({ kind, message, entry });
}
