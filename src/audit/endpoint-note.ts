import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';
import type { Failure } from '../model/failure.ts';
import type { FetchRecord } from '../model/fetch-record.ts';
import type { FailOn, Outcome, PolicyId, Verdict } from '../model/vocabulary.ts';
import { isFailureAt } from './exit-code.ts';

/** What a run keeps of one endpoint: plain data, and little enough to cross from thread to thread. */
export interface EndpointNote {
  readonly deployment: string | null;
  readonly policy: PolicyId;
  readonly verdict: Verdict;
  readonly failure: Failure | null;
  /** A server said hello. */
  readonly isAnswered: boolean;
  readonly sawChain: boolean;
  /** Stores of its trust lists. */
  readonly stores: readonly string[];
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  readonly waived: number;
  /** A finding or the failure is our own bug. */
  readonly hasBug: boolean;
  /** Some finding failed at or above the run's `failOn`. */
  readonly hasFailure: boolean;
  /** Made for its sake; absent: none. */
  readonly fetches?: readonly FetchRecord[];
  /** It belongs to a deployment, so checks across it want the observation and the report. */
  readonly isCompared: boolean;
}

/** Notes an endpoint that was observed and judged. */
export function noteEndpoint(
  { endpoint, evidence, certificates }: EndpointObservation,
  report: EndpointReport,
  failOn: FailOn,
): EndpointNote {
  return {
    ...noteReport(report, failOn),
    sawChain: certificates.length > 0,
    stores: endpoint.trust.flatMap(({ stores }) => stores),
    ...(evidence === undefined ? {} : { fetches: evidence.fetches.map(recordOf) }),
    // Outside a named deployment only what a bare URL asked for is compared; a list may be endless.
    isCompared: endpoint.deployment !== null || endpoint.virtualServerIndex !== undefined,
  };
}

/** Notes an endpoint of which only the report is left: an earlier run audited it. */
export function noteReport(report: EndpointReport, failOn: FailOn): EndpointNote {
  const { deployment, policy, verdict, failure, handshake, findings, chain, trust } = report;
  const outcomes: Partial<Record<Outcome, number>> = {};
  let waived = 0;
  let hasBug = failure?.kind === 'internal-error';
  let hasFailure = false;
  for (const finding of findings) {
    outcomes[finding.outcome] = (outcomes[finding.outcome] ?? 0) + 1;
    if (finding.waiver !== undefined) waived += 1;
    hasBug ||= finding.reason === 'internal-error';
    hasFailure ||= isFailureAt(failOn, finding);
  }
  const stores = trust.map(({ store }) => store);
  const seen = { isAnswered: handshake !== null, sawChain: chain.length > 0, stores, isCompared: false };
  return { deployment, policy, verdict, failure, outcomes, waived, hasBug, hasFailure, ...seen };
}

/** Without what it was made for: one fetch serves many certificates. */
function recordOf(fetch: NonNullable<EndpointObservation['evidence']>['fetches'][number]): FetchRecord {
  const { purpose: _, certificate: __, problem: ___, ...record } = fetch;
  return record;
}
