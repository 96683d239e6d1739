import type { ScanReport } from '../../model/scan-report.ts';
import { findDescription } from '../find-description.ts';
import { groupFindings } from '../group-findings.ts';
import { endpointsRow, findingRows, renderFindingBlock } from './finding-block.ts';
import type { SectionContext } from './section-context.ts';

/** What fails, the worst first: each check once, with what was seen where, why it matters, what to do, and the source. */
export function renderFailing({ endpoints, checks }: ScanReport, context: SectionContext): string {
  const blocks = groupFindings(endpoints, 'fail').map((group) => {
    const rows = group.answers.flatMap((answer) => [
      ...findingRows(answer.finding, context.paint),
      endpointsRow(answer.endpoints, context),
    ]);
    return renderFindingBlock({ failing: group, description: findDescription(checks, group.check), rows }, context);
  });
  return blocks.join('\n\n');
}
