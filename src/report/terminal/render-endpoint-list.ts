import { groupBy } from '../../model/group-by.ts';
import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { ScanReport } from '../../model/scan-report.ts';
import { daysLeft, isPast } from '../days-left.ts';
import { addressLabel, nameLabel } from '../endpoint-label.ts';
import { escapeForTerminal } from '../escape-for-terminal.ts';
import { pathEnd } from '../path-end.ts';
import { plural } from '../plural.ts';
import { verdictSigns } from '../signs.ts';
import { unwaivedFirst } from '../unwaived-first.ts';
import type { SectionContext } from './section-context.ts';
import { textWidth } from './text-width.ts';
import { truncateText, wrapText } from './wrap-text.ts';

/** A title that has fewer columns than this says nothing; the number of the cause stands alone. */
const minimumTitleWidth = 24;

/** What the numbers of the causes need at least. */
const minimumCauseWidth = 6;

/** Cells of a line before the cause: sign, role, name, address, expiry. */
type Cells = readonly [string, string, string, string, string];

interface Row {
  readonly endpoint: EndpointReport;
  readonly cells: Cells;
}

/** One line an endpoint, grouped by virtual server: verdict, role, name, address, when the path used expires, causes. */
export function renderEndpointList({ endpoints, asOf }: ScanReport, context: SectionContext): string {
  if (endpoints.length === 0) return '';
  const rows = endpoints.map((endpoint): Row => ({ endpoint, cells: cellsOf(endpoint, asOf) }));
  const layout = chooseLayout(rows, context.width);
  const lines = [...groupBy(rows, ({ endpoint }) => headingOf(endpoint))].flatMap(([heading, members], _, groups) => {
    const title = heading === '' && groups.length > 1 ? 'other targets' : heading;
    const head = wrapText(title, context.width).map(context.paint.faint);
    return [...(title === '' ? [] : head), ...members.flatMap((row) => renderRow(row, layout, context))];
  });
  return [renderHead(layout, context), ...lines].join('\n');
}

function cellsOf(endpoint: EndpointReport, asOf: string): Cells {
  const { verdict, role } = endpoint;
  return [verdictSigns[verdict], role, nameLabel(endpoint), addressLabel(endpoint), expiry(endpoint, asOf)];
}

function expiry(endpoint: EndpointReport, asOf: string): string {
  const end = pathEnd(endpoint);
  if (end === undefined) return '-';
  const days = daysLeft(end.notAfter, asOf);
  if (isPast(end.notAfter, asOf)) return days === 0 ? '<1 day ago' : `${plural(-days, 'day')} ago`;
  return days === 0 ? '<1 day' : plural(days, 'day');
}

interface Layout {
  readonly widths: readonly number[];
  readonly gap: number;
  /** `proxy-external` for `reverse-proxy-external`. */
  readonly isNarrow: boolean;
}

const heads: Cells = ['', 'Role', 'Name', 'Address', 'Expires'];

/** All columns as wide as their widest cell if that leaves room for a cause; else the roles are shortened, then long names get a line of their own. */
function chooseLayout(rows: readonly Row[], width: number): Layout {
  const natural = heads.map((head, index) =>
    rows.reduce((most, { cells }) => Math.max(most, textWidth(cells[index] ?? '')), textWidth(head)),
  );
  const roomy: Layout = { widths: natural, gap: 2, isNarrow: false };
  if (causeWidth(roomy, width) >= minimumTitleWidth) return roomy;
  const roleWidth = rows.reduce((most, { cells }) => Math.max(most, textWidth(shortRole(cells[1]))), 4);
  const narrow = { widths: natural.with(1, roleWidth), gap: 1, isNarrow: true };
  const lacking = minimumCauseWidth - causeWidth(narrow, width);
  return lacking <= 0
    ? narrow
    : { ...narrow, widths: narrow.widths.with(2, Math.max(4, (narrow.widths[2] ?? 0) - lacking)) };
}

/** Columns left behind the cells; negative: there are none. */
function causeWidth({ widths, gap }: Layout, width: number): number {
  return width - widths.reduce((sum, each) => sum + each + gap, 0);
}

function shortRole(role: string): string {
  return role.replace('reverse-', '');
}

function renderHead(layout: Layout, { paint, width }: SectionContext): string {
  return paint.bold(truncateText(`${pad(heads, layout)}Cause`, width));
}

function pad(cells: readonly string[], { widths, gap }: Layout): string {
  return cells
    .map((cell, index) => cell + ' '.repeat(Math.max(0, (widths[index] ?? 0) - textWidth(cell)) + gap))
    .join('');
}

function renderRow({ endpoint, cells }: Row, layout: Layout, context: SectionContext): readonly string[] {
  const [sign, role, name, ...rest] = cells;
  const { width, paint } = context;
  const shown = [layout.isNarrow ? shortRole(role) : role, name, ...rest];
  const room = causeWidth(layout, width);
  const signed = paint.verdict(endpoint.verdict, sign) + ' '.repeat(layout.gap);
  const others = { ...layout, widths: layout.widths.slice(1) };
  const fits = room >= minimumCauseWidth && textWidth(name) <= (layout.widths[2] ?? 0);
  if (fits) return [(signed + pad(shown, others) + causesOf(endpoint, room, context)).trimEnd()];
  const indent = ' '.repeat(1 + layout.gap);
  const left = width - indent.length;
  const behind = shown.slice(2).join('  ');
  const causes = causesOf(endpoint, Math.max(minimumCauseWidth, left - textWidth(behind) - 2), context);
  const lines = [`${shown[0]} ${name}`, `${behind}  ${causes}`.trimEnd()].flatMap((each) => wrapText(each, left));
  return lines.map((line, index) => (index === 0 ? signed : indent) + line);
}

/** `#1 #3 The title of the worst`, cut to the room that there is; of an unreachable endpoint what went wrong. */
function causesOf({ verdict, failure, causes: all }: EndpointReport, room: number, context: SectionContext): string {
  if (verdict === 'unreachable') {
    return failure === null ? '' : truncateText(`${failure.stage} ${failure.kind}`, room);
  }
  const causes = unwaivedFirst(all);
  const [worst] = causes;
  if (worst === undefined) return '';
  const numbers = causes.flatMap((cause) => context.causes.numberOf(cause) ?? []).map((number) => `#${number}`);
  const references = numbers.length === 0 ? plural(causes.length, 'cause') : numbers.join(' ');
  const isTitleShown = room - references.length - 1 >= minimumTitleWidth;
  return truncateText(isTitleShown ? `${references} ${escapeForTerminal(worst.title)}` : references, room);
}

function headingOf({ deployment, virtualServer }: EndpointReport): string {
  return [deployment, virtualServer]
    .filter((each) => each !== null)
    .map(escapeForTerminal)
    .join(' · ');
}
