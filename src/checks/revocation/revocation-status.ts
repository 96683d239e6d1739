import type { Handshake } from '../../model/handshake.ts';
import { nameOf } from '../../pki/name-of.ts';
import type { Thresholds } from '../../policy/policy.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { type CertificateRevocation, judgeRevocation } from './certificate-revocation.ts';
import { rfc } from '../citations.ts';
import { isShortLived } from '../certificate/lifetime.ts';
import { defineCheck } from '../define-check.ts';
import type { FetchedEvidence, JudgedPath, Staple } from '../evidence.ts';
import { instantText } from '../instant-text.ts';
import { failUnsorted, type Judgement, notApplicable, pass, undetermined } from '../judgement.ts';

/**
 * The answer of staple, OCSP and CRL for every certificate below the anchor. A revoked one fails, and so does a leaf that
 * demands a staple and has none; what else fails, and what is only reported, is the policy's choice (hard and soft failure).
 */
export const revocationStatus = defineCheck({
  id: 'revocation-status',
  title: 'No certificate on the path is revoked',
  why: 'A revoked certificate is refused by every client that asks, and its key may be in the hands of others.',
  citation: rfc(5280, '6.3, and RFC 6960'),
  faults: {
    unsorted: {
      title: 'No certificate on the path is revoked',
      why: 'A revoked certificate is refused by every client that asks, and its key may be in the hands of others.',
      remedy:
        'Replace a revoked certificate and its key; publish CRLs and OCSP answers before the old ones run out, where every client reaches them.',
      subject: 'certificate',
    },
  },
  needs: ['leaf', 'observation', 'path', 'fetched', 'staples', 'thresholds', 'now'],
  judge: ({ leaf, observation, path, fetched, staples, thresholds, now }) => {
    const statuses = judgePath({ path, fetched, staples, now, thresholds });
    const expected = 'no certificate revoked';
    const revoked = statuses.filter(({ kind }) => kind === 'revoked');
    if (revoked.length > 0) {
      return failUnsorted(`${messagesOf(revoked)} Clients that look refuse it. Replace the certificate and its key.`, {
        expected,
        observed: 'revoked',
      });
    }
    if (lacksDemandedStaple(leaf, observation.handshake, staples)) {
      return failUnsorted(
        `${nameOf(leaf)} demands a stapled OCSP response (must-staple, RFC 7633), and the server sent none. Clients that know the demand refuse the connection. Switch OCSP stapling on.`,
        { expected: 'a stapled OCSP response', observed: 'none' },
      );
    }
    return judgeAnswers(statuses, { path, fetched, thresholds, now });
  },
});

interface PathQuestion {
  readonly path: JudgedPath;
  readonly fetched: FetchedEvidence | undefined;
  readonly staples: readonly Staple[];
  readonly thresholds: Thresholds;
  readonly now: Date;
}

/** One answer for each certificate that has an issuer on the path: no CA above could revoke the last one. */
function judgePath({ path, fetched, staples, now, thresholds }: PathQuestion): readonly CertificateRevocation[] {
  return path.certificates.flatMap((certificate, index) => {
    const issuer = path.certificates[index + 1];
    if (issuer === undefined) return [];
    const needsNoAnswer = index === 0 && isShortLived(certificate, thresholds.shortLivedDays);
    return [judgeRevocation({ certificate, issuer, staples, fetched, now, isShortLived: needsNoAnswer })];
  });
}

function judgeAnswers(
  statuses: readonly CertificateRevocation[],
  { path, fetched, thresholds, now }: Omit<PathQuestion, 'staples'>,
): Judgement<'unsorted'> {
  const expected = 'no certificate revoked';
  const margins = statuses.flatMap((status) => shortMargin(status, thresholds, now));
  const failing = statuses.filter(({ kind }) => thresholds.revocationFailures.includes(kind));
  if (failing.length > 0) {
    const [first] = failing;
    return failUnsorted(
      `${messagesOf(failing)} Clients that insist on an answer refuse the connection. Publish one that holds, where clients reach it.`,
      { expected, observed: first?.kind ?? 'none' },
    );
  }
  if (margins.length > 0 && thresholds.revocationFailures.includes('short-margin')) {
    return failUnsorted(`${margins.join(' ')} See why the next one is not published yet.`, {
      expected,
      observed: 'short-margin',
    });
  }
  const open = statuses.filter(({ kind }) => kind !== 'good' && kind !== 'short-lived');
  if (open.length > 0 || path.end === 'open') {
    const unasked = open.length === 0 || open.some(({ kind }) => kind === 'not-asked');
    const top = path.certificates.at(-1);
    const openEnd =
      path.end === 'open' && top !== undefined
        ? ` The issuer of ${nameOf(top)} is not known, so no answer about it can be verified.`
        : '';
    const hint = fetched === undefined ? ' Nothing was fetched: ask with --fetch issuers,crl,ocsp.' : '';
    return undetermined(
      unasked || fetched === undefined ? 'not-fetched' : 'no-answer',
      `${messagesOf(statuses)}${openEnd}${hint}`.trim(),
      { expected, observed: open[0]?.kind ?? 'no-issuer' },
    );
  }
  if (statuses.length === 0) {
    return notApplicable('nothing-revocable', 'The leaf is an anchor itself: nobody could revoke it.');
  }
  const until = earliest(statuses);
  return pass([messagesOf(statuses), ...margins].join(' '), {
    expected,
    observed: until === undefined ? 'good' : `good until ${instantText(until)}`,
  });
}

function messagesOf(statuses: readonly CertificateRevocation[]): string {
  return statuses.map(({ message }) => message).join(' ');
}

/** RFC 7633 §4.2.3.1. Only the modern hello asks for a staple, and a flight that broke may have lost it. */
function lacksDemandedStaple(leaf: Certificate, handshake: Handshake | null, staples: readonly Staple[]): boolean {
  const feature = leaf.extensions.tlsFeature;
  const isDemanded = feature?.ok === true && feature.value.includes(statusRequest);
  if (!isDemanded || handshake === null || !handshake.flightComplete || handshake.profile !== 'modern') return false;
  return !staples.some(({ certificate }) => certificate === leaf.sha256);
}

const statusRequest = 5;

/** An answer about to run out with no newer one in sight: less than the margin, and less than a tenth of its lifetime. */
function shortMargin(
  status: CertificateRevocation,
  { revocationMarginHours }: Thresholds,
  now: Date,
): readonly string[] {
  if (status.kind !== 'good' || status.nextUpdate === undefined) return [];
  const left = status.nextUpdate.getTime() - now.getTime();
  const tenth = (status.nextUpdate.getTime() - status.thisUpdate.getTime()) / 10;
  if (left >= Math.min(revocationMarginHours * 3_600_000, tenth)) return [];
  return [`That answer runs out at ${instantText(status.nextUpdate)}, and no newer one is published.`];
}

function earliest(statuses: readonly CertificateRevocation[]): Date | undefined {
  const ends = statuses.flatMap((status) => (status.kind === 'good' && status.nextUpdate ? [status.nextUpdate] : []));
  return ends.sort((a, b) => a.getTime() - b.getTime())[0];
}
