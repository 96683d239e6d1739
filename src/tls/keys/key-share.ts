import { createECDH, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';

import type { KeyShare, KeyShareGroup } from '../probe.ts';

/** Makes a fresh ephemeral key pair of a TLS 1.3 group with `node:crypto`. */
export function createKeyShare(group: KeyShareGroup): KeyShare {
  return group === 'x25519' ? createX25519() : createNistShare(group);
}

/** Keys are converted as JWK: `node:crypto` takes 11 µs for both directions, and 140 µs with SubjectPublicKeyInfo. */
function createX25519(): KeyShare {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  return {
    group: 'x25519',
    publicKey: new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')),
    deriveSecret: (peer) =>
      attempt(() => {
        const x = Buffer.from(peer).toString('base64url');
        const key = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x }, format: 'jwk' });
        return diffieHellman({ privateKey, publicKey: key });
      }),
  };
}

function createNistShare(group: Exclude<KeyShareGroup, 'x25519'>): KeyShare {
  const pair = createECDH(opensslNames[group]);
  return {
    group,
    publicKey: new Uint8Array(pair.generateKeys()),
    deriveSecret: (peer) => (peer[0] === uncompressedPoint ? attempt(() => pair.computeSecret(peer)) : undefined),
  };
}

/**
 * OpenSSL throws for a point off the curve, and for an X25519 result of all zeros. The caller has checked that a point is
 * uncompressed (RFC 8446 §4.2.8.2).
 */
function attempt(derive: () => Uint8Array): Uint8Array | undefined {
  try {
    return new Uint8Array(derive());
  } catch {
    return undefined;
  }
}

const uncompressedPoint = 0x04;

const opensslNames = { secp256r1: 'prime256v1', secp384r1: 'secp384r1', secp521r1: 'secp521r1' } as const;
