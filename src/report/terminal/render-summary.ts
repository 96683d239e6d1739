import type { ScanReport, ScanSummary } from '../../model/scan-report.ts';
import { isProofUnverified, isTrustUnverified } from '../../model/unverified.ts';
import { escapeForTerminal } from '../escape-for-terminal.ts';
import { listInconclusive } from '../list-inconclusive.ts';
import { describeInterruption } from '../describe-interruption.ts';
import { plural } from '../plural.ts';
import { renderLabelled } from './labelled-lines.ts';
import type { SectionContext } from './section-context.ts';

/** The counts, what was not seen and how to see it, and what the reader must know; with details also what was judged by. */
export function renderSummary(report: ScanReport, { width, paint, details }: SectionContext): string {
  const { summary, notices, complete, fetches, trustStores, asOf } = report;
  const stores = trustStores.map(
    ({ name, source, anchors }) => `${name} (${plural(anchors.length, 'anchor')}, ${source})`,
  );
  const rows = [
    ['Causes', describeCauses(summary.causes)],
    ['Endpoints', describeEndpoints(summary)],
    ['Check results', describeResults(report)],
    ['', details ? '' : describeUnseen(report)],
    ['Not verified', describeUnverified(report)],
    ['Judged as of', details || asOf !== report.startedAt ? asOf : ''],
    ['Trust stores', details ? stores.join('; ') : ''],
    ['Fetched', details || fetches.some(({ outcome }) => outcome !== 'fetched') ? describeFetches(fetches) : ''],
    ['Incomplete', complete ? '' : describeInterruption(summary.notAudited)],
    ...notices.map((notice) => ['Note', notice] as const),
  ] as const;
  const shown = rows
    .filter(([, text]) => text !== '')
    .map(([label, text]) => ({ label: label === '' ? '' : `${label}:`, text: escapeForTerminal(text) }));
  return renderLabelled(shown, { width, paint }).join('\n');
}

function describeCauses({ critical, error, warning, info, waived }: ScanSummary['summary']['causes']): string {
  const counts = [
    count(critical, 'critical'),
    count(error, error === 1 ? 'error' : 'errors'),
    count(warning, warning === 1 ? 'warning' : 'warnings'),
    count(info, 'info'),
    count(waived, 'waived'),
  ].filter((each) => each !== '');
  return counts.length === 0 ? 'none' : counts.join(', ');
}

function describeEndpoints(summary: ScanSummary['summary']): string {
  const { endpoints, pass, warn, fail, unreachable, waived } = summary;
  const counts = [
    count(pass, 'passed'),
    count(warn, 'with warnings'),
    count(fail, 'failed'),
    count(waived, 'waived'),
    count(unreachable, 'unreachable'),
  ].filter((each) => each !== '');
  return counts.length === 0 ? `${endpoints}` : `${endpoints}: ${counts.join(', ')}`;
}

/** Empty if there are none. */
function count(number: number, word: string): string {
  return number === 0 ? '' : `${number} ${word}`;
}

function describeResults({ summary: { outcomes }, endpoints }: ScanReport): string {
  const inconclusive = endpoints.reduce((sum, endpoint) => sum + listInconclusive(endpoint).length, 0);
  return `${outcomes.pass} passed, ${outcomes.fail} failed, ${inconclusive} inconclusive, ${outcomes['not-observable']} not visible over TLS`;
}

/** Why an endpoint is no pass although it has no cause. */
function describeUnverified({ endpoints }: ScanReport): string {
  const parts = [
    count(endpoints.filter(isTrustUnverified).length, 'by a signature of the chain'),
    count(endpoints.filter(isProofUnverified).length, 'by the proof of the private key'),
  ].filter((each) => each !== '');
  return parts.length === 0 ? '' : `${parts.join(', ')}; --details says why`;
}

/** How to see what was not seen. */
function describeUnseen({ endpoints, summary: { outcomes } }: ScanReport): string {
  const needs = new Set<string>();
  let inconclusive = 0;
  let fetchable = 0;
  for (const { reason, check } of endpoints.flatMap(listInconclusive)) {
    inconclusive += 1;
    if (reason !== 'not-fetched') continue;
    fetchable += 1;
    for (const what of check === 'revocation-status' ? ['crl', 'ocsp'] : ['issuers']) needs.add(what);
  }
  const fetch = ['issuers', 'crl', 'ocsp'].filter((each) => needs.has(each)).join(',');
  if (inconclusive + outcomes['not-observable'] === 0) return '';
  return fetchable === 0
    ? '--details lists what is inconclusive or not visible'
    : `${fetchable} inconclusive without --fetch ${fetch}; see --details`;
}

/** How many of the URLs in certificates were fetched, and those that failed, with the reason. */
function describeFetches(fetches: ScanSummary['fetches']): string {
  if (fetches.length === 0) return '';
  const lost = fetches.filter(({ outcome }) => outcome !== 'fetched');
  const total = `${fetches.length - lost.length} of ${plural(fetches.length, 'URL')}`;
  const named = lost.slice(0, maximumLostNamed).map(({ url, outcome }) => `${cut(url)} failed (${outcome})`);
  const rest = lost.length - named.length;
  return [total, ...named, ...(rest > 0 ? [`${rest} more failed, see the JSON report`] : [])].join('; ');
}

/** Enough to show a dead server; the certificates that point to it are listed in the JSON. */
const maximumLostNamed = 8;

/** The URL of an OCSP request is long and unreadable. */
function cut(url: string): string {
  return url.length > 60 ? `${url.slice(0, 60)}…` : url;
}
