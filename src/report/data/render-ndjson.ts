import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { ScanSummary } from '../../model/scan-report.ts';
import { escapeJson } from './escape-json.ts';

/** One line for one endpoint, newline included. */
export function renderEndpointLine(report: EndpointReport): string {
  return renderLine(report);
}

/** The last line: everything but the endpoints. A file without it is unfinished. */
export function renderSummaryLine(summary: ScanSummary): string {
  return renderLine(summary);
}

/** Whether a parsed line is the summary line of a finished file. */
export function isSummaryLine(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'schemaVersion' in json && 'summary' in json;
}

function renderLine(value: object): string {
  return escapeJson(`${JSON.stringify(value)}\n`);
}
