import type { ScanReport } from '../../model/scan-report.ts';
import { describeInterruption } from '../describe-interruption.ts';
import { matrixColumns } from './cell-codes.ts';
import { contentPolicy } from './content-policy.ts';
import { describeOutcome } from './describe-outcome.ts';
import { renderDataBlocks } from './render-data-blocks.ts';
import { foldDerived } from './fold-derived.ts';
import { html, type Markup } from './markup.ts';
import { renderCauses } from './render-causes.ts';
import { renderFieldNotes } from './render-field-notes.ts';
import { renderMatrix } from './render-matrix.ts';
import { renderOverview } from './render-overview.ts';
import { pageScript } from './page-script.ts';
import { pageStyle } from './page-style.ts';
import { renderProvenance } from './render-provenance.ts';
import { subjectOf } from './subject-of.ts';
import { renderUndetermined, renderNotObservable } from './render-unseen.ts';
import { verdictBadge, verdictsWorstFirst } from './verdict-badge.ts';

/**
 * The whole report as one HTML file without external resources, piece by piece. Overview and causes are plain markup;
 * the matrix and the endpoint pages are drawn by the script in the file from the data in the file.
 */
export async function renderHtml(report: ScanReport): Promise<Iterable<string>> {
  return pieces(foldDerived(report), await contentPolicy(pageScript, pageStyle));
}

function* pieces(report: ScanReport, policy: string): Generator<string, void, undefined> {
  const { endpoints } = report;
  const columns = matrixColumns(endpoints);
  yield head(titleOf(report), policy);
  const causes = renderCauses(report);
  const { markup } = html`<body><a class="skip" href="#matrix-title">Skip to the endpoints</a>
<div id="report">${header(report)}<main>${renderOverview(report, causes.first)}
${causes.rest}
${causes.waived}
${renderMatrix(endpoints, columns)}
${renderNotObservable(report)}
${renderUndetermined(report)}
${renderFieldNotes(report)}
${renderNotes(report)}
${renderProvenance(report)}</main></div>
<main id="endpoint" hidden></main>
`;
  yield markup;
  yield* renderDataBlocks(report, columns);
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

function titleOf({ asOf, endpoints }: ScanReport): string {
  return `${subjectOf(endpoints)}: certificate audit of ${asOf.slice(0, 10)}`;
}

function header(report: ScanReport): Markup {
  const { summary, asOf, tool, complete, endpoints } = report;
  const worst = verdictsWorstFirst.find((verdict) => summary[verdict] > 0);
  const { notAudited } = summary;
  const incomplete = complete ? '' : html`<p class="notice is-fail">${describeInterruption(notAudited)}</p>`;
  return html`<header><div class="headline"><h1>${subjectOf(endpoints)}</h1>${worst === undefined ? '' : verdictBadge(worst)}</div><p class="verdict-line">${describeOutcome(report.summary)}</p><p class="faint">Certificate audit, judged as of <time datetime="${asOf}">${asOf.slice(0, 16).replace('T', ' ')} UTC</time> by ${tool.name} ${tool.version}</p>${incomplete}</header>`;
}

function renderNotes({ notices }: ScanReport): Markup {
  if (notices.length === 0) return html``;
  return html`<section id="notes"><h2>Notes</h2>${notices.map((notice) => html`<p class="notice">${notice}</p>`)}</section>`;
}
