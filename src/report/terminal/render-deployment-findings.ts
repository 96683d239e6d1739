import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { DeploymentFinding } from '../../model/finding.ts';
import type { ScanSummary } from '../../model/scan-report.ts';
import { firstSentence } from '../endpoint-label.ts';
import { descriptionRows, headline, labelled, nameEndpoints, waiverRows } from './render-failing.ts';
import { type GridRow, renderGrid } from './grid.ts';
import type { SectionContext } from './section-context.ts';

/** What the findings of no single endpoint stand under. */
export function titleAcross(findings: readonly DeploymentFinding[]): string {
  return findings.some(({ deployment }) => deployment !== null) ? 'Across the deployment' : 'Across endpoints';
}

/** What concerns a deployment as a whole: failures in full, the other answers in a line each. */
export function renderDeploymentFindings(
  findings: readonly DeploymentFinding[],
  endpoints: readonly EndpointReport[],
  checks: ScanSummary['checks'],
  context: SectionContext,
): string {
  const byId = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
  const failing = findings.filter(({ outcome }) => outcome === 'fail');
  const others = findings.filter(({ outcome }) => outcome !== 'fail' && outcome !== 'not-applicable');
  const texts = failing.map((finding) => renderFailure(finding, byId, checks, context));
  const rest = others.length === 0 ? [] : [renderOthers(others, context)];
  return [...texts, ...rest].join('\n\n');
}

function renderFailure(
  finding: DeploymentFinding,
  byId: ReadonlyMap<string, EndpointReport>,
  checks: ScanSummary['checks'],
  { width, paint, label }: SectionContext,
): string {
  const description = checks[finding.check];
  const concerned = finding.endpoints.flatMap((id) => byId.get(id) ?? []);
  const rows: readonly GridRow[] = [
    ...(finding.deployment === null ? [] : [labelled('in', finding.deployment, paint)]),
    labelled('seen', finding.message, paint),
    ...(finding.expected === null ? [] : [labelled('expected', finding.expected, paint)]),
    ...(finding.observed === null ? [] : [labelled('observed', finding.observed, paint)]),
    ...waiverRows(finding, paint),
    ...(concerned.length === 0
      ? []
      : [[{ text: 'on', paint: paint.faint }, { text: nameEndpoints(concerned, label) }]]),
    ...descriptionRows(description, paint),
  ];
  const title = headline(finding, description);
  const heading = { across: { text: title, paint: (line: string) => paint.severity(finding.severity, line) } };
  return `${renderGrid([heading], { width, gap: 1 })}\n${renderGrid(rows, { width, gap: 2, indent: 2 })}`;
}

function renderOthers(findings: readonly DeploymentFinding[], { width, paint }: SectionContext): string {
  const isOneDeployment = new Set(findings.map(({ deployment }) => deployment)).size <= 1;
  const rows = findings.map(({ outcome, check, deployment, message }): GridRow => {
    const place = deployment === null || isOneDeployment ? '' : `${deployment}: `;
    const sign = outcome === 'pass' ? '✓' : '?';
    return labelled(`${sign} ${check}`, `${outcome}: ${place}${firstSentence(message)}`, paint);
  });
  return renderGrid(rows, { width, gap: 2 });
}
