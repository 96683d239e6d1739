import type { Verdict } from '../../model/vocabulary.ts';
import { html, type Markup } from './markup.ts';
import { grouped } from './numbers.ts';
import type { PageLinks } from './page-links.ts';
import { verdictSigns, verdictsWorstFirst } from './verdict-badge.ts';

/** How many endpoints have each verdict, a tile each. */
export function verdictTiles(counts: Readonly<Record<Verdict, number>>, links: PageLinks): Markup {
  const tiles = verdictsWorstFirst.map(
    (verdict) =>
      html`<li><a class="tile is-${counts[verdict] === 0 ? 'none' : verdict}" href="${links.endpoints({ verdict })}"><strong>${grouped(counts[verdict])}</strong> <span>${verdictSigns[verdict]} ${verdict}</span></a></li>`,
  );
  return html`<ul class="tiles">${tiles}</ul>`;
}

/** The same as a bar for each verdict. */
export function verdictBars(endpoints: readonly { readonly verdict: Verdict }[], links: PageLinks): Markup {
  const rows = verdictsWorstFirst.map((verdict) => {
    const count = endpoints.filter((endpoint) => endpoint.verdict === verdict).length;
    return bar(verdict, { count, total: endpoints.length, links });
  });
  return html`<ul class="bars">${rows}</ul>`;
}

function bar(
  verdict: Verdict,
  { count, total, links }: { readonly count: number; readonly total: number; readonly links: PageLinks },
): Markup {
  const share = Math.round((count / total) * 1_000) / 10;
  return html`<li class="is-${verdict}"><a href="${links.endpoints({ verdict })}">${verdictSigns[verdict]} ${verdict}</a><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="10" rx="1"/><rect class="fill" width="${share}" height="10" rx="1"/></svg><span>${grouped(count)} <span class="faint">(${share} %)</span></span></li>`;
}
