import type { Check } from '../checks/define-check.ts';
import type { Evidence, UndeterminedReason } from '../checks/evidence.ts';
import type { Judgement } from '../checks/judgement.ts';
import { undetermined } from '../checks/judgement.ts';
import type { Gathered } from './gather-evidence.ts';

/** Runs one check if its needs can be met. A check that throws is our own bug: `internal-error`, which audits count. */
export function runCheck(check: Check, { evidence, missing }: Gathered): Judgement {
  try {
    for (const need of check.needs) {
      const reason = missing[need];
      if (reason !== undefined) return undetermined(reason, reasonTexts[reason]);
    }
    // No need is missing, so every piece that the check declares is there.
    return check.judge(evidence as Evidence);
  } catch (error) {
    return internalError(error);
  }
}

/** What an exception in a check becomes, here and in checks across deployments and scans. */
export function internalError(error: unknown): Judgement {
  const text = error instanceof Error ? error.message : String(error);
  return undetermined(
    'internal-error',
    `This check failed through a fault of certmuster's own: ${text} Please report it with the observation.`,
  );
}

/** Why evidence that a check needs is not to be had. */
const reasonTexts: Readonly<Record<UndeterminedReason, string>> = {
  unreachable: 'Not judged: the server did not get far enough to show it.',
  undecodable: 'Not judged: the certificate presented first cannot be decoded. See chain-trust.',
  'not-dialled': 'Not judged: only a live server shows it, and it was not dialled for that.',
  'not-issued': 'Not judged: only the issued certificate shows it.',
  'not-fetched': 'Not judged: it takes fetching, which was not asked for.',
  'not-asked': 'Not judged: it was not asked for.',
  'no-answer': 'Not judged: nobody who was asked gave an answer of use.',
  'not-declared': 'Not judged: the topology or the policy does not say what to expect.',
  'not-resolved': 'Not judged: the names could not be resolved.',
  'handshake-broke': 'Not judged: the handshake broke before it was seen.',
  'no-proof-in-key-exchange': 'Not judged: this key exchange holds no proof.',
  'unsupported-algorithm': 'Not judged: the algorithm is not supported here.',
  'no-path': 'Not judged: there is no path. See chain-trust.',
  limit: 'Not judged: a limit was reached.',
  interrupted: 'Not judged: the run was interrupted.',
  'internal-error': "Not judged: a fault of certmuster's own.",
};
