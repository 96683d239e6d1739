import { createPublicKey, type KeyObject } from 'node:crypto';

import { err, ok, type Result } from '../../model/result.ts';
import type { AlgorithmIdentifier, PublicKey } from '../certificate.ts';
import { checkSignature } from './check-signature.ts';
import { importPublicKey, type VerifyError } from './import-public-key.ts';
import { type PssParameters, readPssParameters } from './pss-parameters.ts';
import { writeElement } from '../der/write-der.ts';
import type { SignatureClaim } from './signature-claim.ts';

/** Verifies RSASSA-PSS (RFC 4055) with any parameters that RFC 8017 defines and the key allows. */
export function verifyPssSignature(claim: SignatureClaim): Result<boolean, VerifyError> {
  const { signed, signature, signatureAlgorithm, publicKey } = claim;
  if (publicKey.kind !== 'rsa' && publicKey.kind !== 'rsa-pss') return ok(false);
  const read = readPssParameters(signatureAlgorithm.parameters);
  if (!read.ok) return err({ kind: 'malformed', message: `RSASSA-PSS: ${read.error.message}` });
  const { hash, maskHash, saltLength, trailerField } = read.value;
  if (hash === undefined || maskHash === undefined || trailerField !== 1) {
    return err({ kind: 'unsupported', message: 'RSASSA-PSS with an unknown hash, mask or trailer is not supported.' });
  }
  if (!isAllowedByKey(publicKey, read.value)) return ok(false);
  const key = maskHash === hash ? importPublicKey(publicKey) : importForMask(publicKey, signatureAlgorithm);
  return key.ok
    ? checkSignature({ key: key.value, hash, saltLength, modulusBits: publicKey.bits, signed, signature })
    : key;
}

/** An RSASSA-PSS key with parameters signs under these hashes only, and with no shorter salt (RFC 4055 §3.3). */
function isAllowedByKey({ kind, algorithm }: PublicKey, wanted: PssParameters): boolean {
  if (kind !== 'rsa-pss' || algorithm.parameters === undefined) return true;
  const key = readPssParameters(algorithm.parameters);
  if (!key.ok) return false;
  const { hash, maskHash, saltLength } = key.value;
  return hash === wanted.hash && maskHash === wanted.maskHash && saltLength <= wanted.saltLength;
}

/**
 * Node has no option for the hash of the mask; OpenSSL takes it from the parameters of an RSASSA-PSS key. So the same RSA key is
 * imported as an RSASSA-PSS key with the AlgorithmIdentifier of the signature.
 */
function importForMask(publicKey: PublicKey, algorithm: AlgorithmIdentifier): Result<KeyObject, VerifyError> {
  const plain = importPublicKey(publicKey);
  if (!plain.ok) return plain;
  const key = writeElement(0x03, Uint8Array.of(0), publicKey.subjectPublicKey);
  try {
    return ok(createPublicKey({ key: writeElement(0x30, algorithm.der, key), format: 'der', type: 'spki' }));
  } catch {
    return err({ kind: 'unsupported', message: 'RSASSA-PSS with these two hashes cannot be computed here.' });
  }
}
