import { checkCrl } from '../../pki/revocation/check-crl.ts';
import { checkOcspResponse } from '../../pki/revocation/check-ocsp-response.ts';
import type { RevocationAnswer } from '../../pki/revocation/revocation-answer.ts';
import { nameOf } from '../../pki/name-of.ts';
import type { DecodeError } from '../../x509/certificate.ts';
import type { OcspResponse } from '../../x509/revocation/ocsp.ts';
import type { Result } from '../../model/result.ts';
import { findMissingAnswer, type MissingAnswer } from './missing-revocation-answer.ts';
import type { RevocationQuestion } from './revocation-question.ts';

/** What all the evidence together shows about one certificate. `message` is whole sentences. */
export type CertificateRevocation =
  | {
      readonly kind: 'good';
      readonly message: string;
      readonly thisUpdate: Date;
      readonly nextUpdate: Date | undefined;
    }
  | { readonly kind: 'revoked' | 'unknown' | 'defective'; readonly message: string }
  | MissingAnswer;

/**
 * Judges one certificate. Revoked beats all; else the first good answer in the order staple, OCSP, CRL; else unknown; else
 * the defect of the first answer that should have been one. A defect beside a good answer is only mentioned.
 */
export function judgeRevocation(question: RevocationQuestion): CertificateRevocation {
  // Most runs fetch nothing, and most servers staple nothing.
  if (question.fetched === undefined && question.staples.length === 0)
    return findMissingAnswer(question, nothingFetched);
  const all = allAnswers(question);
  const answers = all.filter(({ answer }) => answer.kind !== 'not-in-scope');
  const revoked = answers.find(({ answer }) => answer.kind === 'revoked');
  if (revoked !== undefined) return { kind: 'revoked', message: withSource(revoked) };
  const defective = answers.find(({ answer }) => answer.kind === 'defective');
  for (const { answer, source } of answers) {
    if (answer.kind !== 'good') continue;
    const aside = defective === undefined ? '' : ` Of no use beside it: ${withSource(defective)}`;
    const message = `${nameOf(question.certificate)} is good by ${source}.${aside}`;
    return { kind: 'good', message, thisUpdate: answer.thisUpdate, nextUpdate: answer.nextUpdate };
  }
  const unknown = answers.find(({ answer }) => answer.kind === 'unknown');
  if (unknown !== undefined) return { kind: 'unknown', message: withSource(unknown) };
  const worse = answers.find(({ answer }) => answer.kind === 'defective' && answer.defect !== 'refused') ?? defective;
  if (worse === undefined)
    return findMissingAnswer(question, new Map(all.map(({ url, answer }) => [url, answer.message])));
  return { kind: isRefusal(worse) ? 'unreachable' : 'defective', message: withSource(worse) };
}

const nothingFetched: ReadonlyMap<string | undefined, string> = new Map();

/** A responder that answers "try later" or "not mine" counts as unreachable. */
function isRefusal({ answer }: SourcedAnswer): boolean {
  return answer.kind === 'defective' && answer.defect === 'refused';
}

interface SourcedAnswer {
  /** For instance `the CRL from http://pki.contoso.com/ca.crl`. */
  readonly source: string;
  /** Undefined for a staple. */
  readonly url: string | undefined;
  readonly answer: RevocationAnswer;
}

/** In the order of preference: what the server brought, what was asked for this certificate, what all share. */
function allAnswers(question: RevocationQuestion): readonly SourcedAnswer[] {
  const { certificate, issuer, staples, fetched, now: at } = question;
  const stapled = staples
    .filter((staple) => staple.certificate === certificate.sha256)
    .map(({ response }) => ({
      source: 'the stapled OCSP response',
      url: undefined,
      answer: judgeOcsp(response, question),
    }));
  const asked = (fetched?.ocspResponses ?? [])
    .filter((each) => each.certificate === certificate.sha256)
    .map(({ url, response }) => ({
      source: `the OCSP response from ${url}`,
      url,
      answer: judgeOcsp(response, question),
    }));
  const listed = (fetched?.crls ?? []).flatMap(({ url, crl }) =>
    crl.ok
      ? [
          {
            source: `the CRL from ${url}`,
            url,
            answer: checkCrl({ crl: crl.value, certificate, issuer, at, profile: 'rfc5280' }),
          },
        ]
      : [],
  );
  return [...stapled, ...asked, ...listed];
}

function judgeOcsp(
  response: Result<OcspResponse, DecodeError>,
  { certificate, issuer, now: at }: RevocationQuestion,
): RevocationAnswer {
  if (response.ok) return checkOcspResponse({ response: response.value, certificate, issuer, at });
  const message = `It cannot be decoded: ${response.error.message}`;
  return { kind: 'defective', defect: 'malformed-extension', message };
}

function withSource({ source, answer }: SourcedAnswer): string {
  return `${answer.message} (From ${source}.)`;
}
