import { escapeForTerminal } from '../../report/escape-for-terminal.ts';
import type { PageLinks } from '../../report/html/page-links.ts';

/** Links between the pages of the service. */
export const serviceLinks: PageLinks = {
  endpoint: ({ id }) => `/endpoints/${encode(id)}`,
  endpoints: (filter) => `/endpoints?${new URLSearchParams(filter).toString()}`,
};

export function causeLink(key: string): string {
  return `/causes/${encode(key)}`;
}

export function runLink(run: number): string {
  return `/runs/${run}`;
}

/** Lone surrogates, which no URL can hold, are written out; such a link leads nowhere. */
function encode(text: string): string {
  return encodeURIComponent(escapeForTerminal(text));
}
