import type { Certificate } from '../../x509/certificate.ts';
import { baselineRequirements } from '../citations.ts';
import { defineCheck } from '../define-check.ts';
import { dayMs, instantText } from '../instant-text.ts';
import type { RolePolicy } from '../../policy/policy.ts';
import type { Evidence, JudgedPath } from '../evidence.ts';
import { fail, type Judgement, notApplicable, pass } from '../judgement.ts';
import { unlessPublic } from '../chain/public-leaf.ts';
import { count } from '../join-words.ts';
import { lifetimeMs } from './lifetime.ts';

/** Public leaves: no longer than the CA/B Forum allowed when they were issued. All: as long as the role demands. */
export const certificateLifetime = defineCheck({
  id: 'certificate-lifetime',
  title: 'The validity period is within the limits for public certificates and of the role',
  why: 'Browsers refuse public certificates that are valid longer than the limit at their notBefore. A role may set limits for any certificate.',
  citation: baselineRequirements('6.3.2'),
  faults: {
    'too-long': {
      title: 'The public certificate is valid for too long',
      why: 'Browsers refuse public certificates that are valid longer than the limit at their notBefore.',
      remedy: 'Have the certificate reissued with a shorter lifetime.',
      subject: 'certificate',
    },
    'longer-than-role-allows': {
      title: 'The certificate is valid for longer than the role allows',
      why: 'The longer a certificate is valid, the longer a stolen key and an outdated name can be used.',
      remedy: 'Have the certificate reissued with a shorter lifetime, and renew it automatically.',
      subject: 'certificate',
    },
    'shorter-than-role-allows': {
      title: 'The certificate is valid for a shorter time than the role demands',
      why: 'A certificate that has to be replaced by hand expires before anyone does so.',
      remedy: 'Have the certificate reissued with a longer lifetime.',
      subject: 'certificate',
    },
  },
  needs: ['publicTrust', 'path', 'leaf', 'demands'],
  judge: ({ publicTrust, path, leaf, demands }) => {
    const judgement = judgePublic(publicTrust, path, leaf);
    const byRole = judgeByRole(leaf, demands);
    if (judgement.outcome === 'fail' || byRole === undefined) return judgement;
    // That the role is content does not tell whether the limit of public CAs holds.
    return byRole.outcome === 'pass' && judgement.outcome === 'undetermined' ? judgement : byRole;
  },
});

/** By the limit of public CAs. */
function judgePublic(publicTrust: Evidence['publicTrust'], path: JudgedPath, leaf: Certificate): Judgement<'too-long'> {
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
}

/** By the lifetime of the role, from notBefore to notAfter; undefined: it demands none. */
function judgeByRole(
  { notBefore, notAfter }: Certificate,
  demands: RolePolicy | undefined,
): Judgement<'longer-than-role-allows' | 'shorter-than-role-allows'> | undefined {
  const { maximumDays, minimumDays } = demands?.lifetime ?? {};
  if (maximumDays === undefined && minimumDays === undefined) return undefined;
  const days = (notAfter.getTime() - notBefore.getTime()) / dayMs;
  const stated = [
    minimumDays === undefined ? '' : `at least ${count(minimumDays, 'day')}`,
    maximumDays === undefined ? '' : `at most ${count(maximumDays, 'day')}`,
  ].filter((part) => part !== '');
  const details = { expected: stated.join(', '), demand: 'lifetime' } as const;
  if (maximumDays !== undefined && days > maximumDays) {
    const observed = count(Math.ceil(days), 'day');
    const title = `The certificate is valid for ${observed}; the role allows at most ${count(maximumDays, 'day')}`;
    return fail('longer-than-role-allows', { title, observed, ...details });
  }
  // Both ends count, so a certificate may end a second before a day is full.
  if (minimumDays !== undefined && days + 1_000 / dayMs < minimumDays) {
    const observed = count(Math.floor(days), 'day');
    const title = `The certificate is valid for ${observed}; the role demands at least ${count(minimumDays, 'day')}`;
    return fail('shorter-than-role-allows', { title, observed, ...details });
  }
  const observed = count(Math.round(days), 'day');
  return pass(`The certificate is valid for ${observed}; the role demands ${stated.join(' and ')}.`, {
    observed,
    ...details,
  });
}

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
