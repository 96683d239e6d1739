import { html, lines, type Markup } from '../../report/html/markup.ts';
import type { Service } from '../service.ts';
import { showInstant } from './show-instant.ts';

/** What the operator of the service has to see to, above everything else. */
export function pageNotices({ configuration }: Service): Markup {
  const { file, readAt, error } = configuration();
  if (error === null) return html``;
  return html`<div class="notice is-fail" role="note"><p><strong>${file} has errors</strong> since ${showInstant(error.at.toISOString())}, so the configuration of ${showInstant(readAt.toISOString())} stays in force. Correct the file; it is read again when it changes.</p><pre>${lines(error.message)}</pre></div>`;
}
