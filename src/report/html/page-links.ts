import type { EndpointReport } from '../../model/endpoint-report.ts';
import { escapeForTerminal } from '../escape-for-terminal.ts';

/** A link to the page of an endpoint. It holds the id, so that it still works in the report of the next run. */
export function endpointLink({ id }: Pick<EndpointReport, 'id'>): string {
  return `#e/${encodeURIComponent(escapeForTerminal(id))}`;
}

/** A link to the matrix, filtered. Keys are the field names of the form above it. */
export function matrixLink(filter: Readonly<Record<string, string>>): string {
  return `#m/${new URLSearchParams(filter).toString()}`;
}
