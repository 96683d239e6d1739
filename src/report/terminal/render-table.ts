import type { ScanReport } from '../../model/scan-report.ts';
import { renderDeploymentFindings, titleAcross } from './render-deployment-findings.ts';
import { renderEndpointTable } from './render-endpoint-table.ts';
import { createLabeller } from '../endpoint-label.ts';
import { renderFailing } from './render-failing.ts';
import { createPaint, type Paint } from './paint.ts';
import { renderSummary } from './render-summary.ts';
import { renderNotObservable, renderUndetermined } from './render-unseen.ts';

/** How a table is to look. */
export interface TableOptions {
  /** Columns; no line is longer. Anything below 40 counts as 40. */
  readonly width: number;
  readonly colour: boolean;
}

/** Narrower than this no name fits. */
const minWidth = 40;

/**
 * The report for a person: one line an endpoint, then what fails and what to do, deployment findings, what no one can see
 * over TLS, what was not determined, and the summary. Ends in a newline.
 */
export function renderTable(report: ScanReport, options: TableOptions): string {
  const width = Math.max(minWidth, options.width);
  const paint = createPaint(options.colour);
  const { endpoints, checks } = report;
  const context = { width, paint, label: createLabeller(endpoints) };
  const sections: readonly (readonly [string, string])[] = [
    ['', renderEndpointTable(endpoints, { ...context, asOf: new Date(report.asOf) })],
    ['What fails', renderFailing(endpoints, checks, context)],
    [
      titleAcross(report.deploymentFindings),
      renderDeploymentFindings(report.deploymentFindings, endpoints, checks, context),
    ],
    ['What no one can see over TLS', renderNotObservable(endpoints, checks, context)],
    ['Not determined', renderUndetermined(endpoints, context)],
    ['Summary', renderSummary(report, context)],
  ];
  const shown = sections.filter(([, text]) => text.trim() !== '');
  return `${shown.map(([title, text]) => (title === '' ? text : `${rule(title, width, paint)}\n\n${text}`)).join('\n\n')}\n`;
}

function rule(title: string, width: number, paint: Paint): string {
  return paint.bold(`── ${title} ${'─'.repeat(Math.max(0, width - title.length - 4))}`);
}
