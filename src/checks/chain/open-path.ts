import type { Certificate } from '../../x509/certificate.ts';
import type { JudgedPath } from '../evidence.ts';
import { type Details, type Judgement, pass, undetermined } from '../judgement.ts';

/**
 * Ends a check over every certificate of a path in which nothing wrong was seen: a pass, unless the path is open. Then
 * certificates belong to it that were not seen, and not having looked is never a pass.
 */
export function passUnlessOpen(path: JudgedPath, message: string, details: Details = {}): Judgement<never> {
  if (path.end !== 'open') return pass(message, details);
  const seen = path.certificates.length === 1 ? 'the leaf' : `the first ${path.certificates.length} certificates`;
  return undetermined(
    'no-path',
    `Only ${seen} could be judged, and showed no fault: the next issuer was not found.`,
    details,
  );
}

/**
 * The certificates of a path whose own signature matters: all but the one at its end, an anchor or an untrusted root. A
 * self-issued leaf that is not an anchor counts.
 */
export function belowTheEnd({ certificates, end }: JudgedPath): readonly Certificate[] {
  if (end === 'open' || (end === 'self-issued' && certificates.length === 1)) return certificates;
  return certificates.slice(0, -1);
}
