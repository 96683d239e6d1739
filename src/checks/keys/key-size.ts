import { nameOf } from '../../pki/name-of.ts';
import type { Certificate, PublicKey } from '../../x509/certificate.ts';
import { describeSignatureAlgorithm } from '../../x509/keys/signature-algorithm.ts';
import { type Judgement, undetermined } from '../judgement.ts';
import { joinWords } from '../join-words.ts';

/** Sizes in bits, by the mathematics of the key. */
export interface KeySizes {
  /** RSA modulus and DSA prime. */
  readonly rsaBits: number;
  /** Field of an elliptic curve; Ed25519 counts as 256, Ed448 as 456. */
  readonly ecBits: number;
}

/**
 * How a key compares with these sizes. `invalid`: it is no key of its kind, whatever its length. `unsupported`: its kind, curve or
 * parameters are not known here, so neither is its strength.
 */
export type KeyGrade = 'sufficient' | 'short' | 'invalid' | 'unsupported';

/** Compares a key with sizes. */
export function gradeKey({ kind, bits, curve, defect }: PublicKey, { rsaBits, ecBits }: KeySizes): KeyGrade {
  if (defect !== undefined) return 'invalid';
  switch (kind) {
    case 'unknown':
      return 'unsupported';
    case 'rsa':
    case 'rsa-pss':
      return bits === undefined ? 'invalid' : atLeast(bits, rsaBits);
    case 'ed25519':
    case 'ed448':
      return bits === undefined ? 'invalid' : atLeast(bits, ecBits);
    // The smallest set is as hard to break as AES-128 (FIPS 204 §4).
    case 'ml-dsa':
      return bits === undefined ? 'invalid' : 'sufficient';
    case 'dsa':
      return bits === undefined ? 'unsupported' : atLeast(bits, rsaBits);
    case 'ec': {
      const grade = bits === undefined ? 'unsupported' : atLeast(bits, ecBits);
      // The size of its field says nothing good of a curve that anyone may have made up.
      return grade === 'sufficient' && curve === 'explicit' ? 'unsupported' : grade;
    }
  }
}

function atLeast(bits: number, minimum: number): KeyGrade {
  return bits >= minimum ? 'sufficient' : 'short';
}

/** The minimum for keys of this kind, in bits. */
export function sizeFor(key: PublicKey, { rsaBits, ecBits }: KeySizes): number {
  return isOnCurve(key) ? ecBits : rsaBits;
}

/** Whether its size is that of a curve. */
export function isOnCurve({ kind }: PublicKey): boolean {
  return kind === 'ec' || kind === 'ed25519' || kind === 'ed448';
}

/** What to use in place of a key that is too short: an RSA key that every client takes, or a longer one of its kind if that is demanded. */
export function soundKeyText(key: PublicKey, minimumBits: number): string {
  if (isOnCurve(key) && minimumBits > 256) return `an EC key of at least ${minimumBits} bits`;
  return `an RSA key of at least ${isOnCurve(key) ? 2048 : Math.max(2048, minimumBits)} bits`;
}

/** `RSA 2048`, `EC P-256`, `DSA 1024`, `ML-DSA-65`; a dotted OID for a kind without a known name. */
export function keyText({ kind, bits, curve, algorithm }: PublicKey): string {
  switch (kind) {
    case 'ec':
      return curve === 'explicit' ? 'EC with explicit parameters' : `EC ${curve ?? 'of unknown curve'}`;
    case 'ed25519':
      return 'Ed25519';
    case 'ed448':
      return 'Ed448';
    case 'ml-dsa':
    case 'unknown':
      // Algorithms that came after RFC 8410 have one OID for keys and signatures.
      return describeSignatureAlgorithm(algorithm).name;
    default:
      return `${kind.toUpperCase()}${bits === undefined ? '' : ` ${bits}`}`;
  }
}

/** `RSA 1024, EC 256`, for `expected`. */
export function sizesText({ rsaBits, ecBits }: KeySizes): string {
  return `RSA ${rsaBits}, EC ${ecBits}`;
}

/** `CN=im.contoso.com (RSA 768) and CN=Contoso CA (RSA 512)`. */
export function listKeys(certificates: readonly Certificate[]): string {
  return joinWords(certificates.map((certificate) => `${nameOf(certificate)} (${keyText(certificate.publicKey)})`));
}

/** Nothing is known against a key whose kind is not known, and nothing for it. */
export function leaveOpen(certificates: readonly Certificate[], details: { observed: string }): Judgement<never> {
  return undetermined(
    'unsupported-algorithm',
    `This program cannot judge the strength of the key of ${listKeys(certificates)}. Compare its type with your own policy.`,
    details,
  );
}
