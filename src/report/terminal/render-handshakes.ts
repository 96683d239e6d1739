import type { ScanReport } from '../../model/scan-report.ts';
import { describeHandshakes } from '../describe-handshakes.ts';
import { escapeForTerminal } from '../escape-for-terminal.ts';
import { plural } from '../plural.ts';
import { renderLabelled } from './labelled-lines.ts';
import type { SectionContext } from './section-context.ts';

/** What was negotiated, each once for all endpoints. */
export function renderHandshakes({ endpoints }: ScanReport, { width, paint }: SectionContext): string {
  const rows = describeHandshakes(endpoints).map(({ text, endpoints: alike }) => ({
    label: plural(alike.length, 'endpoint'),
    text: escapeForTerminal(text),
  }));
  return renderLabelled(rows, { width, paint }).join('\n');
}
