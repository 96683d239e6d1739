import type { Cause } from '../model/cause.ts';

/** Where something is written, in one line: document, section, address. */
export function cite({ document, section, url }: Cause['citation']): string {
  return [document, section, url].filter((part) => part !== null && part !== '').join(', ');
}
