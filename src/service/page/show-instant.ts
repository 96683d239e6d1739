import { spanText } from '../../model/span-text.ts';
import { html, type Markup } from '../../report/html/markup.ts';

/** `2027-01-31 03:00 UTC`. `instant` is ISO 8601. */
export function showInstant(instant: string): Markup {
  return html`<time datetime="${instant}">${instant.slice(0, 16).replace('T', ' ')} UTC</time>`;
}

/** `2027-01-31 03:00 UTC (2 hours ago)`; `(in 2 hours)` if it is to come. */
export function showAge(instant: string, now: Date): Markup {
  return html`${showInstant(instant)} <span class="faint">(${ageText(instant, now)})</span>`;
}

/** `2 hours ago`, `in 2 hours`. */
export function ageText(instant: string, now: Date): string {
  const ageMs = now.getTime() - Date.parse(instant);
  return ageMs >= 0 ? `${spanText(ageMs)} ago` : `in ${spanText(-ageMs)}`;
}

/** `2027-01-31`; `?` if there is none. */
export function showDay(instant: string | null): Markup {
  return instant === null ? html`?` : html`<time datetime="${instant}">${instant.slice(0, 10)}</time>`;
}
