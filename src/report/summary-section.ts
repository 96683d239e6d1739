import type { ScanSummary } from '../model/scan-report.ts';
import { type GridRow, renderGrid } from './grid.ts';
import { labelled } from './failing-section.ts';
import type { Paint } from './paint.ts';

/** The count of everything, what it was judged by, and what the reader must know. */
export async function renderSummary(
  report: ScanSummary,
  { width, paint }: { readonly width: number; readonly paint: Paint },
): Promise<string> {
  const { summary, asOf, trustStores } = report;
  const stores = trustStores.map(
    ({ name, source, anchors }) =>
      `${name} (${anchors.length === 1 ? '1 anchor' : `${anchors.length} anchors`}, ${source})`,
  );
  const rows: readonly GridRow[] = [
    labelled('endpoints', counts(summary.endpoints, summary), paint),
    labelled('findings', findings(summary.outcomes), paint),
    labelled('judged as of', asOf, paint),
    ...(stores.length === 0 ? [] : [labelled('trust stores', stores.join('; '), paint)]),
    ...(report.complete ? [] : [labelled('incomplete', incomplete(summary.notAudited), paint)]),
    ...report.notices.map((notice) => labelled('note', notice, paint)),
  ];
  return await renderGrid(rows, { width, gap: 2 });
}

function counts(endpoints: number, { pass, warn, fail, unreachable }: ScanSummary['summary']): string {
  return `${endpoints}: ${pass} pass, ${warn} warn, ${fail} fail, ${unreachable} unreachable`;
}

function findings(outcomes: ScanSummary['summary']['outcomes']): string {
  return Object.entries(outcomes)
    .map(([outcome, count]) => `${count} ${outcome}`)
    .join(', ');
}

function incomplete(notAudited: number | null): string {
  const many = notAudited === null ? 'An unknown number of endpoints was' : `${notAudited} endpoints were`;
  return `The run was interrupted. ${many} not audited.`;
}
