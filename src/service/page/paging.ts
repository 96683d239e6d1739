import { html, type Markup } from '../../report/html/markup.ts';
import { grouped } from '../../report/html/numbers.ts';

/** One page of a list. */
export interface Paged<Item> {
  readonly items: readonly Item[];
  readonly page: number;
  readonly pages: number;
}

/** The last page stands for those beyond it. */
export function pageOf<Item>(all: readonly Item[], wanted: number, size: number): Paged<Item> {
  const pages = Math.max(1, Math.ceil(all.length / size));
  const page = Math.min(wanted, pages);
  return { items: all.slice((page - 1) * size, page * size), page, pages };
}

/** Links to the page before and the next; nothing if there is one page. `filter` is kept. */
export function pagingLinks(
  { page, pages }: Pick<Paged<unknown>, 'page' | 'pages'>,
  path: string,
  filter: Readonly<Record<string, string>> = {},
): Markup {
  if (pages === 1) return html``;
  const link = (to: number, text: string, rel: string): Markup =>
    to < 1 || to > pages
      ? html``
      : html`<a rel="${rel}" href="${path}?${new URLSearchParams({ ...filter, page: String(to) }).toString()}">${text}</a>`;
  return html`<nav class="paging" aria-label="Pages of the list">${link(page - 1, 'Previous', 'prev')}<span>Page ${grouped(page)} of ${grouped(pages)}</span>${link(page + 1, 'Next', 'next')}</nav>`;
}
