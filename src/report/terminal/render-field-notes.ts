import type { ScanReport } from '../../model/scan-report.ts';
import { escapeForTerminal } from '../escape-for-terminal.ts';
import { listFieldNotes } from '../list-field-notes.ts';
import { plural } from '../plural.ts';
import { renderLabelled } from './labelled-lines.ts';
import type { SectionContext } from './section-context.ts';
import { wrapText } from './wrap-text.ts';

/** Notes that are shown; one for each server of a large estate would hide the rest. */
const maximumNotes = 20;

/** What the field reports beside rules that hold, each note once, with its source. */
export function renderFieldNotes(report: ScanReport, { width, paint }: SectionContext): string {
  const notes = listFieldNotes(report);
  const lines = notes.slice(0, maximumNotes).flatMap(({ check, note, endpoints }) => {
    const row = { label: '', text: escapeForTerminal(note) };
    const title = escapeForTerminal(`${check} (${plural(endpoints, 'endpoint')})`);
    return [...wrapText(title, width).map(paint.bold), ...renderLabelled([row], { width, paint, labelWidth: 2 })];
  });
  const more = notes.length - maximumNotes;
  return [...lines, ...(more > 0 ? [`and ${more} more, all in --format json`] : [])].join('\n');
}
