import type { EndpointReport } from '../../model/endpoint-report.ts';
import { escapeForTerminal } from '../escape-for-terminal.ts';

/** Where links lead: within the file of a report, or to other pages of the service. */
export interface PageLinks {
  /** The page of an endpoint. */
  readonly endpoint: (endpoint: Pick<EndpointReport, 'id'>) => string;
  /** The endpoints, filtered. Keys are the field names of the form above them. */
  readonly endpoints: (filter: Readonly<Record<string, string>>) => string;
}

/** Links within the file of a report. */
export const reportLinks: PageLinks = {
  // It holds the id, so that it still works in the report of the next run.
  endpoint: ({ id }) => `#e/${encodeURIComponent(escapeForTerminal(id))}`,
  endpoints: (filter) => `#m/${new URLSearchParams(filter).toString()}`,
};
