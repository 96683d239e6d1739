import { checkCrls } from '../../pki/revocation/check-crls.ts';
import { checkOcspResponse } from '../../pki/revocation/check-ocsp-response.ts';
import type { RevocationAnswer, RevocationDefect } from '../../pki/revocation/revocation-answer.ts';
import { nameOf } from '../../pki/name-of.ts';
import type { DecodeError } from '../../x509/certificate.ts';
import { crlPointers } from '../../x509/extensions/certificate-pointers.ts';
import type { OcspResponse } from '../../x509/revocation/ocsp.ts';
import type { Result } from '../../model/result.ts';
import { groupBy } from '../../model/group-by.ts';
import type { EvidenceFetch } from '../../model/network-evidence.ts';
import type { Staple } from '../evidence.ts';
import { joinWords, unique } from '../join-words.ts';
import { findMissingAnswer, hasFailed, isCutShort, type MissingAnswer } from './missing-revocation-answer.ts';
import type { RevocationQuestion } from './revocation-question.ts';

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
 * Judges one certificate. Revoked beats all; else the first good answer in the order staple, OCSP, CRL; else unknown; else
 * the defect of the first answer that should have been one. What is of no use beside a good answer is only mentioned.
 */
export function judgeRevocation(question: RevocationQuestion): CertificateRevocation {
  // Most runs fetch nothing, and most servers staple nothing.
  if (question.fetched === undefined && question.staples.length === 0)
    return findMissingAnswer(question, nothingFetched);
  const all = allAnswers(question);
  for (const { answer, source } of all) {
    if (answer.kind !== 'revoked') continue;
    const place = answer.byDelta === true ? `the delta CRL of the ${source}` : source;
    return { kind: 'revoked', message: `Source: ${place}.`, revokedAt: answer.revokedAt, reason: answer.reason };
  }
  for (const { answer, source } of all) {
    if (answer.kind !== 'good') continue;
    const own = crlPointers(question.certificate).flat();
    const unused = unique(all.filter((each) => isWorthMentioning(each, own)).map(withSource));
    const aside = unused.length === 0 ? '' : ` Not used: ${unused.join(' ')}`;
    const message = `${nameOf(question.certificate)} is not revoked (${source}).${aside}`;
    return { kind: 'good', message, thisUpdate: answer.thisUpdate, nextUpdate: answer.nextUpdate };
  }
  const unknown = all.find(({ answer }) => answer.kind === 'unknown');
  if (unknown !== undefined) return { kind: 'unknown', message: withSource(unknown) };
  return judgeDefects(all) ?? findIncomplete(all, question) ?? findMissingAnswer(question, reasonsByUrl(all));
}

const nothingFetched: ReadonlyMap<string | undefined, readonly string[]> = new Map();

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

interface SourcedAnswer {
  readonly medium: 'staple' | 'ocsp' | 'crl';
  /** For instance `CRL http://pki.contoso.com/ca.crl`. */
  readonly source: string;
  /** Undefined for a staple. */
  readonly url: string | undefined;
  readonly answer: RevocationAnswer;
}

/** In the order of preference: what the server brought, what was asked for this certificate, what all share. */
function allAnswers(question: RevocationQuestion): readonly SourcedAnswer[] {
  const { certificate, issuer, fetched, now: at, demands, findSigners, checkSignature } = question;
  const readable = (fetched?.crls ?? []).flatMap(({ url, crl }) => (crl.ok ? [{ url, crl: crl.value }] : []));
  const crls = readable.map(({ crl }) => crl);
  // What the server brings is verified last: it must not spend the budget of what speaks against it.
  const listed = checkCrls({ ...demands, crls, certificate, issuer, at, findSigners, checkSignature }).flatMap(
    (answer, index) => {
      const url = readable[index]?.url;
      return [{ medium: 'crl' as const, source: `CRL ${url}`, url, answer }];
    },
  );
  const asked = (fetched?.ocspResponses ?? [])
    .filter((each) => each.certificate === certificate.sha256)
    .map(({ url, response }) => ({
      medium: 'ocsp' as const,
      source: `OCSP ${url}`,
      url,
      answer: judgeOcsp(response, question),
    }));
  const stapled = judgeStaples(question).map((answer) => ({
    medium: 'staple' as const,
    source: 'stapled OCSP response',
    url: undefined,
    answer,
  }));
  return [...stapled, ...asked, ...listed];
}

type StapledQuestion = Pick<RevocationQuestion, 'certificate' | 'issuer' | 'now' | 'demands' | 'meter'> & {
  readonly staples: readonly Staple[];
};

/** What each of the responses stapled for a certificate says of it. */
export function judgeStaples(question: StapledQuestion): readonly RevocationAnswer[] {
  return question.staples
    .filter((staple) => staple.certificate === question.certificate.sha256)
    .map(({ response }) => judgeOcsp(response, question));
}

function judgeOcsp(
  response: Result<OcspResponse, DecodeError>,
  { certificate, issuer, now: at, demands, meter }: Omit<StapledQuestion, 'staples'>,
): RevocationAnswer {
  if (response.ok) return checkOcspResponse({ ...demands, response: response.value, certificate, issuer, at, meter });
  const message = `The OCSP response cannot be decoded: ${response.error.message}`;
  return { kind: 'defective', defect: 'malformed-extension', message };
}

function withSource({ source, answer }: SourcedAnswer): string {
  return `${answer.message} (${source})`;
}
