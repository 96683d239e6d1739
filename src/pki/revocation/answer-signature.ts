import type { PathProfile } from '../../model/vocabulary.ts';
import type { AlgorithmIdentifier, Certificate, PublicKey } from '../../x509/certificate.ts';
import { describeSignatureAlgorithm } from '../../x509/keys/signature-algorithm.ts';
import { weaknessOf } from '../rules/web-pki/key.ts';
import { isPubliclyAllowed } from '../rules/web-pki/signature-algorithm.ts';
import type { RevocationAnswer } from './revocation-answer.ts';

/** What the signatures of CRLs and OCSP responses are held against: the same as those of certificates. */
export interface SignatureDemands {
  /** Beyond `rfc5280`: CA/B Forum 7.1.3.2 and 6.1.5. */
  readonly profile: PathProfile;
  /** Hashes and schemes of the policy's list (`sha1`, `rsassa-pss`). Default: none. */
  readonly forbiddenAlgorithms?: readonly string[] | undefined;
  /** Default: 0. */
  readonly minimumRsaBits?: number | undefined;
}

/** What was signed, and by which key. */
interface Signed {
  /** For instance `The CRL`. */
  readonly what: string;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  /** Undefined: it is the key of a CA of the path, which is judged there. */
  readonly publicKey: PublicKey | undefined;
}

type Defect = Extract<RevocationAnswer, { kind: 'defective' }>;

/**
 * What the demands have against a signature that verifies: a hash over which it could be forged, or a key that is too weak. The
 * hash inside a CertID only names a certificate and is not judged (RFC 6960 §4.1.1).
 */
export function objectToSignature(
  { what, signatureAlgorithm, publicKey }: Signed,
  { profile, forbiddenAlgorithms = [], minimumRsaBits = 0 }: SignatureDemands,
): Defect | undefined {
  const algorithm = describeSignatureAlgorithm(signatureAlgorithm);
  const { scheme, hash, name } = algorithm;
  if (forbiddenAlgorithms.includes(scheme) || (hash !== undefined && forbiddenAlgorithms.includes(hash))) {
    return defect('forbidden-signature-algorithm', `${what} is signed with ${name}, which the policy forbids.`);
  }
  if (profile !== 'rfc5280' && !isPubliclyAllowed(algorithm)) {
    const message = `${what} is signed with ${name}, which CA/B Forum 7.1.3.2 does not allow.`;
    return defect('forbidden-signature-algorithm', message);
  }
  if (publicKey === undefined) return undefined;
  const { kind, bits } = publicKey;
  if (kind === 'rsa' && bits !== undefined && bits < minimumRsaBits) {
    const message = `${what} is signed with a key of ${bits} bits (RSA); the policy requires ${minimumRsaBits}.`;
    return defect('weak-key', message);
  }
  const weakness = profile === 'rfc5280' ? undefined : weaknessOf(publicKey);
  if (weakness === undefined) return undefined;
  const message = `${what} is signed with a key that is ${weakness}, which CA/B Forum 6.1.5 does not allow.`;
  return defect('weak-key', message);
}

/** The key of a signer that is not the issuer, for `objectToSignature`. */
export function foreignKey(signer: Certificate, issuer: Certificate): PublicKey | undefined {
  return signer.sha256 === issuer.sha256 ? undefined : signer.publicKey;
}

function defect(kind: Defect['defect'], message: string): Defect {
  return { kind: 'defective', defect: kind, message };
}
