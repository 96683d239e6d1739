import type { ScanReport } from '../../model/scan-report.ts';
import { createLabeller } from '../endpoint-label.ts';
import { titleAcross } from '../title-across.ts';
import type { Look } from './look.ts';
import { createPaint, type Paint } from './paint.ts';
import { renderDeploymentFindings } from './render-deployment-findings.ts';
import { renderEndpointTable } from './render-endpoint-table.ts';
import { renderFailing } from './render-failing.ts';
import { renderSummary } from './render-summary.ts';
import { renderNotObservable, renderUndetermined } from './render-unseen.ts';

/** Names need this much; a narrower terminal gets lines of this width. */
const minWidth = 40;

/**
 * The report for a person: one line for each endpoint, then what fails and what to do, deployment findings, what no one can see
 * over TLS, what was not determined, and the summary. Ends in a newline.
 */
export function renderTable(report: ScanReport, look: Look): string {
  const width = Math.max(minWidth, look.width);
  const paint = createPaint(look.colour);
  const context = { width, paint, label: createLabeller(report.endpoints) };
  const sections: readonly (readonly [string, string])[] = [
    ['', renderEndpointTable(report, context)],
    ['What fails', renderFailing(report, context)],
    [titleAcross(report.deploymentFindings), renderDeploymentFindings(report, context)],
    ['What no one can see over TLS', renderNotObservable(report, context)],
    ['Not determined', renderUndetermined(report, context)],
    ['Summary', renderSummary(report, context)],
  ];
  const shown = sections.filter(([, text]) => text.trim() !== '');
  return `${shown.map(([title, text]) => (title === '' ? text : `${rule(title, width, paint)}\n\n${text}`)).join('\n\n')}\n`;
}

function rule(title: string, width: number, paint: Paint): string {
  return paint.bold(`── ${title} ${'─'.repeat(Math.max(0, width - title.length - 4))}`);
}
