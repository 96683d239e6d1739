import { nameOf } from '../../pki/name-of.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { describeSignatureAlgorithm, type SignatureAlgorithm } from '../../x509/keys/signature-algorithm.ts';
import { readPssParameters } from '../../x509/keys/pss-parameters.ts';
import type { JudgedPath } from '../evidence.ts';
import { belowTheEnd } from '../chain/open-path.ts';
import { type Judgement, undetermined } from '../judgement.ts';
import { joinWords } from '../join-words.ts';

/** A certificate, and the algorithm by which its issuer signed it. */
export interface SignedCertificate {
  readonly certificate: Certificate;
  readonly algorithm: SignatureAlgorithm;
}

/** Every signature on the path but the one of its anchor, each at the place of its certificate. */
export function pathSignatures(path: JudgedPath): readonly SignedCertificate[] {
  return belowTheEnd(path).map((certificate) => ({
    certificate,
    algorithm: describeSignatureAlgorithm(certificate.signatureAlgorithm),
  }));
}

/** `CN=im.contoso.com (md5WithRSAEncryption) and …`. */
export function listSigned(signed: readonly SignedCertificate[]): string {
  return joinWords(signed.map(({ certificate, algorithm }) => `${nameOf(certificate)} (${algorithm.name})`));
}

/** Whether a list of a policy names this algorithm, by its hash or its scheme. */
export function isNamed({ scheme, hash }: SignatureAlgorithm, names: readonly string[]): boolean {
  return names.includes(scheme) || (hash !== undefined && names.includes(hash));
}

/**
 * Whether a list of all that is allowed admits this algorithm. Its hash has to be there if the list names any; so have the two schemes
 * that lists name beside hashes, RSASSA-PSS and DSA.
 */
export function isAllowed({ scheme, hash }: SignatureAlgorithm, allowed: readonly string[]): boolean {
  if ((scheme === 'rsassa-pss' || scheme === 'dsa') && !allowed.includes(scheme)) return false;
  const namesHashes = allowed.some((name) => name !== 'rsassa-pss' && name !== 'dsa');
  return !namesHashes || hash === undefined || allowed.includes(hash);
}

/** Whether it cannot be told if a list of a policy names this algorithm: it is not known here, or its parameters hide the hash. */
export function isUnknown({ scheme, hash, name }: SignatureAlgorithm): boolean {
  if (scheme === 'rsassa-pss') return hash === undefined;
  return scheme === 'unknown' && /^[\d.]+$/.test(name);
}

/** Whether the parameters that should name its hash cannot be decoded. */
export function hasUnreadableParameters({ signatureAlgorithm }: Certificate): boolean {
  const { scheme } = describeSignatureAlgorithm(signatureAlgorithm);
  return scheme === 'rsassa-pss' && !readPssParameters(signatureAlgorithm.parameters).ok;
}

/** Nothing is known against an algorithm that is not known, and nothing for it. */
export function leaveOpen(
  signed: readonly SignedCertificate[],
  details: { readonly expected: string; readonly observed: string },
): Judgement<never> {
  const message = `This program does not know the signature algorithm of ${listSigned(signed)}. Compare it with your own policy.`;
  return undetermined('unsupported-algorithm', message, details);
}
