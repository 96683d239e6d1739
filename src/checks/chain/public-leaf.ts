import type { Evidence } from '../evidence.ts';
import { type Judgement, notApplicable, undetermined } from '../judgement.ts';

/**
 * For rules about publicly trusted certificates: `undefined` where the leaf is one, else the answer to give. Where the
 * path is open nobody can say whether it would lead to a public root.
 */
export function unlessPublic({
  isPublic,
  pathPattern,
}: Pick<Evidence, 'isPublic' | 'pathPattern'>): Judgement | undefined {
  if (isPublic) return undefined;
  if (pathPattern.end === 'open') {
    return undetermined(
      'no-path',
      'The next issuer is not known, so whether the certificate is publicly trusted is not known either. See chain-trust.',
    );
  }
  return notApplicable('not-publicly-trusted', 'The certificate does not lead to a public root.');
}
