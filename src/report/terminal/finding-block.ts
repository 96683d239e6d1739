import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { Finding } from '../../model/finding.ts';
import type { CheckDescription } from '../../model/scan-report.ts';
import { describeWaiver } from '../describe-waiver.ts';
import { escapeForTerminal } from '../escape-for-terminal.ts';
import { severityLabel } from '../signs.ts';
import { type GridRow, renderGrid } from './grid.ts';
import type { Paint } from './paint.ts';
import type { SectionContext } from './section-context.ts';

/** Endpoints named under one finding; the JSON report names them all. */
const maxEndpointsNamed = 20;

/** What a block shows. */
interface FindingBlock {
  readonly failing: Pick<Finding, 'check' | 'severity'>;
  readonly description: CheckDescription | undefined;
  readonly rows: readonly GridRow[];
}

/** A failing check: `✗ error key-usage: Key usage allows …`, then `rows`, why it matters, what to do and the source. */
export function renderFindingBlock(
  { failing: { check, severity }, description, rows }: FindingBlock,
  { width, paint }: SectionContext,
): string {
  const title = `${severityLabel(severity)} ${check}${description === undefined ? '' : `: ${description.title}`}`;
  const across = { text: escapeForTerminal(title), paint: (line: string) => paint.severity(severity, line) };
  const all = [...rows, ...(description === undefined ? [] : descriptionRows(description, paint))];
  return `${renderGrid([{ across }], { width, gap: 1 })}\n${renderGrid(all, { width, gap: 2, indent: 2 })}`;
}

/** What was seen, what was expected, and who accepts it. */
export function findingRows({ message, expected, observed, waiver }: Finding, paint: Paint): readonly GridRow[] {
  return [
    labelled('seen', message, paint),
    ...(expected === null ? [] : [labelled('expected', expected, paint)]),
    ...(observed === null ? [] : [labelled('observed', observed, paint)]),
    ...(waiver === undefined ? [] : [labelled('waived', describeWaiver(waiver), paint)]),
  ];
}

/** The endpoints that a finding is about, one a line. */
export function endpointsRow(endpoints: readonly EndpointReport[], { paint, label }: SectionContext): GridRow {
  const named = endpoints.slice(0, maxEndpointsNamed).map(label);
  const more = endpoints.length - named.length;
  const lines = more === 0 ? named : [...named, `and ${more} more, all in --format json`];
  return [{ text: 'on', paint: paint.faint }, { text: lines.join('\n') }];
}

/** A label and a text, both escaped. */
export function labelled(label: string, text: string, paint: Paint): GridRow {
  return [{ text: escapeForTerminal(label), paint: paint.faint }, { text: escapeForTerminal(text) }];
}

function descriptionRows({ why, citation }: CheckDescription, paint: Paint): readonly GridRow[] {
  const source = [citation.document, citation.section, citation.url].filter((part) => part !== null && part !== '');
  return [labelled('why', why, paint), labelled('source', source.join(', '), paint)];
}
