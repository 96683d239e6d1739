import type { DrawnEndpoint } from './drawn-endpoint.ts';
import { html, type Markup } from './markup.ts';
import { countOf } from './numbers.ts';
import { type Box, boxHeight, drawBox, type Drawing, endpointBox, lastRowMiddle } from './picture-box.ts';
import type { VirtualServerEndpoints, Server } from './read-topology.ts';
import { verdictsWorstFirst, worstVerdict } from './verdict-badge.ts';

const boxWidth = 234;
const browserWidth = 80;
const gap = 34;
const rise = 16;
/** Servers drawn; if there are more, the worst of them. The matrix has them all. */
const maxServers = 5;

interface Column {
  readonly x: number;
  readonly boxes: readonly { readonly box: Box; readonly y: number }[];
}

/** Wider than a phone shows: there it scrolls. */
const wide = 600;

/**
 * The path of a client: browser, proxy outside and inside, load balancer, servers, and from there MTLS to the pool. Endpoints show the
 * numbers of what is wrong with them.
 */
export function drawPicture(
  virtualServer: VirtualServerEndpoints,
  drawing: Drawing,
): { readonly picture: Markup; readonly isWide: boolean } {
  const box = (title: string, endpoints: readonly DrawnEndpoint[]): Box => endpointBox(title, endpoints, drawing);
  const servers = chooseServers(virtualServer.servers);
  const columns = layOut([
    [
      ...(virtualServer.outer.length > 0 ? [box('Reverse proxy, external', virtualServer.outer)] : []),
      ...(virtualServer.inner.length > 0 ? [box('Reverse proxy, internal', virtualServer.inner)] : []),
    ],
    virtualServer.loadBalancer.length > 0 ? [box(frontTitle(virtualServer), virtualServer.loadBalancer)] : [],
    servers.map(({ name, hosts, mtls }) => box(name, [...hosts, ...mtls])),
  ]);
  const hidden = virtualServer.servers.length - servers.length;
  const hasPool = servers.some(({ mtls }) => mtls.length > 0);
  const last = columns.at(-1);
  const bottom = Math.max(100, ...columns.flatMap(({ boxes }) => boxes.map(({ box, y }) => y + boxHeight(box))));
  const width = (last?.x ?? 0) + boxWidth + (hasPool ? 26 : 10);
  const height = bottom + (hidden > 0 ? 22 : 0) + (hasPool ? 76 : 12);
  const browserY = middle(columns[0]) - 32;
  const picture = html`<svg class="picture" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="group" aria-label="The path of a client to ${virtualServer.url}: ${spokenPath(virtualServer)}"><defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path class="arrow-head" d="M0 0 8 4 0 8z"/></marker></defs>${drawBrowser(browserY)}${drawFlow(columns, browserY + 32)}${hasPool && last !== undefined ? drawPool(last, { bottom: bottom + (hidden > 0 ? 22 : 0), mtls: servers.map(({ mtls }) => mtls.length > 0) }) : ''}${columns.map(({ x, boxes }) => boxes.map(({ box, y }) => drawBox(box, { x, y, width: boxWidth })))}${hidden > 0 && last !== undefined ? html`<text class="small" x="${last.x + 6}" y="${bottom + 18}">and ${countOf(hidden, 'more server')}, in the table of endpoints</text>` : ''}</svg>`;
  return { picture, isWide: width > wide };
}

/** If neither servers nor a load balancer are declared, the host of the URL itself was dialed. */
function frontTitle({ loadBalancer, servers }: VirtualServerEndpoints): string {
  const isDeclared = loadBalancer.some(({ role }) => role === 'load-balancer') || servers.length > 0;
  return isDeclared ? 'Load balancer' : 'Virtual server';
}

function chooseServers(servers: readonly Server[]): readonly Server[] {
  if (servers.length <= maxServers) return servers;
  const rank = ({ hosts, mtls }: Server): number =>
    verdictsWorstFirst.indexOf(worstVerdict([...hosts, ...mtls]) ?? 'pass');
  return servers.toSorted((a, b) => rank(a) - rank(b)).slice(0, maxServers);
}

function layOut(columns: readonly (readonly Box[])[]): readonly Column[] {
  const filled = columns.filter((boxes) => boxes.length > 0);
  const heights = filled.map((boxes) => stackHeight(boxes));
  const tallest = Math.max(0, ...heights);
  return filled.map((boxes, index) => {
    let y = 8 + (tallest - (heights[index] ?? 0)) / 2;
    const placed = boxes.map((box) => {
      const top = y;
      y += boxHeight(box) + rise * 1.75;
      return { box, y: top };
    });
    return { x: browserWidth + gap + index * (boxWidth + gap), boxes: placed };
  });
}

function stackHeight(boxes: readonly Box[]): number {
  return boxes.reduce((sum, box) => sum + boxHeight(box), 0) + (boxes.length - 1) * rise * 1.75;
}

/** Where an arrow meets the first box of a column. */
function middle(column: Column | undefined): number {
  const first = column?.boxes[0];
  return first === undefined ? 75 : first.y + boxHeight(first.box) / 2;
}

function drawBrowser(y: number): Markup {
  return html`<g class="browser"><rect class="frame" x="4" y="${y}" width="${browserWidth - 4}" height="64" rx="7"/><path class="line" d="M4 ${y + 16}H${browserWidth}"/><circle class="dot" cx="13" cy="${y + 8}" r="2.5"/><circle class="dot" cx="22" cy="${y + 8}" r="2.5"/><text class="title" x="${browserWidth / 2 + 2}" y="${y + 45}" text-anchor="middle">Browser</text></g>`;
}

function drawFlow(columns: readonly Column[], browserMiddle: number): Markup {
  const arrows = columns.map((column, index) => {
    const before = columns[index - 1];
    const start = before === undefined ? browserWidth : before.x + boxWidth;
    const leaving = before?.boxes.at(-1);
    const from = leaving === undefined ? browserMiddle : leaving.y + boxHeight(leaving.box) / 2;
    const turn = start + gap / 2;
    // Of a proxy's two interfaces, clients reach the outer one only; of an array they reach every server.
    const targets =
      index === 0 && column.boxes.length === 2 && columns.length > 1 ? column.boxes.slice(0, 1) : column.boxes;
    const inside = column.boxes.length > targets.length ? drawDown(column) : '';
    return [
      targets.map(({ box, y }) => arrow(`M${start} ${from}H${turn}V${y + boxHeight(box) / 2}H${column.x - 2}`)),
      inside,
    ];
  });
  return html`${arrows}`;
}

function drawDown({ x, boxes }: Column): Markup {
  const [first, second] = boxes;
  if (first === undefined || second === undefined) return html``;
  return arrow(`M${x + boxWidth / 2} ${first.y + boxHeight(first.box)}V${second.y - 2}`);
}

function arrow(path: string): Markup {
  return html`<path class="line" d="${path}" marker-end="url(#arrow)"/>`;
}

function drawPool(
  { x, boxes }: Column,
  { bottom, mtls }: { readonly bottom: number; readonly mtls: readonly boolean[] },
): Markup {
  const side = x + boxWidth + 14;
  const top = bottom + 24;
  const stubs = boxes.flatMap(({ box, y }, index) =>
    mtls[index] === true
      ? [html`<path class="line dashed" d="M${x + boxWidth} ${y + lastRowMiddle(box)}H${side}"/>`]
      : [],
  );
  const first = boxes[mtls.indexOf(true)];
  const start = first === undefined ? bottom : first.y + lastRowMiddle(first.box);
  const pool: Box = {
    title: 'Front End pool, over MTLS',
    subtitle: 'not audited',
    rows: [],
    verdict: undefined,
  };
  return html`${stubs}<path class="line dashed" d="M${side} ${start}V${top + 22}H${x + boxWidth + 2}" marker-end="url(#arrow)"/>${drawBox(pool, { x, y: top, width: boxWidth })}`;
}

function spokenPath({ outer, inner, loadBalancer, servers }: VirtualServerEndpoints): string {
  const parts = [
    ['browser', undefined],
    ['external reverse proxy', worstVerdict(outer)],
    ['internal reverse proxy', worstVerdict(inner)],
    ['load balancer or address of the URL', worstVerdict(loadBalancer)],
    ...servers.map(({ name, hosts, mtls }) => [name, worstVerdict([...hosts, ...mtls])] as const),
  ] as const;
  return parts
    .flatMap(([name, verdict], index) => (index === 0 ? [name] : verdict === undefined ? [] : [`${name} (${verdict})`]))
    .join(', ');
}
