import { shortNameOf } from '../../pki/name-of.ts';
import type { RevocationAnswer, RevocationDefect } from '../../pki/revocation/revocation-answer.ts';
import type { Certificate } from '../../x509/certificate.ts';
import { fail, type Judgement } from '../judgement.ts';
import { defectClauses } from './describe-failure.ts';
import type { SourcedAnswer } from './sourced-answers.ts';

/** A leaf that demands a staple needs a good one: clients that know the demand refuse any other. */
export function findStapleFault(
  leaf: Certificate,
  staples: readonly SourcedAnswer[],
): Judgement<'staple-missing' | 'staple-not-valid'> | undefined {
  const expected = 'a good stapled OCSP response';
  const [first] = staples;
  if (first === undefined) {
    const title = `Must-staple certificate ${shortNameOf(leaf)} is served without an OCSP staple`;
    return fail('staple-missing', { title, expected, observed: 'none' });
  }
  if (staples.some(({ answer }) => isAcceptable(answer))) return undefined;
  const { answer } = first;
  return fail('staple-not-valid', {
    title: `The stapled OCSP response ${clauseOf(answer)}`,
    detail: `${answer.message} The certificate requires a valid one (must-staple).`,
    expected,
    observed: answer.kind === 'defective' ? answer.defect : answer.kind,
  });
}

const notVerified: readonly RevocationDefect[] = ['unsupported-signature-algorithm', 'budget-exceeded'];

/** Good, or something that is judged elsewhere: a revocation, or a signature that we cannot verify. */
function isAcceptable(answer: RevocationAnswer): boolean {
  if (answer.kind === 'defective') return notVerified.includes(answer.defect);
  return answer.kind === 'good' || answer.kind === 'revoked';
}

function clauseOf(answer: RevocationAnswer): string {
  switch (answer.kind) {
    case 'defective':
      return defectClauses[answer.defect];
    case 'unknown':
      return 'does not know the certificate';
    default:
      return 'is for a different certificate';
  }
}
