import type { Row } from './database.ts';
import { textOrNull } from './list-runs.ts';

/** A certificate as the history knows it. Fields are null if it cannot be decoded, or if only its bytes are known. */
export interface CertificateRecord {
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** RFC 4514. */
  readonly subject: string | null;
  readonly issuer: string | null;
  readonly serialNumber: string | null;
  readonly notBefore: string | null;
  readonly notAfter: string | null;
  /** dNSNames of the SAN extension; null: it has none. */
  readonly dnsNames: readonly string[] | null;
  /** Dotted OIDs; null: the extension is absent. */
  readonly extendedKeyUsage: readonly string[] | null;
  readonly publicKeySha256: string | null;
}

/** The columns that `readCertificate` reads; `certificate` is the name of the table in the query. */
export const certificateColumns =
  'certificate.sha256, certificate.subject, certificate.issuer, certificate.serial_number, certificate.not_before, certificate.not_after, certificate.names, certificate.usages, certificate.key_sha256';

/** Reads a row with `certificateColumns`. */
export function readCertificate(row: Row): CertificateRecord {
  return {
    sha256: String(row['sha256']),
    subject: textOrNull(row['subject']),
    issuer: textOrNull(row['issuer']),
    serialNumber: textOrNull(row['serial_number']),
    notBefore: textOrNull(row['not_before']),
    notAfter: textOrNull(row['not_after']),
    dnsNames: listOrNull(row['names']),
    extendedKeyUsage: listOrNull(row['usages']),
    publicKeySha256: textOrNull(row['key_sha256']),
  };
}

function listOrNull(value: unknown): readonly string[] | null {
  return typeof value === 'string' ? (JSON.parse(value) as readonly string[] | null) : null;
}
