import { sign } from 'node:crypto';

import { bits, derTrue, integer, objectIdentifier, octets, sequence, tagged, time } from '../pki/forge-der.ts';
import type { ForgedExtension } from '../pki/forge-extensions.ts';
import type { PoolKey } from './key-pool.ts';

export type Hash = 'sha1' | 'sha256' | 'sha384';

/** Everything a certificate says, right or wrong. */
export interface Recipe {
  readonly version: 1 | 3;
  readonly serialNumber: number;
  /** DER of the Name. */
  readonly subject: Uint8Array;
  readonly issuerName: Uint8Array;
  readonly key: PoolKey;
  readonly signer: PoolKey;
  readonly hash: Hash;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly extensions: readonly ForgedExtension[];
  /** Flips a bit of the signature. */
  readonly breakSignature: boolean;
  /** Names another algorithm outside than inside (RFC 5280 §4.1.1.2). */
  readonly misnameAlgorithm: boolean;
}

/** Writes and signs a certificate. */
export function issue(recipe: Recipe): Uint8Array {
  const { version, subject, issuerName, key, signer, hash, extensions } = recipe;
  const algorithm = algorithmIdentifier(signer, hash);
  const tbs = sequence(
    ...(version === 1 ? [] : [tagged(0xa0, integer(2))]),
    integer(recipe.serialNumber),
    algorithm,
    issuerName,
    sequence(time(recipe.notBefore), time(recipe.notAfter)),
    subject,
    key.spki,
    ...(extensions.length === 0 ? [] : [tagged(0xa3, sequence(...extensions.map(writeExtension)))]),
  );
  const signature = sign(signer.kind === 'ed25519' ? null : hash, tbs, signer.privateKey);
  // The last octet but three: inside r or s of ECDSA without touching their DER.
  if (recipe.breakSignature) signature.writeUInt8(signature.readUInt8(signature.length - 4) ^ 1, signature.length - 4);
  const outer = recipe.misnameAlgorithm
    ? algorithmIdentifier(signer, hash === 'sha256' ? 'sha384' : 'sha256')
    : algorithm;
  return sequence(tbs, outer, bits(signature));
}

function writeExtension({ oid, critical, value }: ForgedExtension): Uint8Array {
  return sequence(objectIdentifier(oid), ...(critical ? [derTrue] : []), octets(value));
}

const rsaOids: Readonly<Record<Hash, string>> = {
  sha1: '1.2.840.113549.1.1.5',
  sha256: '1.2.840.113549.1.1.11',
  sha384: '1.2.840.113549.1.1.12',
};

const ecdsaOids: Readonly<Record<Hash, string>> = {
  sha1: '1.2.840.10045.4.1',
  sha256: '1.2.840.10045.4.3.2',
  sha384: '1.2.840.10045.4.3.3',
};

function algorithmIdentifier({ kind }: PoolKey, hash: Hash): Uint8Array {
  if (kind === 'ed25519') return sequence(objectIdentifier('1.3.101.112'));
  if (kind === 'rsa') return sequence(objectIdentifier(rsaOids[hash]), Uint8Array.of(0x05, 0x00));
  return sequence(objectIdentifier(ecdsaOids[hash]));
}
