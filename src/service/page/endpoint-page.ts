import { compareLeaves } from '../../history/compare-leaves.ts';
import { type EndpointHistory, endpointHistory, type ServedCertificate } from '../../history/endpoint-history.ts';
import type { KnownEndpoint } from '../../history/known-endpoints.ts';
import type { CauseInterval } from '../../history/list-causes.ts';
import type { Verdict } from '../../model/vocabulary.ts';
import { describeDaysLeft } from '../../report/days-left.ts';
import { addressLabel } from '../../report/endpoint-label.ts';
import { html, type Markup } from '../../report/html/markup.ts';
import { countOf, grouped } from '../../report/html/numbers.ts';
import { severityBadge, verdictBadge } from '../../report/html/verdict-badge.ts';
import type { Service } from '../service.ts';
import { standingCard } from './cause-cards.ts';
import { drawHistory } from './draw-history.ts';
import type { PageContent } from './page-frame.ts';
import { readStanding, type Standing } from './read-standing.ts';
import { causeLink, serviceLinks } from './service-links.ts';
import { showAge, showDay, showInstant } from './show-instant.ts';

/** Rows of each list: the newest. */
const maxRows = 100;
const maxNeighbours = 12;

/** An endpoint with its history. Undefined: no run has seen it. */
export function endpointPage({ database, environment }: Service, id: string): PageContent | undefined {
  const history = endpointHistory(database, id);
  if (history === undefined) return undefined;
  const now = environment.now();
  const standing = readStanding(database);
  const endpoint = standing.endpoints.find((each) => each.id === id);
  return {
    title: endpoint === undefined ? id : `${endpoint.host}: ${endpoint.verdict}`,
    section: 'endpoints',
    main: html`${endpoint === undefined ? formerHeader(history) : header(endpoint, now)}${standingCauses(id, standing, now)}${drawn(history)}${certificates(history, now)}<div class="two"><div>${states(history)}${goneCauses(history)}</div><div>${endpoint === undefined ? '' : html`${facts(endpoint)}${neighbours(endpoint, standing)}`}</div></div>`,
  };
}

function header(endpoint: KnownEndpoint, now: Date): Markup {
  const { host, role, server, verdict, failure, since, lastSeen, leaf } = endpoint;
  const silence =
    failure === null
      ? ''
      : html`<p class="notice is-fail">It did not answer: ${failure.message}${leaf === null ? '' : html` What follows is what it presented when it last did, at ${showInstant(leaf.seen)}.`}</p>`;
  return html`<header><div class="headline"><h1 tabindex="-1">${host}</h1>${verdictBadge(verdict)}</div><p class="verdict-line">${role} <span class="mono">${addressLabel(endpoint)}</span>${server === null ? '' : ` on ${server}`}: ${verdict} since ${showAge(since, now)}</p><p class="faint">Last audited ${showAge(lastSeen, now)}</p>${silence}</header>`;
}

/** What it is. */
function facts(endpoint: KnownEndpoint): Markup {
  const { role, server, deployment, virtualServer, id, site = null, seenFrom } = endpoint;
  // Where nothing was seen there is no vantage point.
  const vantage = site === null || (seenFrom === undefined && endpoint.failure !== null) ? null : seenFrom;
  const parts = [
    ['Role', role],
    ['Address', addressLabel(endpoint)],
    ['Server', server],
    ['Deployment', deployment],
    ['Virtual server', virtualServer],
    ['Site', site],
    ['Vantage point', vantage === undefined ? 'where the service runs' : vantage],
    ['Id', id],
  ].filter(([, text]) => text !== null);
  return html`<section class="card"><h2>Where it is declared</h2><dl class="explained">${parts.map(([term, text]) => html`<div><dt>${term}</dt><dd>${text}</dd></div>`)}</dl></section>`;
}

/** It has a history, and is in no target any more. */
function formerHeader({ id }: EndpointHistory): Markup {
  return html`<header><h1 tabindex="-1">${id}</h1><p class="notice">It is no longer audited.</p></header>`;
}

function standingCauses(id: string, { causes, waived, endpoints }: Standing, now: Date): Markup {
  const surroundings = { endpoints: new Map(endpoints.map((each) => [each.id, each])), now };
  const isHere = ({ endpoints: ids }: Standing['causes'][number]): boolean => ids.includes(id);
  const own = causes.flatMap((each, index) => (isHere(each) ? [standingCard(each, index + 1, surroundings)] : []));
  const accepted = waived.filter(isHere).map((each) => standingCard(each, undefined, surroundings));
  const title = own.length === 0 ? 'Nothing to fix here' : `${countOf(own.length, 'cause')} to fix here`;
  return html`<section class="causes-wide" aria-labelledby="own"><h2 id="own">${title}</h2>${own}${accepted}</section>`;
}

function drawn(history: EndpointHistory): Markup {
  return html`<section class="card"><h2>Timeline</h2><div class="scroller is-wide" tabindex="0" role="region" aria-label="Timeline">${drawHistory(history)}</div><p class="scroll-hint" aria-hidden="true">Scroll sideways to see the rest →</p></section>`;
}

function certificates({ certificates: all }: EndpointHistory, now: Date): Markup {
  if (all.length === 0)
    return html`<section class="card"><h2>Certificates presented</h2><p>No run has seen a certificate here.</p></section>`;
  const rows = all
    .map((each, index) => ({ each, before: all[index - 1] }))
    .toReversed()
    .slice(0, maxRows)
    .map(
      ({ each, before }) =>
        html`<tr><th scope="row"><bdi>${each.subject ?? 'unreadable'}</bdi><br><span class="faint">by <bdi>${each.issuer ?? 'unreadable'}</bdi></span></th><td>${showInstant(each.firstSeen)}<br><span class="faint">to</span> ${showInstant(each.lastSeen)}</td><td>${showDay(each.notAfter)}<br><span class="faint">${each.notAfter === null ? '' : describeDaysLeft(each.notAfter, now.toISOString())}</span></td><td>${(each.dnsNames ?? []).join(', ')}</td><td>${before === undefined ? 'first one seen' : difference(before, each)}</td><td class="mono">${each.sha256.slice(0, 16)}…</td></tr>`,
    );
  return html`<section class="card"><h2>Certificates presented <span class="faint">newest first</span></h2><div class="table-scroller" tabindex="0" role="region" aria-label="Certificates presented"><table class="list-table"><thead><tr><th scope="col">Certificate</th><th scope="col">Seen</th><th scope="col">Expires</th><th scope="col">Names</th><th scope="col">Compared with the previous one</th><th scope="col">SHA-256</th></tr></thead><tbody>${rows}</tbody></table></div>${omitted(all.length)}</section>`;
}

function difference(before: ServedCertificate, after: ServedCertificate): Markup {
  const changes = compareLeaves(before, after);
  const kind = changes.some(({ isMaterial }) => isMaterial)
    ? html`<span class="badge is-warn"><span aria-hidden="true">!</span> material change</span>`
    : html`<span class="badge is-pass"><span aria-hidden="true">✓</span> renewed</span>`;
  return html`${kind}<ul>${changes.map(({ text }) => html`<li>${text}</li>`)}</ul>`;
}

function states({ states: all }: EndpointHistory): Markup {
  const rows = all
    .toReversed()
    .slice(0, maxRows)
    .map(
      ({ verdict, failure, firstSeen, lastSeen }) =>
        html`<tr><td>${verdictBadge(verdict as Verdict)}</td><td>${showInstant(firstSeen)}</td><td>${showInstant(lastSeen)}</td><td>${failure?.message ?? ''}</td></tr>`,
    );
  return html`<section class="card"><h2>Verdicts</h2><div class="table-scroller" tabindex="0" role="region" aria-label="Verdicts"><table class="list-table"><thead><tr><th scope="col">Verdict</th><th scope="col">From</th><th scope="col">To</th><th scope="col">Reason</th></tr></thead><tbody>${rows}</tbody></table></div>${omitted(all.length)}</section>`;
}

function goneCauses({ causes }: EndpointHistory): Markup {
  const gone = causes.filter(({ goneAt }) => goneAt !== null);
  const item = ({ key, title, severity, firstSeen, goneAt }: CauseInterval): Markup =>
    html`<li>${severityBadge(severity)} <a href="${causeLink(key)}">${title}</a> <span class="faint">${showInstant(firstSeen)} to ${goneAt === null ? '?' : showInstant(goneAt)}</span></li>`;
  return html`<section class="card"><h2>Earlier causes</h2>${gone.length === 0 ? html`<p>None.</p>` : html`<ul class="changes">${gone.slice(0, maxRows).map(item)}</ul>${omitted(gone.length)}`}</section>`;
}

function omitted(count: number): Markup {
  return count > maxRows ? html`<p class="faint">and ${grouped(count - maxRows)} older</p>` : html``;
}

/** The other endpoints at its address or of its host: where one looks next. */
function neighbours(endpoint: KnownEndpoint, { endpoints }: Standing): Markup {
  const near = endpoints.filter(
    ({ id, host, address, server }) =>
      id !== endpoint.id &&
      (host === endpoint.host ||
        (address !== null && address === endpoint.address) ||
        (server !== null && server === endpoint.server)),
  );
  if (near.length === 0) return html``;
  const items = near
    .slice(0, maxNeighbours)
    .map(
      (each) =>
        html`<li>${verdictBadge(each.verdict)} <a href="${serviceLinks.endpoint(each)}">${each.role} ${each.host}</a> <span class="faint mono">${addressLabel(each)}</span></li>`,
    );
  return html`<section class="card"><h2>Same host, address or server</h2><ul class="plain">${items}</ul>${near.length > maxNeighbours ? html`<p><a href="${serviceLinks.endpoints({ q: endpoint.host })}">and ${grouped(near.length - maxNeighbours)} more</a></p>` : ''}</section>`;
}
