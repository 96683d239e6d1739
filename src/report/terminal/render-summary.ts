import type { ScanSummary } from '../../model/scan-report.ts';
import { type GridRow, renderGrid } from './grid.ts';
import { labelled } from './render-failing.ts';
import type { Paint } from './paint.ts';

/** The count of everything, what it was judged by, and what the reader must know. */
export function renderSummary(
  report: ScanSummary,
  { width, paint }: { readonly width: number; readonly paint: Paint },
): string {
  const { summary, asOf, trustStores } = report;
  const stores = trustStores.map(
    ({ name, source, anchors }) =>
      `${name} (${anchors.length === 1 ? '1 anchor' : `${anchors.length} anchors`}, ${source})`,
  );
  const rows: readonly GridRow[] = [
    labelled('endpoints', counts(summary.endpoints, summary), paint),
    labelled('findings', findings(summary.outcomes), paint),
    ...(summary.waived ? [labelled('waived', waived(summary.waived), paint)] : []),
    labelled('judged as of', asOf, paint),
    ...(stores.length === 0 ? [] : [labelled('trust stores', stores.join('; '), paint)]),
    ...(report.fetches.length === 0 ? [] : [labelled('fetched', fetched(report.fetches), paint)]),
    ...(report.complete ? [] : [labelled('incomplete', incomplete(summary.notAudited), paint)]),
    ...report.notices.map((notice) => labelled('note', notice, paint)),
  ];
  return renderGrid(rows, { width, gap: 2 });
}

function counts(endpoints: number, { pass, warn, fail, unreachable }: ScanSummary['summary']): string {
  return `${endpoints}: ${pass} pass, ${warn} warn, ${fail} fail, ${unreachable} unreachable`;
}

function findings(outcomes: ScanSummary['summary']['outcomes']): string {
  return Object.entries(outcomes)
    .map(([outcome, count]) => `${count} ${outcome}`)
    .join(', ');
}

/** What was followed for certificates' sake, and each place that gave nothing, with the reason. */
function fetched(fetches: ScanSummary['fetches']): string {
  const lost = fetches.filter(({ outcome }) => outcome !== 'fetched');
  const pointers = fetches.length === 1 ? '1 pointer' : `${fetches.length} pointers`;
  const total = `${pointers}, ${fetches.length - lost.length} of them gave something`;
  const named = lost.slice(0, maximumLostNamed).map(({ url, outcome }) => `${cut(url)} (${outcome})`);
  const rest = lost.length - named.length;
  return [total, ...named, ...(rest > 0 ? [`and ${rest} more, see the JSON`] : [])].join('; ');
}

/** A reader of the table wants to see a dead server, not every certificate that points to it. */
const maximumLostNamed = 8;

/** OCSP questions are long and say nothing to a person. */
function cut(url: string): string {
  return url.length > 60 ? `${url.slice(0, 60)}…` : url;
}

function waived(count: number): string {
  return count === 1 ? '1 finding fails and is waived' : `${count} findings fail and are waived`;
}

function incomplete(notAudited: number | null): string {
  const many = notAudited === null ? 'An unknown number of endpoints was' : `${notAudited} endpoints were`;
  return `The run was interrupted. ${many} not audited.`;
}
