import type { StandingCause } from '../../history/list-causes.ts';
import { html, type Markup } from '../../report/html/markup.ts';
import { countOf } from '../../report/html/numbers.ts';
import { countSeverities } from '../../report/severity-counts.ts';
import type { Service } from '../service.ts';
import { type CardSurroundings, standingCard } from './cause-cards.ts';
import type { PageContent } from './page-frame.ts';
import { pageOf, pagingLinks } from './paging.ts';
import { queryPage } from './read-query.ts';
import { readStanding } from './read-standing.ts';

const pageSize = 50;
/** Waived causes listed below the others: more are not read there. */
const maxWaived = 200;

/** All causes that stand, worst first, and those that are waived. */
export function causesPage({ database, environment }: Service, query: unknown): PageContent {
  const { causes, waived, endpoints } = readStanding(database);
  const surroundings = { endpoints: new Map(endpoints.map((each) => [each.id, each])), now: environment.now() };
  const paged = pageOf(causes, queryPage(query), pageSize);
  const first = (paged.page - 1) * pageSize + 1;
  return {
    title: 'Causes',
    section: 'causes',
    main: html`<header><h1 tabindex="-1">${causes.length === 0 ? 'No open causes' : html`${countOf(causes.length, 'cause')} to fix`}</h1><p class="verdict-line">${causes.length === 0 ? 'The last runs found nothing to fix.' : countSeverities(causes)}</p></header><div class="causes-wide">${paged.items.map((each, index) => standingCard(each, first + index, surroundings))}</div>${pagingLinks(paged, '/causes')}${waivedCauses(waived, surroundings)}`,
  };
}

function waivedCauses(waived: readonly StandingCause[], surroundings: CardSurroundings): Markup {
  if (waived.length === 0) return html``;
  const more = waived.length - maxWaived;
  return html`<section id="waived" class="causes-wide"><h2>${countOf(waived.length, 'waived cause')} <span class="faint">accepted until a date, not counted</span></h2>${waived.slice(0, maxWaived).map((each) => standingCard(each, undefined, surroundings))}${more > 0 ? html`<p>and ${countOf(more, 'more waived cause')}</p>` : ''}</section>`;
}
