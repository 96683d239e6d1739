import type { DrawnEndpoint } from './drawn-endpoint.ts';
import { drawPicture } from './draw-picture.ts';
import { html, type Markup } from './markup.ts';
import { countOf } from './numbers.ts';
import type { Drawing } from './picture-box.ts';
import { readTopology, type VirtualServerEndpoints } from './read-topology.ts';
import { verdictBadge, verdictsWorstFirst, worstVerdict } from './verdict-badge.ts';
import { verdictBars } from './verdict-counts.ts';

/** Virtual servers drawn; the table of endpoints has them all. */
const maxPictures = 60;
const maxUnfolded = 6;

/** Deployments as pictures. */
export interface RenderedPictures {
  /** The worst, and a bar for each verdict of the endpoints that belong to no virtual server; empty if there is no deployment. */
  readonly first: Markup;
  /** The others, folded. */
  readonly rest: Markup;
}

export function renderPictures(endpoints: readonly DrawnEndpoint[], drawing: Drawing): RenderedPictures {
  const { virtualServers, others } = readTopology(endpoints);
  const drawn = worstFirst(virtualServers).slice(0, maxPictures);
  const [first, ...rest] = drawn;
  const hidden = virtualServers.length - drawn.length;
  return {
    first: html`${first === undefined ? '' : figure(first, drawing)}${others.length > 0 && virtualServers.length > 0 ? fleet(others, drawing) : ''}`,
    rest: html`${foldedPictures(rest, drawing)}${hidden > 0 ? html`<p class="faint">and ${countOf(hidden, 'more virtual server')}, in the table of endpoints</p>` : ''}`,
  };
}

/** The worst first. */
function worstFirst(virtualServers: readonly VirtualServerEndpoints[]): readonly VirtualServerEndpoints[] {
  const rank = ({ endpoints }: VirtualServerEndpoints): number =>
    verdictsWorstFirst.indexOf(worstVerdict(endpoints) ?? 'pass');
  return virtualServers.toSorted((a, b) => rank(a) - rank(b));
}

function figure(virtualServer: VirtualServerEndpoints, drawing: Drawing): Markup {
  return html`<section class="card"><h2>${virtualServer.deployment ?? 'Deployment'} <span class="faint mono">${virtualServer.url}</span></h2>${scroller(virtualServer, drawing)}</section>`;
}

/** Up to `maxUnfolded` stand below each other; more are folded away, or they would push everything else down. */
function foldedPictures(virtualServers: readonly VirtualServerEndpoints[], drawing: Drawing): Markup {
  const each = virtualServers.map((virtualServer) => folded(virtualServer, drawing));
  if (virtualServers.length <= maxUnfolded) return html`${each}`;
  return html`<details class="card raw"><summary><strong>${virtualServers.length} more virtual servers</strong> <span class="faint">as pictures, worst first</span></summary>${each}</details>`;
}

function folded(virtualServer: VirtualServerEndpoints, drawing: Drawing): Markup {
  const verdict = worstVerdict(virtualServer.endpoints);
  return html`<details class="card"><summary>${verdict === undefined ? '' : verdictBadge(verdict)} <strong>${virtualServer.deployment ?? 'Deployment'}</strong> <span class="mono">${virtualServer.url}</span></summary>${scroller(virtualServer, drawing)}</details>`;
}

function scroller(virtualServer: VirtualServerEndpoints, drawing: Drawing): Markup {
  const { picture, isWide } = drawPicture(virtualServer, drawing);
  return html`<div class="scroller${isWide ? ' is-wide' : ''}" tabindex="0" role="region" aria-label="Picture of ${virtualServer.url}">${picture}</div>${isWide ? html`<p class="scroll-hint" aria-hidden="true">Scroll sideways to see the rest →</p>` : ''}`;
}

/** Endpoints outside any deployment have no topology: beside those that have, they are counted. */
function fleet(endpoints: readonly DrawnEndpoint[], { links }: Drawing): Markup {
  return html`<section class="card"><h2>Other endpoints</h2>${verdictBars(endpoints, links)}</section>`;
}
