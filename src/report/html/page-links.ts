import type { EndpointReport } from '../../model/endpoint-report.ts';
import { escapeForTerminal } from '../escape-for-terminal.ts';

/** Where an endpoint's page is inside the file: its id, so that a link survives the next run. */
export function endpointLink({ id }: Pick<EndpointReport, 'id'>): string {
  return `#e/${encodeURIComponent(escapeForTerminal(id))}`;
}

/** The matrix, filtered. Keys are those of the form above it. */
export function matrixLink(filter: Readonly<Record<string, string>>): string {
  return `#m/${new URLSearchParams(filter).toString()}`;
}
