import type { ScanReport } from '../../model/scan-report.ts';
import { listFieldNotes } from '../list-field-notes.ts';
import { html, type Markup } from './markup.ts';
import { countOf, grouped } from './numbers.ts';

/** Notes that are shown; each endpoint's own page has its own. */
const maximumNotes = 20;

/** What the field reports beside rules that hold, each note once, with its source. */
export function renderFieldNotes(report: ScanReport): Markup {
  const notes = listFieldNotes(report);
  if (notes.length === 0) return html``;
  const rows = notes
    .slice(0, maximumNotes)
    .map(
      ({ check, note, endpoints }) =>
        html`<tr><th scope="row">${check}</th><td>${grouped(endpoints)}</td><td>${note}</td></tr>`,
    );
  const more = notes.length - maximumNotes;
  return html`<section id="field-notes"><details><summary><h2>Notes from the field</h2> <span class="faint">${countOf(notes.length, 'note')}. They change no result.</span></summary><div class="scroller" tabindex="0" role="region" aria-label="Notes from the field"><table class="plain-table"><thead><tr><th scope="col">Check</th><th scope="col">Endpoints</th><th scope="col">Note</th></tr></thead><tbody>${rows}</tbody></table></div>${more > 0 ? html`<p class="faint">and ${countOf(more, 'more note')}</p>` : ''}</details></section>`;
}
