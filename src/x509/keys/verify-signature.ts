import { err, ok, type Result } from '../../model/result.ts';
import { checkSignature } from './check-signature.ts';
import { derTags } from '../der/der-tags.ts';
import { importPublicKey, type VerifyError } from './import-public-key.ts';
import { verifyMlDsa } from './ml-dsa.ts';
import { describeSignatureAlgorithm, type SignatureScheme } from './signature-algorithm.ts';
import type { SignatureClaim } from './signature-claim.ts';
import { verifyPssSignature } from './verify-pss-signature.ts';

/**
 * Verifies a signature. If its algorithm does not fit the key, or its bytes are not a signature, it is wrong (`ok(false)`);
 * an error means that it could not be judged. Never throws.
 */
export function verifySignature(claim: SignatureClaim): Result<boolean, VerifyError> {
  const { signed, signature, signatureAlgorithm, publicKey } = claim;
  const { scheme, hash, name } = describeSignatureAlgorithm(signatureAlgorithm);
  if (scheme === 'unknown') {
    return err({ kind: 'unsupported', message: `Signatures of algorithm ${name} are not supported here.` });
  }
  if (scheme === 'rsassa-pss') return verifyPssSignature(claim);
  if (publicKey.kind !== (scheme === 'ecdsa' ? 'ec' : scheme)) return ok(false);
  if (!areParametersAllowed(scheme, signatureAlgorithm.parameters)) {
    return err({ kind: 'malformed', message: `The signature algorithm ${name} has parameters that it must not have.` });
  }
  if (scheme === 'ml-dsa') {
    const isOneSet = publicKey.algorithm.oid === signatureAlgorithm.oid;
    return ok(isOneSet && verifyMlDsa(publicKey, signed, signature));
  }
  const key = importPublicKey(publicKey);
  return key.ok ? checkSignature({ key: key.value, hash, signed, signature }) : key;
}

/** RSA should have NULL, the others nothing (RFC 3279, 5758, 8410, 9881); certificates that mix up the two still verify. */
function areParametersAllowed(scheme: SignatureScheme, parameters: Uint8Array | undefined): boolean {
  if (parameters === undefined) return true;
  if (scheme === 'ed25519' || scheme === 'ed448' || scheme === 'ml-dsa') return false;
  return parameters.length === 2 && parameters[0] === derTags.null;
}
