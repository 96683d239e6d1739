import { bitLength } from '../../model/bit-length.ts';
import type { AlgorithmIdentifier, PublicKey } from '../certificate.ts';
import { type DerReader, decodeDer } from '../der/der-reader.ts';
import { derTags } from '../der/der-tags.ts';
import { readIntegerBytes, readWholeBytes } from '../der/der-values.ts';
import { ecCurve } from './ec-curve.ts';
import { mlDsaParameters } from './ml-dsa.ts';
import { hexOf } from '../der/hex.ts';
import { readAlgorithm } from '../der/read-algorithm.ts';
import { sha256Hex } from '../der/sha256-hex.ts';

/** Reads a SubjectPublicKeyInfo. A key whose content cannot be read keeps its kind and is odd. */
export function readPublicKey(reader: DerReader): PublicKey {
  const start = reader.offset;
  const info = reader.enter(derTags.sequence, 'subject public key info');
  const algorithm = readAlgorithm(info, 'public key algorithm');
  const subjectPublicKey = readWholeBytes(info, 'subject public key');
  info.finish('subject public key info');
  const spki = reader.since(start);
  const kind = keyKinds[algorithm.oid] ?? 'unknown';
  const facts = keyFacts(kind, { algorithm, subjectPublicKey });
  if (kind !== 'unknown' && facts.bits === undefined) reader.note('the size of the key is unknown');
  return {
    spki,
    spkiSha256: sha256Hex(spki),
    algorithm,
    subjectPublicKey,
    kind,
    bits: facts.bits,
    curve: facts.curve,
    exponent: facts.exponent,
    modulus: facts.modulus,
    defect: facts.defect,
  };
}

const keyKinds: Readonly<Record<string, PublicKey['kind']>> = {
  '1.2.840.113549.1.1.1': 'rsa',
  '1.2.840.113549.1.1.10': 'rsa-pss',
  '1.2.840.10045.2.1': 'ec',
  '1.2.840.10040.4.1': 'dsa',
  '1.3.101.112': 'ed25519',
  '1.3.101.113': 'ed448',
  '2.16.840.1.101.3.4.3.17': 'ml-dsa',
  '2.16.840.1.101.3.4.3.18': 'ml-dsa',
  '2.16.840.1.101.3.4.3.19': 'ml-dsa',
};

interface KeyFacts {
  readonly bits: number | undefined;
  readonly curve: string | undefined;
  readonly exponent: string | undefined;
  readonly modulus: Uint8Array | undefined;
  readonly defect: string | undefined;
}

interface KeyBytes {
  readonly algorithm: AlgorithmIdentifier;
  readonly subjectPublicKey: Uint8Array;
}

const noFacts: KeyFacts = {
  bits: undefined,
  curve: undefined,
  exponent: undefined,
  modulus: undefined,
  defect: undefined,
};

function keyFacts(kind: PublicKey['kind'], { algorithm, subjectPublicKey }: KeyBytes): KeyFacts {
  switch (kind) {
    case 'rsa':
    case 'rsa-pss':
      return rsaFacts(subjectPublicKey);
    case 'ec':
      return ecFacts(algorithm.parameters);
    case 'dsa':
      return { ...noFacts, bits: dsaBits(algorithm.parameters) };
    case 'ed25519':
      return { ...noFacts, bits: subjectPublicKey.length === 32 ? 256 : undefined };
    case 'ed448':
      return { ...noFacts, bits: subjectPublicKey.length === 57 ? 456 : undefined };
    case 'ml-dsa': {
      const isWhole = subjectPublicKey.length === mlDsaParameters[algorithm.oid]?.keyBytes;
      return { ...noFacts, bits: isWhole ? subjectPublicKey.length * 8 : undefined };
    }
    case 'unknown':
      return noFacts;
  }
}

function ecFacts(parameters: Uint8Array | undefined): KeyFacts {
  const { bits, curve } = ecCurve(parameters);
  return { ...noFacts, bits, curve };
}

/** RFC 8017 A.1.1: modulus and public exponent. */
function rsaFacts(key: Uint8Array): KeyFacts {
  const { result } = decodeDer(key, 'RSA public key', (reader) => {
    const sequence = reader.enter(derTags.sequence, 'RSA public key');
    const modulus = readPositiveInteger(sequence, 'modulus');
    const exponent = readPositiveInteger(sequence, 'public exponent');
    sequence.finish('RSA public key');
    const hex = hexOf(exponent).replace(/^0+(?=.)/, '');
    return {
      ...noFacts,
      bits: bitLength(modulus),
      exponent: hex,
      modulus: modulus.subarray(modulus.findIndex((octet) => octet !== 0)),
      defect: rsaDefect(modulus, exponent, hex),
    };
  });
  return result.ok ? result.value : noFacts;
}

/** RFC 8017 §3.1: the modulus is a product of odd primes, the exponent is odd and at least 3. */
function rsaDefect(modulus: Uint8Array, exponent: Uint8Array, exponentHex: string): string | undefined {
  if (exponentHex === '1') return 'its public exponent is 1';
  if (isEven(exponent)) return 'its public exponent is even';
  return isEven(modulus) ? 'its modulus is even' : undefined;
}

function isEven(integer: Uint8Array): boolean {
  return ((integer.at(-1) ?? 0) & 1) === 0;
}

/** RFC 3279 §2.3.2: p, q and g; without them (inherited from the issuer) the size is unknown. */
function dsaBits(parameters: Uint8Array | undefined): number | undefined {
  if (parameters === undefined) return undefined;
  const { result } = decodeDer(parameters, 'DSA parameters', (reader) => {
    const sequence = reader.enter(derTags.sequence, 'DSA parameters');
    const p = readPositiveInteger(sequence, 'p');
    readPositiveInteger(sequence, 'q');
    readPositiveInteger(sequence, 'g');
    sequence.finish('DSA parameters');
    return bitLength(p);
  });
  return result.ok ? result.value : undefined;
}

/** A modulus without a zero octet before its set top bit is negative, so that its size is unknown. */
function readPositiveInteger(reader: DerReader, what: string): Uint8Array {
  const bytes = readIntegerBytes(reader, what);
  if (((bytes[0] ?? 0) & 0x80) !== 0) reader.fail('bad-value', `The INTEGER ${what} is negative.`);
  return bytes;
}
