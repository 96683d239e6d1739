import type { Cause } from '../../model/cause.ts';
import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { ScanReport } from '../../model/scan-report.ts';
import { describeWaiver } from '../describe-waiver.ts';
import { addressLabel } from '../endpoint-label.ts';
import { listWarningAlerts } from '../list-warning-alerts.ts';
import { placesOf } from '../places-of.ts';
import { describeInterruption } from '../describe-interruption.ts';
import { plural } from '../plural.ts';
import { severityCounts } from '../severity-counts.ts';
import { unwaivedFirst } from '../unwaived-first.ts';
import { severityLabel, verdictSigns } from '../signs.ts';
import { codeMarkdown as code, escapeMarkdown } from './escape-markdown.ts';
import { renderFindings } from './render-findings.ts';

/** GitHub takes 65,536 characters in a ticket: what is beyond these limits is counted. */
const maxRows = 50;
const maxTableLength = 20_000;
const maxLength = 60_000;
const maxPlacesNamed = 5;
/** Of a text in a cell; certificates may hold names of any length. */
const maxCellLength = 600;

/** The audit as GitHub-flavoured Markdown, for a ticket: the causes with their remedies, the endpoints that do not pass, and, folded, the findings. */
export function renderMarkdown(report: ScanReport): string {
  const { endpoints, causes, notices } = report;
  const head = [
    [`# Certificate audit: ${countCauses(report)}`, judged(report)],
    ['## Causes and remedies', renderCauses(causes)],
    ['## Endpoints that do not pass', renderEndpoints(endpoints)],
    ['## Warning alerts', renderWarningAlerts(endpoints)],
    ['## Notes', notices.map((notice) => `- ${prose(notice)}`)],
  ] as const;
  const shown = head.filter(([, lines]) => lines.length > 0);
  const text = shown.map(([title, lines]) => `${title}\n\n${lines.join('\n')}\n`).join('\n');
  return text + renderFindings(report, maxLength - text.length);
}

/** `3 causes (1 critical, 2 errors), 1 waived, 2 endpoints unreachable`; "no faults" only if everything was seen. */
function countCauses({ summary: { causes, unreachable }, complete }: ScanReport): string {
  const { waived, ...bySeverity } = causes;
  const all = Object.values(bySeverity).reduce((sum, count) => sum + count, 0);
  const parts = severityCounts(bySeverity).join(', ');
  const open = [
    ...(waived === 0 ? [] : [`${waived} waived`]),
    ...(unreachable === 0 ? [] : [`${plural(unreachable, 'endpoint')} unreachable`]),
    ...(complete ? [] : ['interrupted']),
  ];
  const said = all > 0 ? `${plural(all, 'cause')} (${parts})` : open.length > 0 ? 'no causes' : 'no faults';
  return [said, ...open].join(', ');
}

function judged({ asOf, tool, complete, summary }: ScanReport): readonly string[] {
  const { endpoints, pass, warn, fail, waived, unreachable, notAudited } = summary;
  const verdicts = `${fail} fail, ${warn} warn, ${waived} waived, ${unreachable} unreachable, ${pass} pass`;
  return [
    `${plural(endpoints, 'endpoint')}: ${verdicts}. Judged as of ${prose(asOf)} by ${tool.name} ${prose(tool.version)}.`,
    ...(complete ? [] : ['', `**${describeInterruption(notAudited)}**`]),
  ];
}

function renderCauses(causes: readonly Cause[]): readonly string[] {
  return renderTable(['Severity', 'What is wrong', 'Where', 'Remedy'], unwaivedFirst(causes).map(describeCause));
}

function describeCause(cause: Cause): readonly string[] {
  const { severity, title, remedy, waiver } = cause;
  const places = placesOf(cause);
  const named = places.slice(0, maxPlacesNamed).map(code);
  const more = places.length - named.length + (cause.endpointsOmitted ?? 0);
  const where = more === 0 ? named : [...named, `and ${more} more`];
  const sign = waiver === null ? severityLabel(severity) : `${verdictSigns.waived} waived`;
  const todo = waiver === null ? prose(remedy) : `Waived ${prose(describeWaiver(waiver))}`;
  return [sign, prose(title), where.join('<br>'), todo];
}

function renderEndpoints(endpoints: readonly EndpointReport[]): readonly string[] {
  const rows = endpoints
    .filter(({ verdict }) => verdict !== 'pass')
    .map((endpoint) => {
      const { verdict, role, host, address, port } = endpoint;
      const at = address === null || port === null ? '' : code(addressLabel(endpoint));
      return [`${verdictSigns[verdict]} ${verdict}`, role, code(host), at, describeWorst(endpoint)];
    });
  return renderTable(['Verdict', 'Role', 'Name', 'Address', 'Cause'], rows);
}

/** The worst cause and how many there are beside it, or why nothing was seen. */
function describeWorst({ failure, causes, verdict }: EndpointReport): string {
  if (verdict === 'unreachable') return prose(failure === null ? 'No certificate was seen.' : failure.message);
  const [worst] = unwaivedFirst(causes);
  const counted = causes.filter(({ waiver }) => waiver === null).length || causes.length;
  if (worst === undefined) return '';
  return `${prose(worst.title)}${counted === 1 ? '' : ` (and ${counted - 1} more)`}`;
}

/** What servers warned of in the handshake, and where. */
function renderWarningAlerts(endpoints: readonly EndpointReport[]): readonly string[] {
  const rows = listWarningAlerts(endpoints).map(({ name, reason, endpoints: concerned }) => {
    const named = concerned
      .slice(0, maxPlacesNamed)
      .map((endpoint) => code(`${endpoint.host} ${addressLabel(endpoint)}`));
    const more = concerned.length - named.length;
    return [code(name), prose(reason ?? ''), (more === 0 ? named : [...named, `and ${more} more`]).join('<br>')];
  });
  return renderTable(['Alert', 'The server means', 'Where'], rows);
}

/** As many rows as a ticket has room for, and how many there are beyond them. */
function renderTable(columns: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const shown: string[] = [];
  let room = maxTableLength;
  for (const row of rows.slice(0, maxRows)) {
    const line = `| ${row.join(' | ')} |`;
    room -= line.length;
    if (room < 0) break;
    shown.push(line);
  }
  const more = rows.length - shown.length;
  const table = [`| ${columns.join(' | ')} |`, `|${'---|'.repeat(columns.length)}`, ...shown];
  return more === 0 ? table : [...table, '', `And ${more} more, all in the JSON report.`];
}

function prose(text: string): string {
  return escapeMarkdown(text.length <= maxCellLength ? text : `${text.slice(0, maxCellLength - 1)}…`);
}
