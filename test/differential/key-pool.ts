import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto';

export type KeyKind = 'rsa' | 'ed25519' | 'p-256' | 'p-384';

/** A key that many hierarchies use again: making one costs more than all signatures of a hierarchy. */
export interface PoolKey {
  readonly kind: KeyKind;
  readonly privateKey: KeyObject;
  /** DER of the SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
  /** SHA-1 over the SubjectPublicKeyInfo. */
  readonly identifier: Uint8Array;
}

const sizes: Readonly<Record<KeyKind, number>> = { rsa: 5, ed25519: 3, 'p-256': 7, 'p-384': 3 };

/** Fresh keys. Verdicts depend on who shares a key, never on its value, so a seed means the same under every pool. */
export function makeKeyPool(): readonly PoolKey[] {
  return Object.entries(sizes).flatMap(([kind, size]) => Array.from({ length: size }, () => makeKey(kind as KeyKind)));
}

function makeKey(kind: KeyKind): PoolKey {
  const { publicKey, privateKey } = generate(kind);
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  return { kind, privateKey, spki, identifier: createHash('sha1').update(spki).digest() };
}

function generate(kind: KeyKind): { publicKey: KeyObject; privateKey: KeyObject } {
  if (kind === 'rsa') return generateKeyPairSync('rsa', { modulusLength: 2_048 });
  if (kind === 'ed25519') return generateKeyPairSync('ed25519');
  return generateKeyPairSync('ec', { namedCurve: kind.toUpperCase() });
}
