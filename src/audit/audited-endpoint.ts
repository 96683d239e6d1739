import type { ResolvedEndpoint } from '../model/endpoint.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';
import type { Try } from '../scan/contract.ts';
import type { EndpointNote } from './summary/endpoint-note.ts';

/** An endpoint asked and judged, in this thread or in another. What comes from another is read at every call. */
export interface AuditedEndpoint {
  readonly note: EndpointNote;
  /** The report as its line of NDJSON, where another thread has written it already. */
  readonly line?: string;
  readonly readReport: () => EndpointReport;
  readonly readObservation: () => EndpointObservation;
}

/** Asks an endpoint and judges what it said: at least one, a second one for the other key type. */
export type AuditEndpoint = (endpoint: ResolvedEndpoint, one: Try) => Promise<readonly AuditedEndpoint[]>;
