import { spanText } from '../../model/span-text.ts';
import { shortNameOf } from '../../pki/name-of.ts';
import { defineCheck } from '../define-check.ts';
import { aheadText, dayMs, dayText, hasExpired, instantText } from '../instant-text.ts';
import { fail } from '../judgement.ts';
import { passUnlessOpen } from './open-path.ts';

/** The path outlives the policy's days, or a third of the leaf's lifetime if that is less. Exactly the margin passes. */
export const expiryMargin = defineCheck({
  id: 'expiry-margin',
  title: 'No certificate in the chain expires soon',
  why: 'Ordering, approving and installing a certificate on every server, load balancer and proxy takes time.',
  citation: { document: 'The policy', section: 'threshold expiryMarginDays; no standard demands a margin' },
  faults: {
    'expires-soon': {
      title: 'The certificate expires soon',
      why: 'Ordering, approving and installing a new one takes time.',
      remedy: 'Renew it now and install the new certificate on every host that uses it.',
      subject: 'certificate',
    },
    'issuer-expires-soon': {
      title: 'The certificate of a CA in the chain expires soon',
      why: 'When it expires, clients refuse every certificate below it.',
      remedy: "Renew the CA's certificate, and send or distribute the new one.",
      subject: 'certificate',
    },
    expired: {
      title: 'A certificate in the chain has expired',
      why: 'Every client refuses it.',
      remedy: 'Renew the certificate and install the new one.',
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'path', 'now', 'thresholds'],
  judge: ({ leaf, path, now, thresholds }) => {
    const lifetimeMs = leaf.notAfter.getTime() - leaf.notBefore.getTime();
    const marginMs = Math.min(thresholds.expiryMarginDays * dayMs, Math.max(0, lifetimeMs / 3));
    const first = path.certificates.reduce((a, b) => (b.notAfter.getTime() < a.notAfter.getTime() ? b : a));
    const isOver = hasExpired(first, now);
    const leftMs = first.notAfter.getTime() - now.getTime();
    const details = {
      certificate: first,
      expected: `at least ${spanText(marginMs, daysFrom)} left`,
      observed: isOver ? 'expired' : `${spanText(leftMs, daysFrom)} left`,
    };
    const isLeaf = first === path.certificates[0];
    const name = isLeaf ? shortNameOf(first) : `The CA ${shortNameOf(first)}`;
    if (leftMs >= marginMs) {
      return passUnlessOpen(
        path,
        `The first in the chain to expire is ${name}, at ${instantText(first.notAfter)}.`,
        details,
      );
    }
    if (isOver) return fail('expired', { ...details, title: `${name} expired on ${dayText(first.notAfter)}` });
    const title = `${name} expires ${aheadText(first.notAfter, now)}, on ${dayText(first.notAfter)}`;
    return fail(isLeaf ? 'expires-soon' : 'issuer-expires-soon', { ...details, title });
  },
});

/** Below two days a margin is compared in hours: `at least 1 day left` and `1 day left` would look equal. */
const daysFrom = 2;
