import { constants, type KeyObject, verify } from 'node:crypto';

import { err, ok, type Result } from '../model/result.ts';
import type { VerifyError } from './import-public-key.ts';

/** A signature to be computed with an imported key of the right kind. */
export interface SignatureCheck {
  readonly key: KeyObject;
  /** Undefined for EdDSA, which brings its own. */
  readonly hash: string | undefined;
  /** RSASSA-PSS: the salt's length in bytes; undefined: no PSS. */
  readonly saltLength?: number | undefined;
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * Asks OpenSSL. A signature that does not even parse is wrong; ECDSA and DSA ones must be DER to the last byte, which
 * OpenSSL holds them to by encoding them again. What it throws for is a hash that it lacks or that its policy forbids.
 */
export function checkSignature({
  key,
  hash,
  saltLength,
  signed,
  signature,
}: SignatureCheck): Result<boolean, VerifyError> {
  const using = saltLength === undefined ? key : { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
  try {
    return ok(verify(hash, signed, using, signature));
  } catch {
    const message = `Signatures with ${hash ?? 'this algorithm'} cannot be computed here (${key.asymmetricKeyType} key).`;
    return err({ kind: 'unsupported', message });
  }
}
