import { type CauseInterval, causeIntervals, type StandingCause } from '../../history/list-causes.ts';
import { html, lines, type Markup } from '../../report/html/markup.ts';
import { countOf, grouped } from '../../report/html/numbers.ts';
import { severityBadge, waivedBadge } from '../../report/html/verdict-badge.ts';
import { describeWaiver } from '../../report/describe-waiver.ts';
import { citationMarkup } from '../../report/html/cause-card.ts';
import type { Service } from '../service.ts';
import { endpointLinks, endpointName } from './endpoint-links.ts';
import type { PageContent } from './page-frame.ts';
import { readStanding } from './read-standing.ts';
import { serviceLinks } from './service-links.ts';
import { showAge, showInstant } from './show-instant.ts';
import { waiverText } from './waiver-text.ts';

/** Endpoints and intervals that one page lists: more are not read there, and the page of endpoints has them all. */
const maxEndpoints = 200;
const maxIntervals = 100;

/** One cause by itself: what to do, where, since when, and how to accept it. Undefined: the history has none with this key. */
export function causePage({ database, environment }: Service, key: string): PageContent | undefined {
  const intervals = causeIntervals(database, key, maxIntervals);
  const [last] = intervals;
  if (last === undefined) return undefined;
  const now = environment.now();
  const { causes, waived } = readStanding(database);
  const standing = [...causes, ...waived].find((each) => each.key === key);
  return {
    title: last.title,
    section: 'causes',
    main: html`<header><div class="headline"><h1 tabindex="-1">${last.title}</h1>${stateBadge(last)}</div><p class="verdict-line">${standing === undefined ? html`Gone since ${last.goneAt === null ? '?' : showAge(last.goneAt, now)}.` : html`Since ${showAge(standing.firstSeen, now)}`}</p></header><div class="two"><div>${standing === undefined ? goneCard(last) : whatToDo(standing)}</div><div>${standing === undefined ? '' : waiverCard(standing, now)}<section class="card"><h2>When it was seen</h2>${intervalTable(intervals)}</section></div></div>`,
  };
}

function stateBadge({ severity, waived, goneAt }: CauseInterval): Markup {
  if (goneAt !== null) return html`<span class="badge is-pass"><span aria-hidden="true">✓</span> gone</span>`;
  return waived ? waivedBadge(severity) : severityBadge(severity);
}

function whatToDo({ cause }: StandingCause): Markup {
  const { remedy, why, command, citation, certificate, waiver, endpoints, places } = cause;
  return html`<section class="card"><h2>What to do</h2><p>${remedy}</p><dl class="explained">${waiver === null ? '' : row('Waived', describeWaiver(waiver))}${command === null ? '' : row('Request', command, 'mono')}${row('Why', why)}${row('Source', citationMarkup(citation))}${certificate === null ? '' : row('Certificate', `SHA-256 ${certificate}`, 'mono')}${row('Fault', cause.fault, 'mono')}</dl></section>
<section class="card"><h2>${countOf(endpoints.length, 'endpoint')}</h2>${places.length === 0 ? '' : html`<ul class="places">${places.slice(0, maxEndpoints).map((place) => html`<li>${place}</li>`)}${places.length > maxEndpoints ? html`<li class="faint">and ${grouped(places.length - maxEndpoints)} more</li>` : ''}</ul>`}<ul class="places">${endpoints.slice(0, maxEndpoints).map((id) => html`<li><a href="${serviceLinks.endpoint({ id })}">${endpointName(id)}</a></li>`)}</ul>${endpoints.length > maxEndpoints ? html`<p><a href="${serviceLinks.endpoints({ cause: cause.key })}">All ${grouped(endpoints.length)}</a></p>` : ''}</section>`;
}

function row(term: string, text: string | Markup, look = ''): Markup {
  return html`<div><dt>${term}</dt><dd class="${look}">${text}</dd></div>`;
}

/** What is remembered of a cause that is gone. */
function goneCard({ remedy, places, endpoints }: CauseInterval): Markup {
  return html`<section class="card"><h2>What was to do</h2><p>${remedy}</p><p class="faint">${places.slice(0, 3).join(', ')}</p><p>It showed last on ${endpointLinks(endpoints, maxEndpoints)}</p></section>`;
}

function waiverCard(standing: StandingCause, now: Date): Markup {
  if (standing.waived) return html``;
  return html`<section class="card"><h2>Accept it for a limited time</h2><p>Copy this waiver under <code>waivers</code> of the deployment (or of <code>defaults</code>) in the targets file, and fill in who accepts it and why. It takes effect with the next run.</p><pre tabindex="0">${lines(waiverText(standing, now).trimEnd())}</pre></section>`;
}

function intervalTable(intervals: readonly CauseInterval[]): Markup {
  const rows = intervals.map(
    ({ severity, waived, series, firstSeen, lastSeen, goneAt }) =>
      html`<tr><td>${waived ? waivedBadge(severity) : severityBadge(severity)}</td><td>${showInstant(firstSeen)}</td><td>${showInstant(lastSeen)}</td><td>${goneAt === null ? 'no' : showInstant(goneAt)}</td><td>${series}</td></tr>`,
  );
  return html`<div class="table-scroller" tabindex="0" role="region" aria-label="When it was seen"><table class="list-table"><thead><tr><th scope="col">Severity</th><th scope="col">First seen</th><th scope="col">Last seen</th><th scope="col">Gone</th><th scope="col">Schedule</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}
