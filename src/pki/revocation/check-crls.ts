import type { CertificateRevocationList } from '../../x509/revocation/crl.ts';
import { allReasons } from '../../x509/revocation/reason-flags.ts';
import { nameOf } from '../name-of.ts';
import { checkCrl } from './check-crl.ts';
import type { CrlQuestion } from './crl-question.ts';
import type { RevocationAnswer } from './revocation-answer.ts';

export type CrlsQuestion = Omit<CrlQuestion, 'crl' | 'deltas'> & {
  readonly crls: readonly CertificateRevocationList[];
};

/**
 * What each of several CRLs states about a certificate, in their order. Delta CRLs are applied to their bases, and CRLs that cover
 * some reasons only are good if together they cover all (RFC 5280 §6.3.3 l).
 */
export function checkCrls({ crls, ...question }: CrlsQuestion): readonly RevocationAnswer[] {
  const answers = crls.map((crl) => checkCrl({ ...question, crl, deltas: crls }));
  const partial = answers.filter((answer) => answer.kind === 'partial');
  const span = spanOf(partial);
  if (span === undefined) return answers;
  const message = `The CRLs for all reasons together do not list ${nameOf(question.certificate)}.`;
  return answers.map((answer) => (answer.kind === 'partial' ? { kind: 'good', message, ...span } : answer));
}

type PartialAnswer = Extract<RevocationAnswer, { kind: 'partial' }>;

/**
 * When several CRLs that cover some reasons each show that a certificate is good: for each reason the one of them that is good for
 * longest counts, and of those the one that ends first. Undefined: together they do not cover all reasons.
 */
function spanOf(answers: readonly PartialAnswer[]): Pick<PartialAnswer, 'thisUpdate' | 'nextUpdate'> | undefined {
  const lastFirst = answers.toSorted((a, b) => endOf(b) - endOf(a));
  let covered = 0;
  for (const { reasons, thisUpdate, nextUpdate } of lastFirst) {
    covered |= reasons;
    if (covered === allReasons) return { thisUpdate, nextUpdate };
  }
  return undefined;
}

function endOf({ nextUpdate }: PartialAnswer): number {
  return nextUpdate?.getTime() ?? Number.POSITIVE_INFINITY;
}
