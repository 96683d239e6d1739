import { html, lines, type Markup } from '../../report/html/markup.ts';
import type { Service } from '../service.ts';
import { showInstant } from './show-instant.ts';

/** What the operator of the service has to see to, above everything else. */
export function pageNotices({ configuration }: Service): Markup {
  const { file, readAt, error } = configuration();
  if (error === null) return html``;
  return html`<div class="notice is-fail" role="note"><p><strong>The configuration ${file} is wrong</strong> as read at ${showInstant(error.at.toISOString())}. The one of ${showInstant(readAt.toISOString())} stays in force; correct the file, it is read again when it changes.</p><pre>${lines(error.message)}</pre></div>`;
}
