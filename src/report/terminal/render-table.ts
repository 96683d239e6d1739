import type { ScanReport } from '../../model/scan-report.ts';
import { createLabeller } from '../endpoint-label.ts';
import { titleAcross } from '../title-across.ts';
import type { Look } from './look.ts';
import { numberCauses } from './number-causes.ts';
import { createPaint, type Paint } from './paint.ts';
import { renderCauses } from './render-causes.ts';
import { renderEndpointList } from './render-endpoint-list.ts';
import { renderFieldNotes } from './render-field-notes.ts';
import { renderFindings } from './render-findings.ts';
import { renderHandshakes } from './render-handshakes.ts';
import { renderSummary } from './render-summary.ts';
import { renderWarningAlerts } from './render-warning-alerts.ts';
import { renderAcross, renderInconclusive, renderNotVisible } from './render-unseen.ts';

/** Names need this much; a narrower terminal gets lines of this width. */
const minWidth = 40;

/**
 * The report for a person: what is wrong, where, and what to do; one line for each endpoint; the counts. With details also every failing
 * finding and what was not seen. Ends in a newline.
 */
export function renderTable(report: ScanReport, look: Look): string {
  const width = Math.max(minWidth, look.width);
  const { details = false } = look;
  const paint = createPaint(look.colour);
  const causes = numberCauses(report);
  const context = { width, paint, label: createLabeller(report.endpoints), causes, details };
  const sections: readonly (readonly [string, string])[] = [
    ['', renderCauses(report, context)],
    ['', renderEndpointList(report, context)],
    ...(details ? detailSections(report, context) : []),
    [details ? 'Summary' : '', renderSummary(report, context)],
  ];
  const shown = sections.filter(([, text]) => text !== '');
  return `${shown.map(([title, text]) => (title === '' ? text : `${rule(title, width, paint)}\n\n${text}`)).join('\n\n')}\n`;
}

function detailSections(
  report: ScanReport,
  context: Parameters<typeof renderFindings>[1],
): readonly (readonly [string, string])[] {
  return [
    ['Findings by cause', renderFindings(report, context)],
    ['Handshakes', renderHandshakes(report, context)],
    [titleAcross(report.deploymentFindings), renderAcross(report, context)],
    ['Warning alerts', renderWarningAlerts(report, context)],
    ['Notes from the field', renderFieldNotes(report, context)],
    ['Not visible over TLS', renderNotVisible(report, context)],
    ['Inconclusive', renderInconclusive(report, context)],
  ];
}

function rule(title: string, width: number, paint: Paint): string {
  return paint.bold(`── ${title} ${'─'.repeat(Math.max(0, width - title.length - 4))}`);
}
