import { nameOf } from '../../pki/name-of.ts';
import { describeSignatureAlgorithm, type SignatureAlgorithm } from '../../x509/keys/signature-algorithm.ts';
import type { JudgedPath } from '../evidence.ts';
import { belowTheEnd } from '../chain/open-path.ts';

/** Every signature on the path but the one of its anchor, each at the place of its certificate. */
export function pathSignatures(path: JudgedPath): readonly SignatureAlgorithm[] {
  return belowTheEnd(path).map(({ signatureAlgorithm }) => describeSignatureAlgorithm(signatureAlgorithm));
}

/** Which certificates have a signature that is meant, and by which algorithm, for a message. */
export function signedWith(path: JudgedPath, isMeant: (algorithm: SignatureAlgorithm) => boolean): readonly string[] {
  return belowTheEnd(path).flatMap((certificate) => {
    const algorithm = describeSignatureAlgorithm(certificate.signatureAlgorithm);
    return isMeant(algorithm) ? [`${nameOf(certificate)} with ${algorithm.name}`] : [];
  });
}

/** Whether a list of a policy names this algorithm, by its hash or its scheme. */
export function isNamed({ scheme, hash }: SignatureAlgorithm, names: readonly string[]): boolean {
  return names.includes(scheme) || (hash !== undefined && names.includes(hash));
}

/** Whether unreadable parameters hide the hash: then it cannot be shown to be a good one. */
export function isHidden({ scheme, hash }: SignatureAlgorithm): boolean {
  return scheme === 'rsassa-pss' && hash === undefined;
}
