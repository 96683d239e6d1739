import type { Certificate } from '../../x509/certificate.ts';
import { baselineRequirements } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { dayMs, instantText } from '../instant-text.ts';
import { fail, notApplicable, pass } from '../judgement.ts';
import { unlessPublic } from '../chain/public-leaf.ts';
import { count } from '../join-words.ts';
import { lifetimeMs } from './lifetime.ts';

/** Public leaves: no longer than the CA/B Forum allowed when they were issued. */
export const certificateLifetime = defineCheck({
  id: 'certificate-lifetime',
  title: 'The validity period of a public certificate is within the limit',
  why: 'Browsers refuse public certificates that are valid longer than the limit at their notBefore.',
  citation: baselineRequirements('6.3.2'),
  faults: {
    'too-long': {
      title: 'The public certificate is valid for too long',
      why: 'Browsers refuse public certificates that are valid longer than the limit at their notBefore.',
      remedy: 'Have the certificate reissued with a shorter lifetime.',
      subject: 'certificate',
    },
  },
  needs: ['publicTrust', 'path', 'leaf'],
  judge: ({ publicTrust, path, leaf }) => {
    const other = unlessPublic(publicTrust, path);
    if (other !== undefined) return other;
    const limit = limits.findLast(({ from }) => leaf.notBefore.getTime() >= Date.parse(from));
    if (limit === undefined) {
      return notApplicable(
        'before-limits',
        `No limit applied when the certificate was issued (${instantText(leaf.notBefore)}).`,
      );
    }
    const lifetime = lifetimeText(leaf);
    const details = { expected: `at most ${limitText(limit)}`, observed: lifetime };
    if (leaf.notAfter.getTime() + 1_000 <= latestEnd(leaf.notBefore, limit)) {
      return pass(`The certificate is valid for ${lifetime}; up to ${limitText(limit)} are allowed.`, details);
    }
    return fail('too-long', {
      title: `The certificate is valid for ${lifetime}; at most ${limitText(limit)} are allowed`,
      detail: `The limit applies to public certificates issued since ${limit.from}.`,
      ...details,
    });
  },
});

interface Limit {
  /** First notBefore it holds for, UTC. */
  readonly from: string;
  readonly days?: number;
  readonly months?: number;
}

/** Baseline Requirements §6.3.2 and its earlier versions (1.0 §9.4.1, ballots 193, SC-31, SC-081v3), oldest first. */
const limits: readonly Limit[] = [
  { from: '2012-07-01', months: 60 },
  { from: '2015-04-01', months: 39 },
  { from: '2018-03-01', days: 825 },
  { from: '2020-09-01', days: 398 },
  { from: '2026-03-15', days: 200 },
  { from: '2027-03-15', days: 100 },
  { from: '2029-03-15', days: 47 },
];

/** The instant by which the inclusive last second must be over. */
function latestEnd(notBefore: Date, { days, months }: Limit): number {
  if (days !== undefined) return notBefore.getTime() + days * dayMs;
  const end = new Date(notBefore);
  end.setUTCMonth(end.getUTCMonth() + (months ?? 0));
  // A month is generous to its last day: the old text says months and no more.
  return end.getTime() + dayMs;
}

function limitText({ days, months }: Limit): string {
  return days === undefined ? `${months} months` : `${days} days`;
}

/** Part of a day counts as a day. */
function lifetimeText(certificate: Certificate): string {
  return count(Math.ceil(lifetimeMs(certificate) / dayMs), 'day');
}
