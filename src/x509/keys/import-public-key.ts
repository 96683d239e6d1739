import { createPublicKey, type JsonWebKeyInput, type KeyObject, type PublicKeyInput } from 'node:crypto';

import { err, ok, type Result } from '../../model/result.ts';
import type { PublicKey } from '../certificate.ts';
import { oncePerKey } from './once-per-key.ts';

/** Why a signature could not be checked. `message`: a whole sentence. */
export interface VerifyError {
  /** `unsupported`: cannot be computed here; `malformed`: key or parameters are broken. */
  readonly kind: 'unsupported' | 'malformed';
  readonly message: string;
}

/** `OPENSSL_RSA_MAX_MODULUS_BITS` (openssl/rsa.h): the work grows with the cube of it. */
export const MAX_RSA_MODULUS_BITS = 16_384;

/** `OPENSSL_RSA_MAX_PUBEXP_BITS` (openssl/rsa.h), which OpenSSL applies to large moduli only; here it applies to all. */
export const MAX_RSA_EXPONENT_BITS = 64;

/** `OPENSSL_DSA_MAX_MODULUS_BITS` (openssl/dsa.h). */
const MAX_DSA_BITS = 10_000;

/** Imports a key for verification. */
export const importPublicKey: (publicKey: PublicKey) => Result<KeyObject, VerifyError> = oncePerKey(
  (publicKey) => rejectUnusable(publicKey) ?? importChecked(publicKey),
);

/** Why a key is not even imported; undefined: nothing is against it. */
function rejectUnusable({ kind, bits, curve, exponent, algorithm }: PublicKey): Result<never, VerifyError> | undefined {
  if (kind === 'unknown' || kind === 'ml-dsa')
    return unsupported(`Keys of algorithm ${algorithm.oid} are not supported here.`);
  if (curve === 'explicit')
    return unsupported('A key with explicit curve parameters is not used (RFC 5480 forbids it).');
  if (bits === undefined && (kind !== 'ec' || curve === undefined)) {
    return err({ kind: 'malformed', message: `The ${kind} key is malformed.` });
  }
  const isRsa = kind === 'rsa' || kind === 'rsa-pss';
  if (isRsa && (bits ?? 0) > MAX_RSA_MODULUS_BITS) {
    return unsupported(`An RSA key of ${bits} bits is larger than the limit of ${MAX_RSA_MODULUS_BITS}.`);
  }
  const exponentBits = (exponent?.length ?? 0) * 4;
  if (isRsa && exponentBits > MAX_RSA_EXPONENT_BITS) {
    return unsupported(`An RSA exponent of ${exponentBits} bits is larger than the limit of ${MAX_RSA_EXPONENT_BITS}.`);
  }
  if (kind === 'dsa' && (bits ?? 0) > MAX_DSA_BITS) {
    return unsupported(`A DSA key of ${bits} bits is larger than the limit of ${MAX_DSA_BITS}.`);
  }
  return undefined;
}

function importChecked(publicKey: PublicKey): Result<KeyObject, VerifyError> {
  try {
    return ok(createPublicKey(keyInput(publicKey)));
  } catch {
    const { kind, curve } = publicKey;
    const isUsual = kind !== 'ec' || curve === 'P-256' || curve === 'P-384' || curve === 'P-521';
    return isUsual
      ? err({ kind: 'malformed', message: `The ${kind} key is malformed.` })
      : unsupported(`Keys on the curve ${curve} are not supported here.`);
  }
}

/**
 * The form that OpenSSL imports fastest. From SubjectPublicKeyInfo any key takes 0.11 ms, more than a verification;
 * measured with Node 20: RSA as PKCS #1 0.008 ms, EdDSA as JWK 0.006 ms, P-256 as JWK 0.075 ms (P-384 and P-521 0.4 and 0.8 ms).
 */
function keyInput({ kind, curve, spki, subjectPublicKey }: PublicKey): PublicKeyInput | JsonWebKeyInput {
  if (kind === 'rsa') return { key: bufferOf(subjectPublicKey), format: 'der', type: 'pkcs1' };
  if (kind === 'ed25519' || kind === 'ed448') {
    const crv = kind === 'ed25519' ? 'Ed25519' : 'Ed448';
    return { key: { kty: 'OKP', crv, x: base64Url(subjectPublicKey) }, format: 'jwk' };
  }
  if (curve === 'P-256' && subjectPublicKey.length === 65 && subjectPublicKey[0] === uncompressedPoint) {
    const x = base64Url(subjectPublicKey.subarray(1, 33));
    const y = base64Url(subjectPublicKey.subarray(33));
    return { key: { kty: 'EC', crv: curve, x, y }, format: 'jwk' };
  }
  return { key: bufferOf(spki), format: 'der', type: 'spki' };
}

/** SEC 1 §2.3.3. */
const uncompressedPoint = 0x04;

function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function base64Url(bytes: Uint8Array): string {
  return bufferOf(bytes).toString('base64url');
}

function unsupported(message: string): Result<never, VerifyError> {
  return err({ kind: 'unsupported', message });
}
