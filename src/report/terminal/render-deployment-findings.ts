import type { DeploymentFinding } from '../../model/finding.ts';
import type { ScanReport } from '../../model/scan-report.ts';
import { findDescription } from '../find-description.ts';
import { firstSentence } from '../first-sentence.ts';
import { endpointsRow, findingRows, labelled, renderFindingBlock } from './finding-block.ts';
import { type GridRow, renderGrid } from './grid.ts';
import type { SectionContext } from './section-context.ts';

/** What concerns a deployment as a whole: failures in full, each of the other answers in one line. */
export function renderDeploymentFindings(report: ScanReport, context: SectionContext): string {
  const { deploymentFindings, endpoints, checks } = report;
  const byId = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
  const failing = deploymentFindings.filter(({ outcome }) => outcome === 'fail');
  const others = deploymentFindings.filter(({ outcome }) => outcome !== 'fail' && outcome !== 'not-applicable');
  const blocks = failing.map((finding) => {
    const concerned = finding.endpoints.flatMap((id) => byId.get(id) ?? []);
    const rows = [
      ...(finding.deployment === null ? [] : [labelled('in', finding.deployment, context.paint)]),
      ...findingRows(finding, context.paint),
      ...(concerned.length === 0 ? [] : [endpointsRow(concerned, context)]),
    ];
    return renderFindingBlock({ failing: finding, description: findDescription(checks, finding.check), rows }, context);
  });
  return [...blocks, ...(others.length === 0 ? [] : [renderOthers(others, context)])].join('\n\n');
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
