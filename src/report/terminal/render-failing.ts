import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { CheckDescription, ScanSummary } from '../../model/scan-report.ts';
import type { Finding } from '../../model/finding.ts';
import { describeWaiver } from '../describe-waiver.ts';
import type { Labeller } from '../endpoint-label.ts';
import { escapeForTerminal } from '../escape-for-terminal.ts';
import { type GridRow, renderGrid } from './grid.ts';
import { type CheckGroup, type FindingGroup, groupFindings } from '../group-findings.ts';
import { type Paint, severitySigns } from './paint.ts';
import type { SectionContext } from './section-context.ts';

/** Endpoints named under one finding; a fleet that shares a fault is told apart in the JSON report. */
const maxEndpointsNamed = 20;

/** What fails, gravest first: each check once, with what was seen where, why it matters, what to do, and who says so. */
export function renderFailing(
  endpoints: readonly EndpointReport[],
  checks: ScanSummary['checks'],
  context: SectionContext,
): string {
  const groups = groupFindings(endpoints, 'fail');
  const texts = groups.map((group) => renderCheck(group, checks[group.check], context));
  return texts.join('\n\n');
}

function renderCheck(
  group: CheckGroup,
  description: CheckDescription | undefined,
  { width, paint, label }: SectionContext,
): string {
  const rows = [
    ...group.answers.flatMap((answer) => answerRows(answer, paint, label)),
    ...descriptionRows(description, paint),
  ];
  const title = {
    across: { text: headline(group, description), paint: (line: string) => paint.severity(group.severity, line) },
  };
  const heading = renderGrid([title], { width, gap: 1 });
  return `${heading}\n${renderGrid(rows, { width, gap: 2, indent: 2 })}`;
}

/** `✗ error key-usage: Key usage allows …`. */
export function headline(
  { check, severity }: { readonly check: string; readonly severity: CheckGroup['severity'] },
  description: CheckDescription | undefined,
): string {
  const sign = severity === null ? '✗ fails' : `${severitySigns[severity]} ${severity}`;
  return escapeForTerminal(`${sign} ${check}${description === undefined ? '' : `: ${description.title}`}`);
}

function answerRows({ finding, endpoints }: FindingGroup, paint: Paint, label: Labeller): readonly GridRow[] {
  return [
    labelled('seen', finding.message, paint),
    ...(finding.expected === null ? [] : [labelled('expected', finding.expected, paint)]),
    ...(finding.observed === null ? [] : [labelled('observed', finding.observed, paint)]),
    ...waiverRows(finding, paint),
    [{ text: 'on', paint: paint.faint }, { text: nameEndpoints(endpoints, label) }],
  ];
}

/** Who accepts it, until when, and why. */
export function waiverRows({ waiver }: Finding, paint: Paint): readonly GridRow[] {
  return waiver === undefined ? [] : [labelled('waived', describeWaiver(waiver), paint)];
}

/** Why, what to do, and where it is written. */
export function descriptionRows(description: CheckDescription | undefined, paint: Paint): readonly GridRow[] {
  if (description === undefined) return [];
  const { why, remedy, citation } = description;
  const source = [citation.document, citation.section, citation.url].filter((part) => part !== null && part !== '');
  return [labelled('why', why, paint), labelled('remedy', remedy, paint), labelled('source', source.join(', '), paint)];
}

/** A label and a text that a stranger may have written. */
export function labelled(label: string, text: string, paint: Paint): GridRow {
  return [{ text: escapeForTerminal(label), paint: paint.faint }, { text: escapeForTerminal(text) }];
}

/** One a line. */
export function nameEndpoints(endpoints: readonly EndpointReport[], label: Labeller): string {
  const named = endpoints.slice(0, maxEndpointsNamed).map(label);
  const more = endpoints.length - named.length;
  return (more === 0 ? named : [...named, `and ${more} more, all in --format json`]).join('\n');
}
