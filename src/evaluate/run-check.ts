import type { Check } from '../checks/define-check.ts';
import type { Evidence, UndeterminedReason } from '../checks/evidence.ts';
import type { Judgement } from '../checks/judgement.ts';
import { undetermined } from '../checks/judgement.ts';
import { overBudget } from '../pki/work/work-budget.ts';
import type { GatheredEvidence } from './gather-evidence.ts';

/** Runs one check if its needs can be met. A check that throws is our own bug: `internal-error`, which audits count. */
export function runCheck(check: Check, { evidence, missing }: GatheredEvidence): Judgement {
  try {
    for (const need of check.needs) {
      const reason = missing[need];
      if (reason !== undefined) return undetermined(reason, reasonTexts[reason]);
    }
    // No need is missing, so every piece that the check declares is there.
    const { meter } = evidence.validation ?? {};
    const refusals = meter?.work.refusals();
    const judgement = check.judge(evidence as Evidence);
    return refusals === meter?.work.refusals() ? judgement : withoutBudget(judgement);
  } catch (error) {
    return internalError(error);
  }
}

/** What a check says that could not verify all it wanted to: what it found wrong stands, and nothing else. */
function withoutBudget(judgement: Judgement): Judgement {
  if (judgement.outcome === 'fail') return judgement;
  return undetermined('budget-exceeded', reasonTexts['budget-exceeded']);
}

/** What an exception in a check becomes, here and in checks across deployments and scans. */
export function internalError(error: unknown): Judgement {
  const text = error instanceof Error ? error.message : String(error);
  return undetermined(
    'internal-error',
    `This check failed because of a bug in certmuster: ${text} Please report it with the observation.`,
  );
}

/** Why evidence that a check needs is not to be had. */
const reasonTexts: Readonly<Record<UndeterminedReason, string>> = {
  unreachable: 'Not judged: the handshake ended too early.',
  undecodable: 'Not judged: the leaf certificate cannot be decoded. See chain-trust.',
  'not-dialled': 'Not judged: only a scan of the live server shows it.',
  'not-issued': 'Not judged: only the issued certificate shows it.',
  'not-fetched': 'Not judged: it needs --fetch.',
  'not-asked': 'Not judged: it was not requested.',
  'no-answer': 'Not judged: no source gave a usable answer.',
  'not-declared': 'Not judged: neither the targets file nor the policy declares what to expect.',
  'not-resolved': 'Not judged: the names could not be resolved.',
  'one-site': 'Not judged: it was seen from one site only.',
  'handshake-broke': 'Not judged: the handshake ended before it was seen.',
  'no-proof-in-key-exchange': 'Not judged: this key exchange contains no proof.',
  'no-common-parameters': 'Not judged: the server accepted only a hello that offers less.',
  'unsupported-algorithm': 'Not judged: certmuster does not support the algorithm.',
  'no-path': 'Not judged: no path to a trusted root was found. See chain-trust.',
  'budget-exceeded': `Not judged: ${overBudget.charAt(0).toLowerCase()}${overBudget.slice(1)}`,
  limit: 'Not judged: a limit was reached.',
  interrupted: 'Not judged: the run was interrupted.',
  'internal-error': 'Not judged: a bug in certmuster.',
};
