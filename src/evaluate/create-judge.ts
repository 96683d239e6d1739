import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';
import type { Failure } from '../model/failure.ts';
import { silentObservation } from '../model/silent-observation.ts';
import type { Judge, JudgementContext } from './contract.ts';
import { evaluateDeployment } from './evaluate-deployment.ts';
import { evaluateEndpoints, evaluateInSteps } from './evaluate-endpoints.ts';
import { evaluateScan } from './evaluate-scan.ts';
import { createJudgementRun, type JudgementRun } from './judgement-run.ts';

/** Makes the judge of one run; what it remembers goes with it. */
export function createJudge(context: JudgementContext): Judge {
  const run = createJudgementRun(context);
  const evaluateEndpoint = (observation: EndpointObservation): EndpointReport => {
    try {
      return evaluateOne(observation, run);
    } catch (bug) {
      return reportBug(observation, bug, run);
    }
  };
  return {
    context,
    checkLink: run.checkLink,
    decode: run.decode,
    evaluateEndpoint,
    evaluateEndpoints: (observations) => {
      try {
        return evaluateEndpoints(observations, run);
      } catch {
        // One of them hit a bug of ours. Each is judged by itself, so that the bug shows in the report of its endpoint.
        return observations.map(evaluateEndpoint);
      }
    },
    evaluateInSteps: function* (observations) {
      try {
        return yield* evaluateInSteps(observations, run);
      } catch {
        const reports: EndpointReport[] = [];
        for (const observation of observations) {
          reports.push(evaluateEndpoint(observation));
          yield;
        }
        return reports;
      }
    },
    evaluateDeployment: (evidence) => evaluateDeployment(evidence, run),
    evaluateScan: (facts, judgedBy, targets) => evaluateScan(facts, { judgedBy, targets: targets ?? new Map() }, run),
  };
}

function evaluateOne(observation: EndpointObservation, run: JudgementRun): EndpointReport {
  const [report] = evaluateEndpoints([observation], run);
  if (report === undefined) throw new Error('an observation was judged without a report');
  return report;
}

/** The report that an endpoint without evidence gets, with our bug as its reason. */
function reportBug({ endpoint, observedAt }: EndpointObservation, bug: unknown, run: JudgementRun): EndpointReport {
  const silent = silentObservation(endpoint, new Date(observedAt), bugFailure(bug));
  const report = evaluateOne(silent, run);
  const findings = report.findings.map((finding) =>
    finding.outcome === 'undetermined' ? { ...finding, reason: 'internal-error' } : finding,
  );
  return { ...report, findings };
}

/** How a report says that certmuster itself broke. */
export function bugFailure(bug: unknown): Failure {
  const text = bug instanceof Error ? (bug.stack ?? bug.message).split('\n').slice(0, 2).join('') : String(bug);
  return { stage: 'tls', kind: 'internal-error', message: `a bug in certmuster, please report it: ${text}` };
}
