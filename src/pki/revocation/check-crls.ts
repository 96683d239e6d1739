import type { CertificateRevocationList } from '../../x509/revocation/crl.ts';
import { allReasons } from '../../x509/revocation/reason-flags.ts';
import { nameOf } from '../name-of.ts';
import { checkCrl, type CrlQuestion } from './check-crl.ts';
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
  const covered = answers.reduce((mask, answer) => (answer.kind === 'partial' ? mask | answer.reasons : mask), 0);
  if (covered !== allReasons) return answers;
  const message = `The CRLs for all reasons together do not list ${nameOf(question.certificate)}.`;
  return answers.map((answer) => {
    if (answer.kind !== 'partial') return answer;
    const { thisUpdate, nextUpdate } = answer;
    return { kind: 'good', message, thisUpdate, nextUpdate };
  });
}
