import { shortNameOf } from '../../pki/name-of.ts';
import type { SignatureDemands } from '../../pki/revocation/answer-signature.ts';
import type { RevocationAnswer, RevocationDefect } from '../../pki/revocation/revocation-answer.ts';
import type { Meter } from '../../pki/work/meter.ts';
import type { Certificate } from '../../x509/certificate.ts';
import type { Staple } from '../evidence.ts';
import { fail, type Judgement } from '../judgement.ts';
import { judgeStaples } from './certificate-revocation.ts';
import { defectClauses } from './describe-failure.ts';

/** A leaf that demands a staple, and what was stapled. */
interface DemandedStaple {
  readonly leaf: Certificate;
  /** Undefined: not known, so that no staple can be verified. */
  readonly issuer: Certificate | undefined;
  readonly staples: readonly Staple[];
  readonly now: Date;
  readonly demands: SignatureDemands;
  readonly meter: Meter;
}

/** A leaf that demands a staple needs a good one: clients that know the demand refuse any other. */
export function findStapleFault({
  leaf,
  issuer,
  staples,
  now,
  demands,
  meter,
}: DemandedStaple): Judgement<'staple-missing' | 'staple-not-valid'> | undefined {
  const expected = 'a good stapled OCSP response';
  if (!staples.some(({ certificate }) => certificate === leaf.sha256)) {
    const title = `Must-staple certificate ${shortNameOf(leaf)} is served without an OCSP staple`;
    return fail('staple-missing', { title, expected, observed: 'none' });
  }
  if (issuer === undefined) return undefined;
  const answers = judgeStaples({ certificate: leaf, issuer, staples, now, demands, meter });
  const [first] = answers;
  if (first === undefined || answers.some(isAcceptable)) return undefined;
  return fail('staple-not-valid', {
    title: `The stapled OCSP response ${clauseOf(first)}`,
    detail: `${first.message} The certificate requires a valid one (must-staple).`,
    expected,
    observed: first.kind === 'defective' ? first.defect : first.kind,
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
