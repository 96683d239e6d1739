import { nameOf } from '../pki/name-of.ts';
import { describeSignatureAlgorithm, type SignatureAlgorithm } from '../x509/signature-algorithm.ts';
import type { JudgedPath } from './evidence.ts';
import { belowTheEnd } from './open-path.ts';

/** A signature on the path, and whose. */
export interface PathSignature {
  readonly subject: string;
  readonly algorithm: SignatureAlgorithm;
}

/** Every signature on the path but the one of its anchor. */
export function pathSignatures(path: JudgedPath): readonly PathSignature[] {
  return belowTheEnd(path).map((certificate) => ({
    subject: nameOf(certificate),
    algorithm: describeSignatureAlgorithm(certificate.signatureAlgorithm),
  }));
}

/** Whether a list of a policy names this algorithm, by its hash or its scheme. */
export function isNamed({ scheme, hash }: SignatureAlgorithm, names: readonly string[]): boolean {
  return names.includes(scheme) || (hash !== undefined && names.includes(hash));
}

/** Parameters that cannot be read hide the hash: that was seen, and no one can say that it is a good one. */
export function isHidden({ scheme, hash }: SignatureAlgorithm): boolean {
  return scheme === 'rsassa-pss' && hash === undefined;
}
