import { createECDH, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';

import type { KeyShare, KeyShareGroup } from './probe.ts';

/** Makes a fresh ephemeral key pair of a TLS 1.3 group with `node:crypto`. */
export function createKeyShare(group: KeyShareGroup): KeyShare {
  return group === 'x25519' ? createX25519() : createNistShare(group);
}

function createX25519(): KeyShare {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  return {
    group: 'x25519',
    publicKey: new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })).subarray(x25519SpkiHead.length),
    deriveSecret: (peer) =>
      attempt(() => {
        const key = createPublicKey({ key: Buffer.concat([x25519SpkiHead, peer]), format: 'der', type: 'spki' });
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
 * OpenSSL refuses a point off the curve, and an X25519 result of all zeros, with an exception. RFC 8446 §4.2.8.2 takes
 * uncompressed points only, which the caller has checked.
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

/** SubjectPublicKeyInfo of X25519 up to the key itself (RFC 8410 §4). */
const x25519SpkiHead = Uint8Array.of(0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e, 0x03, 0x21, 0x00);
