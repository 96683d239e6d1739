import type { ScanReport } from '../../model/scan-report.ts';
import { escapeForTerminal } from '../escape-for-terminal.ts';
import { listFieldNotes } from '../list-field-notes.ts';
import { plural } from '../plural.ts';
import { renderLabelled } from './labelled-lines.ts';
import type { SectionContext } from './section-context.ts';

/** Notes that are shown; one for each server of a large estate would hide the rest. */
const maximumNotes = 20;

/** What the field reports beside rules that hold, each note once, with its source. */
export function renderFieldNotes(report: ScanReport, { width, paint }: SectionContext): string {
  const notes = listFieldNotes(report);
  const rows = notes.slice(0, maximumNotes).map(({ check, note, endpoints }) => ({
    label: escapeForTerminal(check),
    text: escapeForTerminal(`${note} (${plural(endpoints, 'endpoint')})`),
  }));
  const more = notes.length - maximumNotes;
  const rest = more > 0 ? [{ label: '', text: `and ${more} more, all in --format json` }] : [];
  return renderLabelled([...rows, ...rest], { width, paint }).join('\n');
}
