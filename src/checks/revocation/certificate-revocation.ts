import type { RevocationDefect } from '../../pki/revocation/revocation-answer.ts';
import { nameOf } from '../../pki/name-of.ts';
import { crlPointers } from '../../x509/extensions/certificate-pointers.ts';
import { groupBy } from '../../model/group-by.ts';
import type { EvidenceFetch } from '../../model/network-evidence.ts';
import { joinWords, unique } from '../join-words.ts';
import { findMissingAnswer, hasFailed, isCutShort, type MissingAnswer } from './missing-revocation-answer.ts';
import type { RevocationQuestion } from './revocation-question.ts';
import type { SourcedAnswer } from './sourced-answers.ts';

/** What all the evidence together shows about one certificate. `message` is whole sentences. */
export type CertificateRevocation =
  | {
      readonly kind: 'good';
      readonly message: string;
      readonly thisUpdate: Date;
      readonly nextUpdate: Date | undefined;
    }
  | {
      readonly kind: 'revoked';
      readonly message: string;
      readonly revokedAt: Date;
      readonly reason: string | undefined;
    }
  | {
      readonly kind: 'defective';
      readonly message: string;
      readonly medium: SourcedAnswer['medium'];
      readonly defect: RevocationDefect;
    }
  /** `unsupported`: signed by an algorithm that we cannot verify. */
  | { readonly kind: 'unknown' | 'unsupported'; readonly message: string }
  | MissingAnswer;

/**
 * Judges one certificate by these answers. The first that it is revoked counts; else the first good one; else one that it is unknown;
 * else the worst of what answered and cannot be used; else CRLs that do not suffice; else why there is no answer.
 */
export function judgeRevocation(
  question: RevocationQuestion,
  answers: readonly SourcedAnswer[],
): CertificateRevocation {
  if (answers.length === 0) return findMissingAnswer(question, new Map());
  for (const { answer, source } of answers) {
    if (answer.kind !== 'revoked') continue;
    const place = answer.byDelta === true ? `the delta CRL of the ${source}` : source;
    return { kind: 'revoked', message: `Source: ${place}.`, revokedAt: answer.revokedAt, reason: answer.reason };
  }
  for (const { answer, source } of answers) {
    if (answer.kind !== 'good') continue;
    const own = crlPointers(question.certificate).flat();
    const unused = unique(answers.filter((each) => isWorthMentioning(each, own)).map(withSource));
    const aside = unused.length === 0 ? '' : ` Not used: ${unused.join(' ')}`;
    const message = `${nameOf(question.certificate)} is not revoked (${source}).${aside}`;
    return { kind: 'good', message, thisUpdate: answer.thisUpdate, nextUpdate: answer.nextUpdate };
  }
  const unknown = answers.find(({ answer }) => answer.kind === 'unknown');
  if (unknown !== undefined) return { kind: 'unknown', message: withSource(unknown) };
  return (
    judgeDefects(answers) ?? findIncomplete(answers, question) ?? findMissingAnswer(question, reasonsByUrl(answers))
  );
}

/** An answer that was given for this certificate and is of no use. `own`: URLs of its CRLs; others belong to other certificates. */
function isWorthMentioning({ answer, medium, url = '' }: SourcedAnswer, own: readonly string[]): boolean {
  if (answer.kind === 'not-in-scope') return medium !== 'crl' || (answer.scope !== 'delta' && own.includes(url));
  return answer.kind === 'defective' || answer.kind === 'unknown';
}

function reasonsByUrl(answers: readonly SourcedAnswer[]): ReadonlyMap<string | undefined, readonly string[]> {
  return new Map(
    [...groupBy(answers, ({ url }) => url)].map(([url, those]) => [url, those.map(({ answer }) => answer.message)]),
  );
}

/** CRLs that do not list the certificate and that do not suffice: a delta CRL or the CRLs for other reasons are missing. */
function findIncomplete(
  answers: readonly SourcedAnswer[],
  { certificate, fetched }: RevocationQuestion,
): MissingAnswer | undefined {
  const found = answers.find(({ answer: { kind } }) => kind === 'incomplete' || kind === 'partial');
  if (found === undefined) return undefined;
  const tried = (fetched?.fetches ?? []).filter(
    (each) => each.purpose === 'crl' && each.certificate === certificate.sha256,
  );
  const { answer } = found;
  const wanted =
    answer.kind === 'incomplete' ? tried.filter(({ url }) => answer.deltaUrls.includes(url)) : tried.filter(isLost);
  const reasons = wanted.map(
    (each) => `${each.url} (${isLost(each) ? (each.problem ?? each.message) : 'It does not fit.'})`,
  );
  const why = reasons.length === 0 ? '' : ` Tried: ${joinWords(reasons)}.`;
  const kind = wanted.some(hasFailed) && !isCutShort(wanted) ? 'unreachable' : 'not-asked';
  return { kind, message: `${withSource(found)}${why}` };
}

function isLost({ outcome, problem }: EvidenceFetch): boolean {
  return outcome !== 'fetched' || problem !== null;
}

/** The worst there is: an answer that cannot be trusted, then one that we cannot verify, then a responder that refuses to answer. */
function judgeDefects(answers: readonly SourcedAnswer[]): CertificateRevocation | undefined {
  const found: Partial<Record<'defective' | 'unsupported' | 'unreachable', CertificateRevocation>> = {};
  for (const each of answers) {
    const { answer, medium } = each;
    if (answer.kind !== 'defective') continue;
    const message = withSource(each);
    if (answer.defect === 'refused') found.unreachable ??= { kind: 'unreachable', message };
    else if (answer.defect === 'unsupported-signature-algorithm' || answer.defect === 'budget-exceeded')
      found.unsupported ??= { kind: 'unsupported', message };
    else found.defective ??= { kind: 'defective', message, medium, defect: answer.defect };
  }
  return found.defective ?? found.unsupported ?? found.unreachable;
}

function withSource({ source, answer }: SourcedAnswer): string {
  return `${answer.message} (${source})`;
}
