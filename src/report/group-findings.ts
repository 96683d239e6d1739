import type { EndpointReport } from '../model/endpoint-report.ts';
import type { Finding } from '../model/finding.ts';
import type { Outcome } from '../model/vocabulary.ts';
import { groupBy } from '../model/group-by.ts';
import { severityRank } from './list-failures.ts';

/** All findings of one check that have the outcome asked for. */
export interface CheckGroup {
  readonly check: string;
  readonly severity: Finding['severity'];
  /** The same answer on several endpoints stands here once. */
  readonly answers: readonly FindingGroup[];
}

/** One answer, and the endpoints that gave it. */
export interface FindingGroup {
  readonly finding: Finding;
  readonly endpoints: readonly EndpointReport[];
}

/** Groups by check and severity, then by the answer. The worst first, else in the order of the report. */
export function groupFindings(endpoints: readonly EndpointReport[], outcome: Outcome): readonly CheckGroup[] {
  const found = endpoints.flatMap((endpoint) =>
    endpoint.findings.filter((finding) => finding.outcome === outcome).map((finding) => ({ finding, endpoint })),
  );
  const byCheck = groupBy(found, ({ finding: { check, severity } }) => `${severity} ${check}`);
  return [...byCheck.values()]
    .map((group) => {
      const { check, severity } = group[0].finding;
      const answers = [...groupBy(group, ({ finding }) => answerKey(finding)).values()];
      return { check, severity, answers: answers.map(toFindingGroup) };
    })
    .sort((a, b) => severityRank(b.severity) - severityRank(a.severity));
}

type Found = { readonly finding: Finding; readonly endpoint: EndpointReport };

function toFindingGroup(same: readonly [Found, ...Found[]]): FindingGroup {
  return { finding: same[0].finding, endpoints: same.map(({ endpoint }) => endpoint) };
}

function answerKey({ message, expected, observed, reason, waiver }: Finding): string {
  return JSON.stringify([message, expected, observed, reason, waiver]);
}
