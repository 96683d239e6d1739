import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { Finding } from '../../model/finding.ts';
import type { ScanSummary } from '../../model/scan-report.ts';
import { escapeJson } from './escape-json.ts';

/** One line for one endpoint, newline included. */
export function renderEndpointLine({ findings, ...rest }: EndpointReport): string {
  const head = escapeJson(JSON.stringify(rest)).slice(0, -'}'.length);
  return `${head},"findings":[${writeFindings(findings).join()}]}\n`;
}

/**
 * The findings as JSON. Reports of endpoints that are alike share most of theirs, each in its place (see `evaluate`), so what was
 * written there last is taken again where it is the very same one: findings are two thirds of a line.
 */
function writeFindings(findings: readonly Finding[]): readonly string[] {
  written.length = Math.min(written.length, findings.length);
  texts.length = written.length;
  for (let place = 0; place < findings.length; place += 1) {
    const finding = findings[place];
    if (finding === undefined || written[place] === finding) continue;
    written[place] = finding;
    texts[place] = escapeJson(JSON.stringify(finding));
  }
  return texts;
}

/** Of the last line. */
const written: Finding[] = [];
const texts: string[] = [];

/** The last line: everything but the endpoints. A file without it is unfinished. */
export function renderSummaryLine(summary: ScanSummary): string {
  return `${escapeJson(JSON.stringify(summary))}\n`;
}

/** Whether a parsed line is the summary line of a finished file. */
export function isSummaryLine(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'schemaVersion' in json && 'summary' in json;
}
