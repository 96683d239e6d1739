import { nameOf } from '../../pki/name-of.ts';
import { defineCheck } from '../define-check.ts';
import { baselineRequirements } from '../citations.ts';
import { dayMs, instantText, wholeDays } from '../instant-text.ts';
import { failUnsorted } from '../judgement.ts';
import { passUnlessOpen } from './open-path.ts';
import { count } from '../join-words.ts';

/** The path outlives the policy's days, or a third of the leaf's lifetime if that is less. Exactly the margin passes. */
export const expiryMargin = defineCheck({
  id: 'expiry-margin',
  title: 'The path will be valid for a while yet',
  why: 'Ordering, approving and installing a certificate on every server, balancer and proxy takes time.',
  citation: baselineRequirements('6.3.2 (validity periods)'),
  faults: {
    unsorted: {
      title: 'The path will be valid for a while yet',
      why: 'Ordering, approving and installing a certificate on every server, balancer and proxy takes time.',
      remedy: 'Renew the certificate that expires first, now.',
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'path', 'now', 'thresholds'],
  judge: ({ leaf, path, now, thresholds }) => {
    const lifetimeMs = leaf.notAfter.getTime() - leaf.notBefore.getTime();
    const marginMs = Math.min(thresholds.expiryMarginDays * dayMs, Math.max(0, lifetimeMs / 3));
    const first = path.certificates.reduce((a, b) => (b.notAfter.getTime() < a.notAfter.getTime() ? b : a));
    const leftMs = first.notAfter.getTime() - now.getTime();
    const details = {
      expected: `at least ${spanText(marginMs)} left`,
      observed: leftMs < 0 ? 'expired' : `${spanText(leftMs)} left`,
    };
    const subject = `${nameOf(first)} is the first on the path to expire, at ${instantText(first.notAfter)}`;
    if (leftMs >= marginMs) return passUnlessOpen(path, `${subject}.`, details);
    return failUnsorted(
      `${subject}, ${leftMs < 0 ? 'which is past' : `in ${spanText(leftMs)}`}. Less than ${spanText(marginMs)} is too little to renew and install it everywhere. Renew it now.`,
      details,
    );
  },
});

function spanText(spanMs: number): string {
  const days = wholeDays(spanMs);
  return days >= 2 ? count(days, 'day') : count(Math.floor(spanMs / 3_600_000), 'hour');
}
