import { assertNever } from '../../model/assert-never.ts';
import { nameOf } from '../../pki/name-of.ts';
import type { Certificate, PublicKey } from '../../x509/certificate.ts';

/** Sizes in bits, by the mathematics of the key. */
export interface KeySizes {
  /** RSA modulus and DSA prime. */
  readonly rsaBits: number;
  /** Field of an elliptic curve; Ed25519 counts as 256, Ed448 as 456. */
  readonly ecBits: number;
}

/** The certificates whose key is below these sizes, of unknown size or no valid key, for a message. */
export function findShortKeys(certificates: readonly Certificate[], sizes: KeySizes): readonly string[] {
  return certificates
    .filter(({ publicKey }) => !isLongEnough(publicKey, sizes))
    .map((certificate) => `${nameOf(certificate)} with ${keyText(certificate.publicKey)}${defectOf(certificate)}`);
}

/** `RSA 2048`, `EC P-256`, `DSA 1024`. */
export function keyText({ kind, bits, curve }: PublicKey): string {
  if (kind === 'ec') return `EC ${curve ?? 'of unknown curve'}`;
  if (kind === 'ed25519' || kind === 'ed448') return kind === 'ed25519' ? 'Ed25519' : 'Ed448';
  return `${kind === 'unknown' ? 'a key of unknown kind' : kind.toUpperCase()}${bits === undefined ? '' : ` ${bits}`}`;
}

/** `RSA 1024 and EC 256 bits`, for `expected`. */
export function sizesText({ rsaBits, ecBits }: KeySizes): string {
  return `RSA ${rsaBits}, EC ${ecBits}`;
}

function defectOf({ publicKey: { defect } }: Certificate): string {
  return defect === undefined ? '' : ` (no key: ${defect})`;
}

function isLongEnough({ kind, bits, defect }: PublicKey, { rsaBits, ecBits }: KeySizes): boolean {
  if (bits === undefined || defect !== undefined) return false;
  switch (kind) {
    case 'rsa':
    case 'rsa-pss':
    case 'dsa':
      return bits >= rsaBits;
    case 'ec':
    case 'ed25519':
    case 'ed448':
      return bits >= ecBits;
    case 'unknown':
      return false;
    default:
      return assertNever(kind);
  }
}
