import type { KnownEndpoint } from '../../history/known-endpoints.ts';
import type { Verdict } from '../../model/vocabulary.ts';
import { addressLabel } from '../../report/endpoint-label.ts';
import { describeDaysLeft } from '../../report/days-left.ts';
import { html, type Markup } from '../../report/html/markup.ts';
import { countOf, grouped } from '../../report/html/numbers.ts';
import { verdictBadge, verdictsWorstFirst } from '../../report/html/verdict-badge.ts';
import type { Service } from '../service.ts';
import type { PageContent } from './page-frame.ts';
import { pageOf, pagingLinks } from './paging.ts';
import { queryPage, queryText } from './read-query.ts';
import { readStanding, type Standing } from './read-standing.ts';
import { causeLink, serviceLinks } from './service-links.ts';
import { ageText, showDay, showInstant } from './show-instant.ts';

const pageSize = 100;

/** The fields of the form, and of links that filter. */
const fields = ['q', 'verdict', 'cause', 'deployment', 'role', 'site', 'order'] as const;
type Filter = Readonly<Partial<Record<(typeof fields)[number], string>>>;

const orders = ['worst first', 'host', 'first to expire'] as const;

/** The endpoints that are audited, filtered by a form without script. */
export function endpointsPage({ database, environment }: Service, query: unknown): PageContent {
  const filter: Filter = Object.fromEntries(
    fields.map((name) => [name, queryText(query, name)]).filter(([, text]) => text !== ''),
  );
  const standing = readStanding(database);
  const found = standing.endpoints.filter(matches(filter, standing)).toSorted(comparator(filter.order));
  const paged = pageOf(found, queryPage(query), pageSize);
  const all = standing.endpoints.length;
  const counted =
    found.length === all ? countOf(all, 'endpoint') : `${grouped(found.length)} of ${countOf(all, 'endpoint')}`;
  return {
    title: 'Endpoints',
    section: 'endpoints',
    main: html`<header><h1 tabindex="-1">Endpoints</h1></header>${filterForm(filter, standing)}<p role="status">${counted}</p>${found.length === 0 ? noneFound(all) : table(paged.items, standing, environment.now())}${pagingLinks(paged, '/endpoints', filter)}`,
  };
}

function noneFound(all: number): Markup {
  return all === 0
    ? html`<p class="card">Nothing has been audited yet. The <a href="/">overview</a> shows when the next run is due.</p>`
    : html`<p class="card">No endpoint matches. <a href="/endpoints">Show all</a></p>`;
}

/** Every word has to stand in host, address, server, deployment, role or subject. */
function matches(
  { q = '', verdict, cause, deployment, role, site }: Filter,
  { causes, waived }: Standing,
): (endpoint: KnownEndpoint) => boolean {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const ofCause =
    cause === undefined
      ? undefined
      : new Set([...causes, ...waived].filter(({ key }) => key === cause).flatMap(({ endpoints }) => endpoints));
  return (endpoint) => {
    if (verdict !== undefined && endpoint.verdict !== verdict) return false;
    if (deployment !== undefined && (endpoint.deployment ?? '-') !== deployment) return false;
    if (role !== undefined && endpoint.role !== role) return false;
    if (site !== undefined && endpoint.site !== site) return false;
    if (ofCause !== undefined && !ofCause.has(endpoint.id)) return false;
    const text = `${endpoint.id} ${endpoint.server ?? ''} ${endpoint.leaf?.subject ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

function comparator(order: string | undefined): (a: KnownEndpoint, b: KnownEndpoint) => number {
  const rank = ({ verdict }: KnownEndpoint): number => verdictsWorstFirst.indexOf(verdict);
  const end = ({ leaf }: KnownEndpoint): string => leaf?.notAfter ?? '9999';
  if (order === 'host') return (a, b) => a.host.localeCompare(b.host, 'en');
  if (order === 'first to expire') return (a, b) => (end(a) < end(b) ? -1 : end(a) > end(b) ? 1 : 0);
  return (a, b) => rank(a) - rank(b);
}

function filterForm(filter: Filter, { endpoints, causes, waived }: Standing): Markup {
  const deployments = [...new Set(endpoints.map(({ deployment }) => deployment ?? '-'))];
  const roles = [...new Set(endpoints.map(({ role }) => role))];
  const sites = [...new Set(endpoints.flatMap((each) => each.site ?? []))];
  const titles = [...causes, ...waived].map(({ key, title }) => [key, title] as const);
  const plain = (values: readonly string[]) => values.map((value) => [value, value] as const);
  return html`<form class="filter" role="search" aria-label="Filter endpoints" action="/endpoints"><label>Search <input type="search" name="q" value="${filter.q ?? ''}" autocomplete="off" spellcheck="false" placeholder="host, address, server"></label><label>Verdict ${select('verdict', 'all', plain(verdictsWorstFirst), filter)}</label><label>Cause ${select('cause', 'any', titles, filter)}</label>${deployments.length > 1 ? html`<label>Deployment ${select('deployment', 'all', plain(deployments), filter)}</label>` : ''}${roles.length > 1 ? html`<label>Role ${select('role', 'all', plain(roles), filter)}</label>` : ''}${sites.length > 0 ? html`<label>Site ${select('site', 'all', plain(sites), filter)}</label>` : ''}<label>Order ${select('order', '', plain(orders), filter)}</label><button type="submit">Filter</button><a href="/endpoints">Clear</a></form>`;
}

/** `nothing` empty: the first of the values is meant where none is chosen. */
function select(
  name: (typeof fields)[number],
  nothing: string,
  values: readonly (readonly [value: string, text: string])[],
  filter: Filter,
): Markup {
  const options = values.map(
    ([value, text]) => html`<option value="${value}"${value === filter[name] ? html` selected` : ''}>${text}</option>`,
  );
  return html`<select name="${name}">${nothing === '' ? '' : html`<option value="">${nothing}</option>`}${options}</select>`;
}

function table(endpoints: readonly KnownEndpoint[], { causes, numbers }: Standing, now: Date): Markup {
  const rows = endpoints.map((endpoint) => {
    const own = (numbers.get(endpoint.id) ?? []).flatMap((number) => causes[number - 1] ?? []);
    const [worst] = own;
    const more = own.length > 1 ? html` <span class="faint">and ${grouped(own.length - 1)} more</span>` : '';
    const wrong =
      worst === undefined
        ? html`${endpoint.failure?.message ?? ''}`
        : html`<a href="${causeLink(worst.key)}">${worst.title}</a>${more}`;
    return html`<tr><td>${verdictBadge(endpoint.verdict as Verdict)}</td><th scope="row"><a href="${serviceLinks.endpoint(endpoint)}">${endpoint.host}</a><br><span class="faint">${endpoint.role} <span class="mono">${addressLabel(endpoint)}</span>${endpoint.server === null ? '' : ` on ${endpoint.server}`}</span></th><td>${wrong}</td><td>${expiry(endpoint, now)}</td><td>${showInstant(endpoint.since)}<br><span class="faint">${ageText(endpoint.since, now)}</span></td></tr>`;
  });
  return html`<div class="table-scroller" tabindex="0" role="region" aria-label="Endpoints"><table class="list-table"><thead><tr><th scope="col">Verdict</th><th scope="col">Endpoint</th><th scope="col">Worst cause</th><th scope="col">Certificate expires</th><th scope="col">Since</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function expiry({ leaf }: KnownEndpoint, now: Date): Markup {
  if (leaf?.notAfter == null) return html`<span class="faint">not known</span>`;
  return html`${showDay(leaf.notAfter)}<br><span class="faint">${describeDaysLeft(leaf.notAfter, now.toISOString())}</span>`;
}
