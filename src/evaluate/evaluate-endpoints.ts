import { type Judgement, notApplicable, undetermined } from '../checks/judgement.ts';
import type { PresentedCertificate } from '../checks/evidence.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';
import { policyAt } from '../policy/compile-policy.ts';
import type { ApplicableCheck } from './applicable-checks.ts';
import { concludeEndpoint } from './conclude-endpoint.ts';
import { describeEndpoint } from './describe-endpoint.ts';
import { type GatheredEvidence, gatherEvidence } from './gather-evidence.ts';
import type { JudgedCheck } from './judged-check.ts';
import { judgeUnissued, withoutIssuers } from './certification-request.ts';
import type { JudgementRun } from './judgement-run.ts';
import { runCheck } from './run-check.ts';

/** An observation while it is judged. */
interface Evaluation {
  readonly observation: EndpointObservation;
  readonly gathered: GatheredEvidence;
  /** The same for checks that read nothing but the chain, which has a budget of its own. */
  readonly gatheredOfChain: GatheredEvidence;
  /** Each of its checks is a step. */
  readonly isLarge: boolean;
  /** In the order of the check list. */
  readonly checks: readonly ApplicableCheck[];
  /** What the checks said that ran so far, in their order. */
  readonly judged: JudgedCheck[];
}

/**
 * Judges observations by every check of their policies, in the order of the check list. One check of all observations runs
 * before the next check: the code of a check then stays in the processor's cache, which makes judging a quarter cheaper
 * from some eight observations on. A step is one thing for one endpoint, its certificates and paths or one check; endpoints that have little
 * to judge take a check in one step together.
 */
export function* evaluateInSteps(
  observations: readonly EndpointObservation[],
  run: JudgementRun,
): Generator<undefined, readonly EndpointReport[], undefined> {
  const evaluations: Evaluation[] = [];
  for (const observation of observations) {
    evaluations.push(beginEvaluation(observation, yield* decodeInSteps(observation, run), run));
    yield;
  }
  const longest = Math.max(0, ...evaluations.map(({ checks }) => checks.length));
  for (let next = 0; next < longest; next += 1) {
    for (const evaluation of evaluations) {
      runNext(evaluation);
      if (evaluation.isLarge) yield;
    }
    yield;
  }
  const reports: EndpointReport[] = [];
  for (const { observation, gathered, judged } of evaluations) {
    reports.push(describeEndpoint(observation, gathered, concludeEndpoint(judged, observation, gathered, run)));
    yield;
  }
  return reports;
}

/** The same in one piece. */
export function evaluateEndpoints(
  observations: readonly EndpointObservation[],
  run: JudgementRun,
): readonly EndpointReport[] {
  const steps = evaluateInSteps(observations, run);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** Bytes of certificates that are decoded in one step: some 3 ms if they are full of short names. */
const bytesDecodedAtOnce = 16_384;

function* decodeInSteps(
  { certificates }: EndpointObservation,
  { decode }: JudgementRun,
): Generator<undefined, readonly PresentedCertificate[], undefined> {
  const decoded: PresentedCertificate[] = [];
  let bytes = 0;
  for (const der of certificates) {
    decoded.push(decode(der));
    bytes += der.length;
    if (bytes < bytesDecodedAtOnce) continue;
    bytes = 0;
    yield;
  }
  return decoded;
}

function beginEvaluation(
  observation: EndpointObservation,
  presented: readonly PresentedCertificate[],
  run: JudgementRun,
): Evaluation {
  const { endpoint, handshake } = observation;
  const [first] = presented;
  const leaf = first?.certificate.ok === true ? first.certificate.value : undefined;
  const effective = run.policyOf(endpoint.policy, endpoint.deployment, endpoint.policyOverrides);
  const policy = policyAt(effective.policy, leaf?.notBefore);
  const { role, access } = endpoint;
  const checks = run.checksOf(policy, { role, access, protocol: handshake?.protocol ?? null });
  const gathered = gatherEvidence(observation, { presented, policy, run });
  const { evidence, chain } = gathered;
  const gatheredOfChain = chain ? { ...gathered, evidence: { ...evidence, validation: chain.validation } } : gathered;
  return { observation, gathered, gatheredOfChain, isLarge: isLarge(observation, gathered), checks, judged: [] };
}

/** Real endpoints send some 5 KB, and take less than half of this work. */
const usualBytes = 16_384;
const usualWork = 50;

/** Whether checks of an endpoint may take long: by what was sent and fetched, or by what its paths have cost. */
function isLarge({ certificates, handshake, evidence }: EndpointObservation, { chain }: GatheredEvidence): boolean {
  if (evidence !== undefined || (chain !== undefined && chain.validation.meter.work.spent() > usualWork)) return true;
  const { staples = [], certificateRequest } = handshake ?? {};
  const asked = certificateRequest?.authoritiesBytes ?? 0;
  const stapled = staples.reduce((sum, { response }) => sum + response.length, 0);
  return certificates.reduce((sum, { length }) => sum + length, asked + stapled) > usualBytes;
}

function runNext(evaluation: Evaluation): void {
  const { checks, judged } = evaluation;
  const next = checks[judged.length];
  if (next === undefined) return;
  const { check, severity, severityOfFault } = next;
  const judgement = judge(next, evaluation);
  const ofFault = judgement.failure === null ? undefined : severityOfFault[judgement.failure.fault];
  const { expectation } = evaluation.gathered.evidence;
  const demandedBy = expectation?.hasOwnSource ? expectation.role : undefined;
  if (ofFault === 'off') judged.push({ check, severity, judgement: notDemanded });
  else judged.push({ check, severity: ofFault === undefined ? severity : ofFault, judgement, demandedBy });
}

const notDemanded = notApplicable('no-demand', 'The policy does not demand this.');

function judge(
  { check, isOfChain }: ApplicableCheck,
  { observation, gathered, gatheredOfChain }: Evaluation,
): Judgement {
  const { chain } = gathered;
  if (chain === undefined) return notReached(observation);
  if (observation.source === 'request') return judgeUnissued(check) ?? withoutIssuers(runCheck(check, gathered));
  const known = isOfChain ? chain.judgements.get(check.id) : undefined;
  if (known !== undefined) return known;
  if (!isOfChain) return runCheck(check, gathered);
  const judgement = runCheck(check, gatheredOfChain);
  chain.judgements.set(check.id, judgement);
  return judgement;
}

function notReached({ failure }: EndpointObservation): Judgement {
  const why = failure === null ? 'no certificate was presented.' : failure.message;
  return undetermined('unreachable', `Not judged: ${why}`);
}
