import type { JudgementContext } from '../evaluate/contract.ts';
import { evaluateEndpoint, evaluateEndpoints } from '../evaluate/evaluate-endpoint.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';
import type { Failure } from '../model/failure.ts';
import { silentObservation } from '../model/silent-observation.ts';

/**
 * Judges observations, and goes on where judging itself breaks: that is our bug, and one endpoint of ten thousand must not
 * take the others with it. Its report says so in every finding, and the run exits 4.
 */
export function createJudge(context: JudgementContext): (observation: EndpointObservation) => EndpointReport {
  return (observation) => {
    try {
      return evaluateEndpoint(observation, context);
    } catch (bug) {
      return brokenReport(observation, bug, context);
    }
  };
}

/** What is judged together at most: most of the gain is there from eight on, and others get their turn in between. */
export const maxJudgedTogether = 32;

/** The same for several, which is cheaper (see `evaluateEndpoints`). */
export function createJointJudge(
  context: JudgementContext,
): (observations: readonly EndpointObservation[]) => readonly EndpointReport[] {
  const judge = createJudge(context);
  return (observations) => {
    try {
      return evaluateEndpoints(observations, context);
    } catch {
      // Each by itself, so that it shows whose the bug is.
      return observations.map(judge);
    }
  };
}

/** What the report of an endpoint without evidence would be, save that the reason is us. */
function brokenReport(observation: EndpointObservation, bug: unknown, context: JudgementContext): EndpointReport {
  const { endpoint, observedAt } = observation;
  const silent = silentObservation(endpoint, new Date(observedAt), bugFailure(bug));
  const report = evaluateEndpoint(silent, context);
  const findings = report.findings.map((finding) =>
    finding.outcome === 'undetermined' ? { ...finding, reason: 'internal-error' } : finding,
  );
  return { ...report, findings };
}

/** How a report says that certmuster itself broke. */
export function bugFailure(bug: unknown): Failure {
  const text = bug instanceof Error ? (bug.stack ?? bug.message).split('\n').slice(0, 2).join('') : String(bug);
  return { stage: 'tls', kind: 'internal-error', message: `certmuster itself failed here, please report it: ${text}` };
}
