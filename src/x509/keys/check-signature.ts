import { constants, type KeyObject, verify } from 'node:crypto';

import { err, ok, type Result } from '../../model/result.ts';
import type { VerifyError } from './import-public-key.ts';

/** A signature to be verified with an imported key of the right kind. */
export interface SignatureCheck {
  readonly key: KeyObject;
  /** Undefined for EdDSA, which has its own. */
  readonly hash: string | undefined;
  /** RSASSA-PSS: the salt's length in bytes; undefined: no PSS. */
  readonly saltLength?: number | undefined;
  /** RSA: of the modulus. */
  readonly modulusBits?: number | undefined;
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * Verifies a signature with OpenSSL. One that cannot be parsed is wrong. ECDSA and DSA signatures must be exact DER, which
 * OpenSSL checks by encoding them again. OpenSSL throws only for a hash that it lacks or that its policy forbids.
 */
export function checkSignature({
  key,
  hash,
  saltLength,
  modulusBits,
  signed,
  signature,
}: SignatureCheck): Result<boolean, VerifyError> {
  if (saltLength !== undefined && !isAsLongAsModulus(signature, modulusBits)) return ok(false);
  const using = saltLength === undefined ? key : { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
  try {
    return ok(verify(hash, signed, using, signature));
  } catch {
    const message = `Signatures with ${hash ?? 'this algorithm'} cannot be computed here (${key.asymmetricKeyType} key).`;
    return err({ kind: 'unsupported', message });
  }
}

/**
 * RFC 8017 §8.1.2 and §8.2.2, step 1. OpenSSL checks the length only for PKCS #1 with one hash: otherwise a signature
 * without its leading zero octet, which one in 256 has, would still be valid.
 */
export function isAsLongAsModulus(signature: Uint8Array, modulusBits: number | undefined): boolean {
  return modulusBits !== undefined && signature.length === Math.ceil(modulusBits / 8);
}
