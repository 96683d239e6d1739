import { createECDH, createPublicKey, diffieHellman, generateKeyPairSync, type KeyObject } from 'node:crypto';

import type { CurveGroup, FiniteFieldGroup, HybridGroup, KeyShare, KeyShareGroup, OkpGroup } from '../probe.ts';
import { createFiniteFieldShare } from './finite-field-share.ts';
import { createHybridShare } from './hybrid-share.ts';
import { createMlKemShare } from './ml-kem-share.ts';

/** Makes a fresh ephemeral key pair of a TLS 1.3 group: with `node:crypto`, but those of ML-KEM with `@noble/post-quantum`. */
export function createKeyShare(group: KeyShareGroup): KeyShare {
  switch (group) {
    case 'x25519':
    case 'x448':
      return createOkpShare(group);
    case 'MLKEM512':
    case 'MLKEM768':
    case 'MLKEM1024':
      return createMlKemShare(group);
    case 'X25519MLKEM768':
    case 'SecP256r1MLKEM768':
    case 'SecP384r1MLKEM1024':
      return createHybridShare(group, hybridParts[group].map(createKeyShare));
    default:
      return isFiniteField(group) ? createFiniteFieldShare(group) : createPointShare(group);
  }
}

/** In the order in which shares and secrets are joined, which differs (draft-ietf-tls-ecdhe-mlkem §4). */
const hybridParts: Readonly<Record<HybridGroup, readonly KeyShareGroup[]>> = {
  X25519MLKEM768: ['MLKEM768', 'x25519'],
  SecP256r1MLKEM768: ['secp256r1', 'MLKEM768'],
  SecP384r1MLKEM1024: ['secp384r1', 'MLKEM1024'],
};

function isFiniteField(group: CurveGroup | FiniteFieldGroup): group is FiniteFieldGroup {
  return group.startsWith('ffdhe');
}

/**
 * Our public key is computed (RFC 7748 §6: the function at the base point), not exported: Node 20 can block for ever if it collects
 * garbage while it exports a pair just made. The peer's is imported as JWK, which takes a tenth of the time of SubjectPublicKeyInfo.
 */
function createOkpShare(group: OkpGroup): KeyShare {
  const { privateKey } = group === 'x25519' ? generateKeyPairSync('x25519') : generateKeyPairSync('x448');
  const secretWith = (point: Uint8Array) => diffieHellman({ privateKey, publicKey: importPoint(group, point) });
  const own = new Uint8Array(secretWith(basePoints[group]));
  return {
    group,
    publicKey: own,
    peerBytes: own.length,
    deriveSecret: (peer) => attempt(() => secretWith(peer)),
  };
}

function importPoint(group: OkpGroup, point: Uint8Array): KeyObject {
  const crv = group === 'x25519' ? 'X25519' : 'X448';
  return createPublicKey({ key: { kty: 'OKP', crv, x: Buffer.from(point).toString('base64url') }, format: 'jwk' });
}

/** RFC 7748 §4.1, §4.2: the base points have the coordinates 9 and 5, in little-endian order (§5). */
const basePoints: Readonly<Record<OkpGroup, Uint8Array>> = {
  x25519: Uint8Array.of(9, ...new Uint8Array(31)),
  x448: Uint8Array.of(5, ...new Uint8Array(55)),
};

function createPointShare(group: CurveGroup): KeyShare {
  const pair = createECDH(opensslNames[group]);
  const own = new Uint8Array(pair.generateKeys());
  return {
    group,
    publicKey: own,
    peerBytes: own.length,
    deriveSecret: (peer) => (peer[0] === uncompressedPoint ? attempt(() => pair.computeSecret(peer)) : undefined),
  };
}

/** OpenSSL throws for a point off the curve, and for a result of X25519 or X448 of all zeros. RFC 8446 §4.2.8.2, §7.4.2. */
function attempt(derive: () => Uint8Array): Uint8Array | undefined {
  try {
    return new Uint8Array(derive());
  } catch {
    return undefined;
  }
}

const uncompressedPoint = 0x04;

const opensslNames: Readonly<Record<CurveGroup, string>> = {
  secp256r1: 'prime256v1',
  secp384r1: 'secp384r1',
  secp521r1: 'secp521r1',
  brainpoolP256r1tls13: 'brainpoolP256r1',
  brainpoolP384r1tls13: 'brainpoolP384r1',
  brainpoolP512r1tls13: 'brainpoolP512r1',
};
