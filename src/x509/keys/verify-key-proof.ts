import { createHash, type KeyObject, publicDecrypt } from 'node:crypto';

import { err, ok, type Result } from '../../model/result.ts';
import type { PublicKey } from '../certificate.ts';
import { checkSignature, isAsLongAsModulus } from './check-signature.ts';
import { importPublicKey, type VerifyError } from './import-public-key.ts';
import { mlDsaParameters, verifyMlDsa } from './ml-dsa.ts';

/** A TLS peer's proof that it holds the key: the signature of ServerKeyExchange or CertificateVerify. */
export interface KeyProofClaim {
  /** The IANA name of the scheme, `dsa_sha256` and the like, or before TLS 1.2 `rsa_md5_sha1`, `dsa_sha1`, `ecdsa_sha1`. */
  readonly scheme: { readonly name: string; readonly code: number | undefined };
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
  /** The leaf's. */
  readonly publicKey: PublicKey;
}

export interface KeyProofError {
  /** `mismatched-key`: the scheme cannot be used with a key of this kind; `unsupported`: it cannot be computed here. */
  readonly kind: 'unsupported' | 'mismatched-key';
  readonly message: string;
}

/**
 * Verifies a proof of key possession. `ok(false)` is a wrong signature. The curve of an `ecdsa_*` scheme, which is binding only in
 * TLS 1.3, is checked by room `tls`. Never throws.
 */
export function verifyKeyProof(claim: KeyProofClaim): Result<boolean, KeyProofError> {
  const { name } = claim.scheme;
  const scheme = readProofScheme(name);
  if (scheme === undefined) return unsupported(`Proofs with the scheme ${name} are not supported here.`);
  if (claim.publicKey.kind !== scheme.key) {
    return err({
      kind: 'mismatched-key',
      message: `The scheme ${name} does not fit a key of kind ${claim.publicKey.kind}.`,
    });
  }
  if (scheme.key === 'ml-dsa') return verifyMlDsaProof(claim);
  const key = importPublicKey(claim.publicKey);
  const verdict = key.ok ? verifyScheme(scheme, key.value, claim) : key;
  return verdict.ok ? verdict : unsupported(verdict.error.message);
}

/** Each scheme is that of one parameter set. */
function verifyMlDsaProof({ scheme, publicKey, signed, signature }: KeyProofClaim): Result<boolean, KeyProofError> {
  const parameters = mlDsaParameters[publicKey.algorithm.oid];
  if (parameters?.proofScheme === scheme.name) return ok(verifyMlDsa(publicKey, signed, signature));
  const message = `The scheme ${scheme.name} does not fit a key of kind ${parameters?.name ?? publicKey.kind}.`;
  return err({ kind: 'mismatched-key', message });
}

interface ProofScheme {
  readonly key: PublicKey['kind'];
  /** Undefined for EdDSA and ML-DSA; `md5-sha1` is both hashes side by side, without DigestInfo. */
  readonly hash: string | undefined;
  /** Length of an RSASSA-PSS salt, in TLS that of the hash. */
  readonly saltLength?: number | undefined;
}

const hashLengths: Readonly<Record<string, number>> = { sha256: 32, sha384: 48, sha512: 64 };

/** RFC 8446 §4.2.3; the older names are the pairs of RFC 5246 §7.4.1.4.1. */
function readProofScheme(name: string): ProofScheme | undefined {
  if (name === 'ed25519' || name === 'ed448') return { key: name, hash: undefined };
  if (/^mldsa(?:44|65|87)$/.test(name)) return { key: 'ml-dsa', hash: undefined };
  if (name === 'rsa_md5_sha1') return { key: 'rsa', hash: 'md5-sha1' };
  const hash = /_(md5|sha1|sha224|sha256|sha384|sha512)$/.exec(name)?.[1];
  if (hash === undefined) return undefined;
  const saltLength = hashLengths[hash];
  if (name.startsWith('rsa_pss_')) {
    const key = name === `rsa_pss_rsae_${hash}` ? 'rsa' : name === `rsa_pss_pss_${hash}` ? 'rsa-pss' : undefined;
    return key === undefined || saltLength === undefined ? undefined : { key, hash, saltLength };
  }
  if (name === `rsa_pkcs1_${hash}`) return { key: 'rsa', hash };
  if (name === `dsa_${hash}`) return { key: 'dsa', hash };
  return /^ecdsa_(?:[a-zA-Z0-9]+_)?[a-z0-9]+$/.test(name) ? { key: 'ec', hash } : undefined;
}

function verifyScheme(
  { hash, saltLength }: ProofScheme,
  key: KeyObject,
  { signed, signature, publicKey: { bits: modulusBits } }: KeyProofClaim,
): Result<boolean, VerifyError> {
  if (hash !== 'md5-sha1') return checkSignature({ key, hash, saltLength, modulusBits, signed, signature });
  return isAsLongAsModulus(signature, modulusBits) ? verifyMd5Sha1(key, signed, signature) : ok(false);
}

/**
 * TLS 1.0 and 1.1 (RFC 4346 §7.4.3): PKCS #1 padding round MD5 and SHA-1. It is decrypted and compared here, because many
 * OpenSSL builds lack the combined digest. `publicDecrypt` throws for wrong padding, which is a wrong signature.
 */
function verifyMd5Sha1(key: KeyObject, signed: Uint8Array, signature: Uint8Array): Result<boolean, VerifyError> {
  let expected: Buffer;
  try {
    expected = Buffer.concat(['md5', 'sha1'].map((name) => createHash(name).update(signed).digest()));
  } catch {
    return err({ kind: 'unsupported', message: 'Proofs over MD5 and SHA-1 cannot be computed here.' });
  }
  try {
    return ok(expected.equals(publicDecrypt(key, signature)));
  } catch {
    return ok(false);
  }
}

function unsupported(message: string): Result<never, KeyProofError> {
  return err({ kind: 'unsupported', message });
}
