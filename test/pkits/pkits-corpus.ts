import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** NIST's PKITS in one file: certificates and CRLs by name, DER in base64. */
export interface PkitsCorpus {
  /** RFC 3339. */
  readonly validationTime: string;
  readonly certificates: Readonly<Record<string, string>>;
  readonly crls: Readonly<Record<string, string>>;
  readonly tests: readonly PkitsTest[];
}

export interface PkitsTest {
  /** Subtests with settings of their own share one. */
  readonly number: string;
  readonly title: string;
  readonly valid: boolean;
  /** Names; the first is the trust anchor, the last the leaf, the order between is not a promise. */
  readonly certificates: readonly string[];
  /** All that a validator may use. */
  readonly crls: readonly string[];
  readonly settings: PkitsSettings;
}

/** Each a list of one text; absent: any policy, nothing required or inhibited. `user` is an expected output, which is not read here. */
export interface PkitsSettings {
  /** Policies of the suite in quotes, with commas between. */
  readonly initial?: readonly string[];
  readonly explicit?: readonly string[];
  readonly mapinh?: readonly string[];
  readonly anyinh?: readonly string[];
}

/** Reads a corpus file, plain JSON or gzipped. */
export function readPkitsCorpus(path: string): PkitsCorpus {
  const bytes = readFileSync(path);
  const text = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  return JSON.parse(text.toString('utf8'));
}
