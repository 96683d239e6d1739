import type { Cause } from '../../model/cause.ts';
import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { Finding } from '../../model/finding.ts';
import type { ScanReport } from '../../model/scan-report.ts';
import { severityRank } from '../list-failures.ts';

/** What a report holds on one cause. */
export interface CauseEvidence {
  /** The same answer of a check stands here once: that of the cause itself first, then its consequences, the worst first. */
  readonly findings: readonly CountedFinding[];
  /** Checks that could not be judged because of it. */
  readonly notJudged: readonly string[];
  /** Endpoints listed by the cause, in its order. */
  readonly endpoints: readonly EndpointReport[];
}

export interface CountedFinding {
  readonly finding: Finding;
  readonly endpoints: number;
}

interface Collected {
  readonly findings: Map<string, { readonly finding: Finding; endpoints: number }>;
  readonly notJudged: Set<string>;
}

/** Reads a report, its derived findings folded, once; gives the evidence of each of its causes. */
export function collectEvidence(report: ScanReport): (cause: Cause) => CauseEvidence {
  const byCause = new Map<string, Collected>();
  const endpointOf = new Map(report.endpoints.map((endpoint) => [endpoint.id, endpoint]));
  for (const { findings } of report.endpoints) for (const finding of findings) add(byCause, finding, 1);
  for (const finding of report.deploymentFindings) add(byCause, finding, finding.endpoints.length);
  return (cause) => {
    const collected = byCause.get(evidenceKey(cause.key, cause.waiver !== null));
    const rootsFirst = (finding: Finding): number => (`${finding.check}/${finding.fault}` === cause.fault ? 1 : 0);
    return {
      findings: [...(collected?.findings.values() ?? [])].sort(
        (a, b) =>
          rootsFirst(b.finding) - rootsFirst(a.finding) ||
          severityRank(b.finding.severity) - severityRank(a.finding.severity),
      ),
      notJudged: [...(collected?.notJudged ?? [])],
      endpoints: cause.endpoints.flatMap((id) => endpointOf.get(id) ?? []),
    };
  };
}

/** A cause that is waived on one endpoint and not on another is listed twice, each time with its own findings. */
export function evidenceKey(cause: string, isWaived: boolean): string {
  return `${isWaived ? 'waived ' : ''}${cause}`;
}

function add(byCause: Map<string, Collected>, finding: Finding, endpoints: number): void {
  const { check, cause, outcome, message, expected, observed, waiver } = finding;
  if (cause === null) return;
  const key = evidenceKey(cause, waiver !== undefined);
  const collected = byCause.get(key) ?? { findings: new Map(), notJudged: new Set() };
  byCause.set(key, collected);
  if (outcome !== 'fail') {
    collected.notJudged.add(check);
    return;
  }
  const answer = JSON.stringify([check, message, expected, observed]);
  const known = collected.findings.get(answer);
  if (known === undefined) collected.findings.set(answer, { finding, endpoints });
  else known.endpoints += endpoints;
}
