import { html, type Markup } from '../../report/html/markup.ts';
import { grouped } from '../../report/html/numbers.ts';
import { serviceLinks } from './service-links.ts';

/** Endpoints named of one thing. */
const maxNamed = 8;

/** What an id says within its deployment: `mtls cwa01.contoso.local@10.0.0.11:5061`. */
export function endpointName(id: string): string {
  const [, role, place] = /^([^/]*)\/(.*)$/s.exec(id.slice(id.indexOf('/', id.lastIndexOf('|')) + 1)) ?? [];
  return role === undefined || place === undefined ? id : `${role} ${place}`;
}

/** The role that an id names. */
export function endpointRole(id: string): string {
  return endpointName(id).split(' ')[0] ?? '';
}

/** Endpoints by their ids, each a link. */
export function endpointLinks(ids: readonly string[], most = maxNamed): Markup {
  const shown = ids
    .slice(0, most)
    .map(
      (id, index) => html`${index === 0 ? '' : ', '}<a href="${serviceLinks.endpoint({ id })}">${endpointName(id)}</a>`,
    );
  const more = ids.length - shown.length;
  return html`${shown}${more > 0 ? ` and ${grouped(more)} more` : ''}`;
}
