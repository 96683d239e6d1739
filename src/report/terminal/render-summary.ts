import type { ScanSummary } from '../../model/scan-report.ts';
import { plural } from '../plural.ts';
import { labelled } from './finding-block.ts';
import { type GridRow, renderGrid } from './grid.ts';
import type { SectionContext } from './section-context.ts';

/** The counts, what was judged by which stores and when, and what the reader must know. */
export function renderSummary(report: ScanSummary, { width, paint }: SectionContext): string {
  const { summary, asOf, trustStores } = report;
  const stores = trustStores.map(
    ({ name, source, anchors }) => `${name} (${plural(anchors.length, 'anchor')}, ${source})`,
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

/** How many of the URLs in certificates were fetched, and those that failed, with the reason. */
function fetched(fetches: ScanSummary['fetches']): string {
  const lost = fetches.filter(({ outcome }) => outcome !== 'fetched');
  const total = `${plural(fetches.length, 'pointer')}, ${fetches.length - lost.length} of them gave something`;
  const named = lost.slice(0, maximumLostNamed).map(({ url, outcome }) => `${cut(url)} (${outcome})`);
  const rest = lost.length - named.length;
  return [total, ...named, ...(rest > 0 ? [`and ${rest} more, see the JSON`] : [])].join('; ');
}

/** Enough to show a dead server; the certificates that point to it are listed in the JSON. */
const maximumLostNamed = 8;

/** The URL of an OCSP request is long and unreadable. */
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
