import stringWidth from 'string-width';

import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { ScanReport } from '../../model/scan-report.ts';
import { daysLeft } from '../days-left.ts';
import { addressLabel } from '../endpoint-label.ts';
import { escapeForTerminal } from '../escape-for-terminal.ts';
import { firstSentence } from '../first-sentence.ts';
import { groupBy } from '../../model/group-by.ts';
import { listFailures } from '../list-failures.ts';
import { verdictSigns } from '../signs.ts';
import { type GridCell, type GridRow, measureGrid, renderGrid } from './grid.ts';
import type { Paint } from './paint.ts';
import type { SectionContext } from './section-context.ts';
import { truncateText } from './wrap-text.ts';

/** If there are fewer columns than this for the first reason, it stands below its endpoint. */
const minReasonWidth = 40;

interface Context extends SectionContext {
  readonly asOf: string;
}

/** How much of each endpoint a line holds. */
type Layout = 'reason-beside' | 'reason-below' | 'narrow';

/** One line for each endpoint: verdict, role, name, address, protocol, expiry, first reason; grouped by virtual server. */
export function renderEndpointTable({ endpoints, asOf }: ScanReport, section: SectionContext): string {
  const context = { ...section, asOf };
  const { layout, reasonWidth } = chooseLayout(endpoints, context);
  const gap = layout === 'narrow' ? 1 : 2;
  const head = heads[layout].map((text) => ({ text, paint: context.paint.bold }));
  const rows = [...groupByVirtualServer(endpoints)].flatMap(([heading, members]): readonly GridRow[] => [
    ...(heading === '' ? [] : [{ across: { text: heading, paint: context.paint.faint } }]),
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
    { text: leafExpiry(endpoint)?.slice(0, 10) ?? '-' },
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
    { text: notAfter === undefined ? '-' : `${daysLeft(notAfter, asOf)} d` },
  ];
}

function verdictCell({ verdict }: EndpointReport, paint: Paint): GridCell {
  return { text: `${verdictSigns[verdict]} ${verdict}`, paint: (line) => paint.verdict(verdict, line) };
}

/** Why there is no chain, else the worst failure and how many more there are. */
function reason({ failure, verdict, findings }: EndpointReport): string {
  if (verdict === 'unreachable' && failure !== null) {
    return escapeForTerminal(`${failure.stage} ${failure.kind}: ${firstSentence(failure.message)}`);
  }
  const [first, ...others] = listFailures(findings);
  if (first === undefined || verdict === 'pass') return '';
  const more = others.length === 0 ? '' : ` (+${others.length} more)`;
  return escapeForTerminal(`${first.check}${more}: ${firstSentence(first.message)}`);
}

function leafExpiry({ chain }: EndpointReport): string | undefined {
  const [leaf] = chain;
  return leaf !== undefined && 'notAfter' in leaf ? leaf.notAfter : undefined;
}

function groupByVirtualServer(endpoints: readonly EndpointReport[]): ReadonlyMap<string, readonly EndpointReport[]> {
  const groups = groupBy(endpoints, ({ deployment, virtualServer }) =>
    [deployment, virtualServer]
      .filter((each) => each !== null)
      .map(escapeForTerminal)
      .join(' · '),
  );
  if (groups.size > 1 && groups.has('')) return new Map([...groups].map(([key, each]) => [key || 'targets', each]));
  return groups;
}
