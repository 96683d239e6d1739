import type { Handshake } from '../../model/handshake.ts';
import type { SignatureDemands } from '../../pki/revocation/answer-signature.ts';
import { earliest } from '../../model/earliest.ts';
import { createCrlSignatureChecker } from '../../pki/revocation/crl-defects.ts';
import { shortNameOf } from '../../pki/name-of.ts';
import type { Thresholds } from '../../policy/policy.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { downloadOfIssuer } from '../chain/fetched-issuer.ts';
import { judgeRevocation } from './certificate-revocation.ts';
import { rfc } from '../citations.ts';
import { isShortLived } from '../certificate/lifetime.ts';
import { defineCheck } from '../define-check.ts';
import { crlSigners } from './crl-signers.ts';
import { describeFailure, type Status } from './describe-failure.ts';
import { findStapleFault } from './staple-fault.ts';
import type { Evidence, FetchedEvidence, JudgedPath, Staple } from '../evidence.ts';
import { instantText } from '../instant-text.ts';
import { fail, type Judgement, notApplicable, pass, undetermined } from '../judgement.ts';
import { fetchWish, listPointers } from './missing-revocation-answer.ts';
import type { RevocationQuestion } from './revocation-question.ts';
import { judgeFetched, judgeStaples, type SourcedAnswer } from './sourced-answers.ts';
import { revocationFaults } from './revocation-faults.ts';

/**
 * The answer of staple, OCSP and CRL for every certificate below the anchor. A revoked one fails, and so does a leaf that
 * demands a staple and has no good one; what else fails, and what is only reported, is the policy's choice (hard and soft failure).
 */
export const revocationStatus = defineCheck({
  id: 'revocation-status',
  title: 'No certificate in the chain is revoked',
  why: 'Clients that check revocation refuse a revoked certificate, and its key may be compromised.',
  citation: rfc(5280, '6.3 (CRL validation); OCSP: RFC 6960'),
  faults: revocationFaults,
  needs: ['leaf', 'observation', 'path', 'presented', 'trust', 'validation', 'fetched', 'staples', 'thresholds', 'now'],
  judge: ({ leaf, observation, path, presented, trust, validation, fetched, staples, thresholds, now }) => {
    const demands = signatureDemands({ validation, thresholds });
    const checkSignature = createCrlSignatureChecker(validation.meter.verify);
    const { meter } = validation;
    const findSigners = crlSigners({ path, presented, trust, validation, fetched, now, checkSignature });
    const statuses = judgePath(
      { path, fetched, staples, now, thresholds, demands },
      { checkSignature, findSigners, meter },
    );
    const [revoked, ...others] = statuses.flatMap((status) => (status.answer.kind === 'revoked' ? [status] : []));
    if (revoked !== undefined) return describeFailure(revoked, { others, leaf });
    const ofLeaf = demandsStaple(leaf, observation.handshake) ? findStaples(leaf, staples, statuses) : undefined;
    const fault = ofLeaf && findStapleFault(leaf, ofLeaf);
    if (fault !== undefined) return fault;
    return judgeAnswers(statuses, { path, fetched, thresholds, now });
  },
});

interface PathQuestion {
  readonly path: JudgedPath;
  readonly fetched: FetchedEvidence | undefined;
  readonly staples: readonly Staple[];
  readonly thresholds: Thresholds;
  readonly now: Date;
  readonly demands: SignatureDemands;
}

/** What the signatures of certificates are held against: the policy's list and, on a public path, CA/B Forum's. */
function signatureDemands({ validation, thresholds }: Pick<Evidence, 'validation' | 'thresholds'>): SignatureDemands {
  const { forbiddenSignatureAlgorithms: forbiddenAlgorithms, minimumRsaBits } = thresholds;
  return { profile: validation.profile, forbiddenAlgorithms, minimumRsaBits };
}

/** What is known of a certificate, and of that what the server stapled. */
interface StapledStatus extends Status {
  readonly stapled: readonly SourcedAnswer[];
}

/**
 * One answer for each certificate that has an issuer on the path: no CA above could revoke the last one. What the server brings is
 * verified last: it must not spend the budget of what speaks against it or against an issuer of its.
 */
function judgePath(
  { path, fetched, staples, now, thresholds, demands }: PathQuestion,
  signing: Pick<RevocationQuestion, 'checkSignature' | 'findSigners' | 'meter'>,
): readonly StapledStatus[] {
  const questions = path.certificates.flatMap((certificate, index): RevocationQuestion[] => {
    const issuer = path.certificates[index + 1];
    if (issuer === undefined) return [];
    const needsNoAnswer = index === 0 && isShortLived(certificate, thresholds.shortLivedDays);
    return [{ certificate, issuer, staples, fetched, now, isShortLived: needsNoAnswer, demands, ...signing }];
  });
  return questions
    .map((question) => ({ question, answers: judgeFetched(question) }))
    .map(({ question, answers }) => {
      const stapled = judgeStaples(question);
      const { certificate, issuer } = question;
      return { certificate, issuer, stapled, answer: judgeRevocation(question, [...stapled, ...answers]) };
    });
}

/** What was stapled for the leaf; undefined: something that its issuer, which is not known, would have to verify. */
function findStaples(
  { sha256 }: Certificate,
  staples: readonly Staple[],
  [own]: readonly StapledStatus[],
): readonly SourcedAnswer[] | undefined {
  return own?.stapled ?? (staples.some(({ certificate }) => certificate === sha256) ? undefined : []);
}

const expected = 'no certificate revoked';

function judgeAnswers(
  statuses: readonly Status[],
  question: Omit<PathQuestion, 'staples' | 'demands'>,
): Judgement<keyof typeof revocationFaults> {
  const { path, thresholds, now } = question;
  const [failing, ...others] = statuses.filter(({ answer }) => thresholds.revocationFailures.includes(answer.kind));
  if (failing !== undefined) return describeFailure(failing, { others, leaf: path.certificates[0] });
  const ending = statuses.flatMap((status) => {
    const at = endsSoon(status, thresholds, now);
    return at === undefined ? [] : [{ ...status, at }];
  });
  const [first] = ending;
  if (first !== undefined && thresholds.revocationFailures.includes('short-margin')) {
    const title = `Revocation answer of ${shortNameOf(first.issuer)} expires at ${instantText(first.at)}`;
    const detail = first.answer.message;
    return fail('answer-expires-soon', {
      title,
      detail,
      certificate: first.issuer,
      expected,
      observed: 'short-margin',
    });
  }
  const open = statuses.filter(({ answer: { kind } }) => kind !== 'good' && kind !== 'short-lived');
  if (open.length > 0 || path.end === 'open') return leaveOpen(statuses, open, question);
  if (statuses.length === 0) {
    return notApplicable('nothing-revocable', 'The leaf is itself a trust anchor, which no CA can revoke.');
  }
  const notes = ending.map(
    ({ issuer, at }) =>
      `The answer from ${shortNameOf(issuer)} expires at ${instantText(at)}, and no newer one is published.`,
  );
  const until = earliest(statuses.map(endOf));
  return pass([messagesOf(statuses), ...notes].join(' '), {
    expected,
    observed: until === undefined ? 'good' : `good until ${instantText(until)}`,
  });
}

/** Says what is not known, and how to get to know it. */
function leaveOpen(
  statuses: readonly Status[],
  open: readonly Status[],
  { path, fetched }: Pick<PathQuestion, 'path' | 'fetched'>,
): Judgement<never> {
  const kinds = new Set(open.map(({ answer }) => answer.kind));
  const details = { expected, observed: open[0]?.answer.kind ?? 'no-issuer' };
  const top = path.certificates.at(-1);
  if (path.end === 'open' && top !== undefined) {
    const isAskable = ['not-followed', 'cut-short'].includes(downloadOfIssuer(top, fetched).kind);
    const wish = `issuers,${fetchWish(path.certificates)}`;
    const hint = isAskable && fetched === undefined ? ` (use --fetch ${wish})` : '';
    const unknown = `Revocation of ${shortNameOf(top)} was not checked, as its issuer is not known${hint}.`;
    const reason = isAskable ? 'not-fetched' : 'no-path';
    return undetermined(reason, `${messagesOf(statuses)} ${unknown}`.trim(), details);
  }
  // Where there is nothing to ask for, fetching would not help.
  const reason = kinds.has('not-asked')
    ? 'not-fetched'
    : kinds.has('unsupported')
      ? 'unsupported-algorithm'
      : 'no-answer';
  if (fetched !== undefined || reason !== 'not-fetched') return undetermined(reason, messagesOf(statuses), details);
  const certificates = open.map(({ certificate }) => certificate);
  const hint = `use --fetch ${fetchWish(certificates)}`;
  const isUntouched = statuses.every(({ answer: { kind } }) => kind === 'not-asked' || kind === 'short-lived');
  const message = isUntouched
    ? `Revocation was not checked (${hint}). ${listPointers(certificates)}`
    : `${messagesOf(statuses)} To check, ${hint}.`;
  return undetermined(reason, message, details);
}

function messagesOf(statuses: readonly Status[]): string {
  return statuses.map(({ answer }) => answer.message).join(' ');
}

/** RFC 7633 §4.2.3.1. Only the modern hello asks for a staple, and a flight that broke may have lost it. */
function demandsStaple({ extensions: { tlsFeature } }: Certificate, handshake: Handshake | null): boolean {
  const isDemanded = tlsFeature?.ok === true && tlsFeature.value.includes(statusRequest);
  return isDemanded && handshake?.flightComplete === true && handshake.profile === 'modern';
}

const statusRequest = 5;

/** When an answer ends, if that is soon and no newer one is in sight: less than the margin, and less than a tenth of its lifetime. */
function endsSoon({ answer }: Status, { revocationMarginHours }: Thresholds, now: Date): Date | undefined {
  if (answer.kind !== 'good' || answer.nextUpdate === undefined) return undefined;
  const left = answer.nextUpdate.getTime() - now.getTime();
  const tenth = (answer.nextUpdate.getTime() - answer.thisUpdate.getTime()) / 10;
  return left < Math.min(revocationMarginHours * 3_600_000, tenth) ? answer.nextUpdate : undefined;
}

function endOf({ answer }: Status): Date | undefined {
  return answer.kind === 'good' ? answer.nextUpdate : undefined;
}
