import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { ScanReport, ScanSummary } from '../../model/scan-report.ts';
import { matrixColumns } from './cell-codes.ts';
import { contentPolicy } from './content-policy.ts';
import { renderDataBlocks } from './render-data-blocks.ts';
import { renderFaults } from './render-faults.ts';
import { html, type Markup } from './markup.ts';
import { renderMatrix } from './render-matrix.ts';
import { renderOverview } from './render-overview.ts';
import { countOf, grouped } from './numbers.ts';
import { pageScript } from './page-script.ts';
import { pageStyle } from './page-style.ts';
import { renderProvenance } from './render-provenance.ts';
import { renderUndetermined, renderNotObservable } from './render-unseen.ts';
import { verdictBadge, verdictsByGravity } from './verdict-badge.ts';

/**
 * The whole report as one HTML file that needs nothing beside itself, piece by piece. What a manager reads is plain
 * markup; matrix and endpoint pages are drawn by the script inside from data inside, a screenful at a time.
 */
export async function renderHtml({ endpoints, ...summary }: ScanReport): Promise<Iterable<string>> {
  return pieces(summary, endpoints, await contentPolicy(pageScript, pageStyle));
}

function* pieces(
  summary: ScanSummary,
  endpoints: readonly EndpointReport[],
  policy: string,
): Generator<string, void, undefined> {
  const columns = matrixColumns(endpoints);
  yield head(titleOf(summary, endpoints), policy);
  const { markup } = html`<body><a class="skip" href="#matrix-title">Skip to the matrix</a>
<div id="report">${header(summary, endpoints)}<main>${renderOverview(summary, endpoints)}
${renderFaults(summary, endpoints)}
${renderMatrix(endpoints, columns)}
${renderNotObservable(summary, endpoints)}
${renderUndetermined(summary, endpoints)}
${renderProvenance(summary)}</main></div>
<main id="endpoint" hidden></main>
`;
  yield markup;
  yield* renderDataBlocks(summary, endpoints, columns);
  yield `<script>${pageScript}</script>\n</body>\n</html>\n`;
}

function head(title: string, policy: string): string {
  const { markup } = html`<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${title}</title>
`;
  return `<!doctype html>\n<html lang="en">\n${markup}<style>${pageStyle}</style>\n</head>\n`;
}

function titleOf({ asOf }: ScanSummary, endpoints: readonly EndpointReport[]): string {
  return `${subjectOf(endpoints)}: certificate audit of ${asOf.slice(0, 10)}`;
}

/** What was audited, in a few words. */
function subjectOf(endpoints: readonly EndpointReport[]): string {
  const names = [...new Set(endpoints.flatMap(({ deployment, host }) => deployment ?? host))];
  const [first = 'Nothing', second] = names;
  return second === undefined
    ? first
    : names.length === 2
      ? `${first} and ${second}`
      : `${first} and ${names.length - 1} more`;
}

function header(summary: ScanSummary, endpoints: readonly EndpointReport[]): Markup {
  const worst = verdictsByGravity.find((verdict) => summary.summary[verdict] > 0);
  const { notAudited } = summary.summary;
  const incomplete = summary.complete
    ? ''
    : html`<p class="notice is-fail">The run was interrupted. ${notAudited === null ? 'An unknown number of endpoints was' : `${notAudited} endpoints were`} not audited.</p>`;
  return html`<header><div class="headline"><h1>${subjectOf(endpoints)}</h1>${worst === undefined ? '' : verdictBadge(worst)}</div><p class="verdict-line">${inWords(summary)}</p><p class="faint">Certificate audit, judged as of <time datetime="${summary.asOf}">${summary.asOf.slice(0, 16).replace('T', ' ')} UTC</time> by ${summary.tool.name} ${summary.tool.version}</p>${incomplete}${summary.notices.map((notice) => html`<p class="notice">${notice}</p>`)}</header>`;
}

/** The outcome as one would say it. */
function inWords({ summary: { endpoints, fail, warn, unreachable, pass } }: ScanSummary): string {
  if (endpoints === 0) return 'No endpoint was audited.';
  if (pass === endpoints) return `All of ${countOf(endpoints, 'endpoint')} pass.`;
  const parts = [
    fail === 0 ? [] : [`${grouped(fail)} ${fail === 1 ? 'fails' : 'fail'}`],
    warn === 0 ? [] : [`${grouped(warn)} ${warn === 1 ? 'has' : 'have'} warnings`],
    unreachable === 0 ? [] : [`${grouped(unreachable)} showed no certificate`],
    [`${pass === 0 ? 'none' : grouped(pass)} ${pass === 1 ? 'passes' : 'pass'}`],
  ].flat();
  return `Of ${countOf(endpoints, 'endpoint')}, ${parts.join(', ')}.`;
}
