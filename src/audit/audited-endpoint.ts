import type { JudgedEndpoint } from '../evaluate/contract.ts';
import type { ResolvedEndpoint } from '../model/endpoint.ts';
import type { Try } from '../scan/scan.ts';
import type { EndpointNote } from './endpoint-note.ts';

/** An endpoint asked and judged, in this thread or in another. */
export interface AuditedEndpoint {
  readonly note: EndpointNote;
  /** The report as its line of NDJSON, where another thread has written it already. */
  readonly line?: string;
  /** Everything of it. Where it comes from another thread it is read now, and anew at every call: nobody may need it. */
  readonly read: () => JudgedEndpoint;
}

/** Asks an endpoint and judges what it said: at least one, a second one for the other key type. */
export type AuditEndpoint = (endpoint: ResolvedEndpoint, one: Try) => Promise<readonly AuditedEndpoint[]>;
