import stringWidth from 'string-width';

import type { EndpointReport } from '../../model/endpoint-report.ts';
import { severities } from '../../model/vocabulary.ts';
import { addressLabel, firstSentence } from '../endpoint-label.ts';
import { escapeForTerminal } from '../escape-for-terminal.ts';
import { type GridCell, type GridRow, measureGrid, renderGrid } from './grid.ts';
import { type Paint, verdictSigns } from './paint.ts';
import { truncateText } from './wrap-text.ts';

/** A first reason with less room than this says nothing; it then stands below its endpoint. */
const minReasonWidth = 40;

interface Context {
  readonly width: number;
  readonly paint: Paint;
  readonly asOf: Date;
}

/** How much of each endpoint a line holds. */
type Layout = 'reason-beside' | 'reason-below' | 'narrow';

/** One line an endpoint: verdict, role, name, address, protocol, expiry, first reason; grouped by virtual server. */
export function renderEndpointTable(endpoints: readonly EndpointReport[], context: Context): string {
  const { layout, reasonWidth } = chooseLayout(endpoints, context);
  const gap = layout === 'narrow' ? 1 : 2;
  const head = heads[layout].map((text) => ({ text, paint: context.paint.bold }));
  const rows = [...groupByPlace(endpoints)].flatMap(([place, members]): readonly GridRow[] => [
    ...(place === '' ? [] : [{ across: { text: place, paint: context.paint.faint } }]),
    ...members.flatMap((endpoint) => rowsOf(endpoint, { layout, reasonWidth }, context)),
  ]);
  return renderGrid(rows, { width: context.width, gap, head });
}

const fullHead = ['Verdict', 'Role', 'Name', 'Address', 'Protocol', 'Expires'];
const heads: Readonly<Record<Layout, readonly string[]>> = {
  'reason-beside': [...fullHead, 'First reason'],
  'reason-below': fullHead,
  narrow: ['Verdict', 'Role', 'Name', 'Address', 'TLS', 'Expiry'],
};

interface ChosenLayout {
  readonly layout: Layout;
  readonly reasonWidth: number;
}

function chooseLayout(endpoints: readonly EndpointReport[], context: Context): ChosenLayout {
  const rows = [fullHead.map((text) => ({ text })), ...endpoints.map((each) => fullCells(each, context))];
  const room = context.width - measureGrid(rows, 2);
  if (room >= minReasonWidth + 2) return { layout: 'reason-beside', reasonWidth: room - 2 };
  return { layout: room >= 0 ? 'reason-below' : 'narrow', reasonWidth: context.width - stringWidth(below) };
}

/** Ties a reason to the endpoint above it. */
const below = '  └ ';

function rowsOf(endpoint: EndpointReport, { layout, reasonWidth }: ChosenLayout, context: Context): readonly GridRow[] {
  const why = truncateText(reason(endpoint), reasonWidth);
  const cells = layout === 'narrow' ? narrowCells(endpoint, context) : fullCells(endpoint, context);
  if (layout === 'reason-beside') return [[...cells, { text: why }]];
  return why === '' ? [cells] : [cells, { across: { text: below + why, paint: context.paint.faint } }];
}

function fullCells(endpoint: EndpointReport, { paint }: Context): readonly GridCell[] {
  return [
    verdictCell(endpoint, paint),
    { text: endpoint.role },
    { text: escapeForTerminal(endpoint.host) },
    { text: addressLabel(endpoint) },
    { text: endpoint.handshake?.protocol ?? '-' },
    { text: leafExpiry(endpoint)?.toISOString().slice(0, 10) ?? '-' },
  ];
}

/** Shorter words for the same things: `proxy-external`, `1.2`, days left. */
function narrowCells(endpoint: EndpointReport, { paint, asOf }: Context): readonly GridCell[] {
  const notAfter = leafExpiry(endpoint);
  return [
    verdictCell(endpoint, paint),
    { text: endpoint.role.replace('reverse-', '') },
    { text: escapeForTerminal(endpoint.host) },
    { text: addressLabel(endpoint) },
    { text: endpoint.handshake?.protocol.replace('TLSv', '').replace('v', ' ') ?? '-' },
    { text: notAfter === undefined ? '-' : `${wholeDays(asOf, notAfter)} d` },
  ];
}

function verdictCell({ verdict }: EndpointReport, paint: Paint): GridCell {
  return { text: `${verdictSigns[verdict]} ${verdict}`, paint: (line) => paint.verdict(verdict, line) };
}

/** Why there is no chain, else the gravest failure; how many more there are. */
function reason({ failure, verdict, findings }: EndpointReport): string {
  if (verdict === 'unreachable' && failure !== null) {
    return escapeForTerminal(`${failure.stage} ${failure.kind}: ${firstSentence(failure.message)}`);
  }
  const failing = findings
    .filter(({ outcome, waiver }) => outcome === 'fail' && waiver === undefined)
    .sort((a, b) => rank(b.severity) - rank(a.severity));
  const [first, ...others] = failing;
  if (first === undefined || verdict === 'pass') return '';
  const more = others.length === 0 ? '' : ` (+${others.length} more)`;
  return escapeForTerminal(`${first.check}${more}: ${firstSentence(first.message)}`);
}

/** Gravest last; null below all. */
function rank(severity: (typeof severities)[number] | null): number {
  return severity === null ? -1 : severities.indexOf(severity);
}

function leafExpiry({ chain }: EndpointReport): Date | undefined {
  const leaf = chain[0];
  return leaf !== undefined && 'notAfter' in leaf ? new Date(leaf.notAfter) : undefined;
}

/** Rounded down, so that the last day counts 0 and the day after the end -1. */
function wholeDays(from: Date, to: Date): number {
  return Math.floor((to.getTime() - from.getTime()) / 86_400_000);
}

function groupByPlace(endpoints: readonly EndpointReport[]): ReadonlyMap<string, readonly EndpointReport[]> {
  const groups = new Map<string, EndpointReport[]>();
  for (const endpoint of endpoints) {
    const place = [endpoint.deployment, endpoint.virtualServer].filter((each) => each !== null).map(escapeForTerminal);
    const key = place.join(' · ');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [endpoint]);
    else group.push(endpoint);
  }
  if (groups.size > 1 && groups.has('')) return new Map([...groups].map(([key, each]) => [key || 'targets', each]));
  return groups;
}
