import type { EndpointReport } from '../../model/endpoint-report.ts';
import type { ScanReport } from '../../model/scan-report.ts';
import type { Verdict } from '../../model/vocabulary.ts';
import { listInconclusive } from '../list-inconclusive.ts';
import { drawPicture } from './draw-picture.ts';
import { drawTimeLine } from './draw-time-line.ts';
import { isDerived } from './fold-derived.ts';
import { listExpiries } from './list-expiries.ts';
import { html, type Markup } from './markup.ts';
import { countOf, grouped } from './numbers.ts';
import { numberCauses, type CauseNumbers } from './number-causes.ts';
import { matrixLink } from './page-links.ts';
import { type VirtualServerEndpoints, readTopology } from './read-topology.ts';
import { verdictBadge, verdictsWorstFirst, verdictSigns, worstVerdict } from './verdict-badge.ts';

/** Virtual servers drawn; the matrix has them all. */
const maxPictures = 60;
const maxUnfolded = 6;

/** The first screen: what there is to fix, beside it the deployment as a picture, the counts and the next expiries. */
export function renderOverview(report: ScanReport, causes: Markup): Markup {
  const { endpoints, asOf } = report;
  const { virtualServers, others } = readTopology(endpoints);
  const drawn = worstFirst(virtualServers).slice(0, maxPictures);
  const [first, ...rest] = drawn;
  const hidden = virtualServers.length - drawn.length;
  const numbers = numberCauses(report);
  return html`<div class="overview">${causes}
<div class="situation">${first === undefined ? '' : figure(first, numbers)}${others.length > 0 && virtualServers.length > 0 ? fleet(others) : ''}${counts(report)}<section class="card expiry"><h2>Next to expire</h2>${drawTimeLine(listExpiries(endpoints, asOf))}</section>${foldedPictures(rest, numbers)}${hidden > 0 ? html`<p class="faint">and ${countOf(hidden, 'more virtual server')}, in the table of endpoints</p>` : ''}</div></div>`;
}

/** The worst first. */
function worstFirst(virtualServers: readonly VirtualServerEndpoints[]): readonly VirtualServerEndpoints[] {
  const rank = ({ endpoints }: VirtualServerEndpoints): number =>
    verdictsWorstFirst.indexOf(worstVerdict(endpoints) ?? 'pass');
  return virtualServers.toSorted((a, b) => rank(a) - rank(b));
}

function figure(virtualServer: VirtualServerEndpoints, numbers: CauseNumbers): Markup {
  return html`<section class="card"><h2>${virtualServer.deployment ?? 'Deployment'} <span class="faint mono">${virtualServer.url}</span></h2>${drawing(virtualServer, numbers)}</section>`;
}

/** Up to `maxUnfolded` stand below each other; more are folded away, or they would push everything else down. */
function foldedPictures(virtualServers: readonly VirtualServerEndpoints[], numbers: CauseNumbers): Markup {
  const each = virtualServers.map((virtualServer) => folded(virtualServer, numbers));
  if (virtualServers.length <= maxUnfolded) return html`${each}`;
  return html`<details class="card raw"><summary><strong>${virtualServers.length} more virtual servers</strong> <span class="faint">as pictures, worst first</span></summary>${each}</details>`;
}

function folded(virtualServer: VirtualServerEndpoints, numbers: CauseNumbers): Markup {
  const verdict = worstVerdict(virtualServer.endpoints);
  return html`<details class="card"><summary>${verdict === undefined ? '' : verdictBadge(verdict)} <strong>${virtualServer.deployment ?? 'Deployment'}</strong> <span class="mono">${virtualServer.url}</span></summary>${drawing(virtualServer, numbers)}</details>`;
}

function drawing(virtualServer: VirtualServerEndpoints, numbers: CauseNumbers): Markup {
  const { picture, isWide } = drawPicture(virtualServer, numbers);
  return html`<div class="scroller${isWide ? ' is-wide' : ''}" tabindex="0" role="region" aria-label="Picture of ${virtualServer.url}">${picture}</div>${isWide ? html`<p class="scroll-hint" aria-hidden="true">Scroll sideways to see the rest →</p>` : ''}`;
}

/** Endpoints outside any deployment have no topology: beside those that have, a bar for each verdict is drawn. */
function fleet(endpoints: readonly EndpointReport[]): Markup {
  const rows = verdictsWorstFirst.map((verdict) => {
    const count = endpoints.filter((endpoint) => endpoint.verdict === verdict).length;
    return bar(verdict, count, endpoints.length);
  });
  return html`<section class="card"><h2>Other endpoints</h2><ul class="bars">${rows}</ul></section>`;
}

function bar(verdict: Verdict, count: number, total: number): Markup {
  const share = Math.round((count / total) * 1_000) / 10;
  return html`<li class="is-${verdict}"><a href="${matrixLink({ verdict })}">${verdictSigns[verdict]} ${verdict}</a><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="10" rx="1"/><rect class="fill" width="${share}" height="10" rx="1"/></svg><span>${grouped(count)} <span class="faint">(${share} %)</span></span></li>`;
}

function counts({ summary, endpoints }: ScanReport): Markup {
  const tiles = verdictsWorstFirst.map(
    (verdict) =>
      html`<li><a class="tile is-${summary[verdict] === 0 ? 'none' : verdict}" href="${matrixLink({ verdict })}"><strong>${grouped(summary[verdict])}</strong> <span>${verdictSigns[verdict]} ${verdict}</span></a></li>`,
  );
  const { outcomes } = summary;
  const inconclusive = endpoints.reduce((sum, each) => sum + countInconclusive(each), 0);
  const derived = endpoints.reduce((sum, { findings }) => sum + findings.filter(isDerived).length, 0);
  const unseen = outcomes.undetermined - inconclusive - derived;
  const results = [
    `${grouped(outcomes.pass)} passed`,
    `${grouped(outcomes.fail)} failed`,
    `${grouped(inconclusive)} inconclusive`,
    `${grouped(outcomes['not-observable'])} not visible over TLS`,
    `${grouped(outcomes['not-applicable'])} not applicable`,
    ...(derived === 0 ? [] : [`${grouped(derived)} not judged until a cause is fixed`]),
    ...(unseen === 0 ? [] : [`${grouped(unseen)} not judged because the endpoint is unreachable`]),
  ];
  return html`<section class="card"><h2>${countOf(summary.endpoints, 'endpoint')}</h2><ul class="tiles">${tiles}</ul><p class="faint">Check results: ${results.join(', ')}.</p></section>`;
}

function countInconclusive(endpoint: EndpointReport): number {
  return listInconclusive(endpoint).filter((finding) => !isDerived(finding)).length;
}
