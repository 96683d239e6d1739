import type { Cause } from '../../model/cause.ts';
import { describeWaiver } from '../describe-waiver.ts';
import { addressLabel } from '../endpoint-label.ts';
import type { DrawnEndpoint } from './drawn-endpoint.ts';
import { groupPlaces } from './group-places.ts';
import { html, type Markup } from './markup.ts';
import { countOf, grouped } from './numbers.ts';
import type { PageLinks } from './page-links.ts';
import { severityBadge, severityLook, waivedBadge } from './verdict-badge.ts';

/** What a card shows of a cause on thousands of endpoints; the matrix, filtered, has the rest. */
const maxPlaces = 3;
const maxEndpoints = 12;

export interface CardContext {
  /** By which the picture and the matrix refer to it; undefined: it is waived. */
  readonly number: number | undefined;
  /** Endpoints listed by the cause, in its order. */
  readonly endpoints: readonly DrawnEndpoint[];
  readonly links: PageLinks;
  /** Stands below the places. Absent: nothing. */
  readonly note?: Markup;
  /** What stands beside why, source and endpoints. */
  readonly beside: Markup;
}

/** A cause: what is wrong, where, and what to do; unfolded also why, by which source, and what was seen of it. */
export function causeCard(cause: Cause, { number, note, ...body }: CardContext): Markup {
  const { title, severity, remedy, waiver } = cause;
  const badge = waiver === null ? severityBadge(severity) : waivedBadge(severity);
  const look = waiver === null ? severityLook(severity) : 'waived';
  return html`<details class="cause is-${look}"><summary><h3>${number === undefined ? '' : html`<span class="cause-number">${number}</span> `}${badge} ${title}</h3><p class="cause-places">${placesText(cause)}</p>${note}${waiver === null ? html`<p class="cause-remedy"><strong>Fix:</strong> ${remedy}</p>` : html`<p class="cause-remedy"><strong>Waived</strong> ${describeWaiver(waiver)}</p>`}</summary>${cardBody(cause, body)}</details>`;
}

/** A cause that is of many endpoints together may name no place. */
function placesText({ places, endpoints, endpointsOmitted = 0 }: Cause): Markup {
  if (places.length === 0) return html`${countOf(endpoints.length + endpointsOmitted, 'endpoint')}`;
  const all = groupPlaces(places);
  const more = all.length - maxPlaces;
  return html`${all.slice(0, maxPlaces).map((place) => html`<span>${place}</span> `)}${more > 0 ? html`<span class="more">and ${grouped(more)} more</span>` : ''}`;
}

function cardBody(cause: Cause, { endpoints, links, beside }: Omit<CardContext, 'number' | 'note'>): Markup {
  const { key, why, remedy, command, citation, certificate, waiver, endpointsOmitted = 0 } = cause;
  const count = cause.endpoints.length + endpointsOmitted;
  const unnamed = count - Math.min(endpoints.length, maxEndpoints);
  return html`<div class="cause-body"><div><dl>${waiver === null ? '' : entry('Fix', remedy)}${command === null ? '' : html`<div><dt>Request</dt><dd class="mono">${command}</dd></div>`}${entry('Why', why)}<div><dt>Source</dt><dd>${citationMarkup(citation)}</dd></div>${certificate === null ? '' : html`<div><dt>Certificate</dt><dd>SHA-256 <span class="mono">${certificate}</span></dd></div>`}</dl>
<h4>${countOf(count, 'endpoint')}</h4><ul class="places">${endpoints.slice(0, maxEndpoints).map((endpoint) => endpointLine(endpoint, links))}${unnamed > 0 ? html`<li class="faint">and ${grouped(unnamed)} more</li>` : ''}</ul><p class="screen-only"><a href="${links.endpoints({ cause: key })}">Show in the table</a></p></div>
<div>${beside}</div></div>`;
}

function endpointLine(endpoint: DrawnEndpoint, links: PageLinks): Markup {
  const place = endpoint.port === null ? '' : addressLabel(endpoint);
  return html`<li><a href="${links.endpoint(endpoint)}">${endpoint.role} ${endpoint.host}</a> <span class="faint mono">${place}</span></li>`;
}

/** A term with its text; nothing if there is none. */
export function entry(name: string, text: string | null): Markup {
  return text === null || text === '' ? html`` : html`<div><dt>${name}</dt><dd>${text}</dd></div>`;
}

/** A source, with a link if it has a web address. */
export function citationMarkup({ document, section, url }: Cause['citation']): Markup {
  const text = [document, section].filter((part) => part !== '').join(', ');
  if (url === null || !/^https?:\/\//.test(url)) return html`${text}`;
  return html`<a href="${url}" rel="noreferrer noopener">${text}</a>`;
}
