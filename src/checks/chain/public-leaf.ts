import type { Evidence, JudgedPath } from '../evidence.ts';
import { type Judgement, notApplicable, undetermined } from '../judgement.ts';

/**
 * For rules about publicly trusted certificates: `undefined` if the leaf is one, else the answer to give. The end of an open
 * path was not seen, so it might lead to a public root.
 */
export function unlessPublic(publicTrust: Evidence['publicTrust'], { end }: JudgedPath): Judgement<never> | undefined {
  if (publicTrust.ok) return undefined;
  if (end === 'open') {
    return undetermined(
      'no-path',
      'The next issuer is not known, so whether the certificate is publicly trusted is not known either. See chain-trust.',
    );
  }
  return notApplicable('not-publicly-trusted', 'The certificate does not chain to a public root.');
}
