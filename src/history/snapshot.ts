import type { Severity } from '../model/vocabulary.ts';
import type { CertificateRecord } from './certificate-record.ts';

/** What was known after a run, from a history or from the report of the run alone. */
export interface Snapshot {
  /** How the run is called: its number, or the file of its report. */
  readonly name: string;
  /** Start of the run, as an instant. */
  readonly startedAt: string;
  /** The causes that stood, by key. */
  readonly causes: ReadonlyMap<string, SnapshotCause>;
  /** The endpoints that were audited, by id. */
  readonly endpoints: ReadonlyMap<string, SnapshotEndpoint>;
}

export interface SnapshotCause {
  readonly key: string;
  readonly fault: string;
  readonly severity: Severity;
  readonly waived: boolean;
  readonly title: string;
  readonly remedy: string;
  readonly places: readonly string[];
  /** Ids of the endpoints on which it shows. */
  readonly endpoints: readonly string[];
}

export interface SnapshotEndpoint {
  readonly id: string;
  readonly verdict: string;
  /** Whether it presented a certificate in this run. */
  readonly answered: boolean;
  /** The leaf that it presented last; null: none is known. */
  readonly leaf: CertificateRecord | null;
  /** Fingerprints of the chain that it presented last, leaf first. */
  readonly chain: readonly string[];
  /** The site from which it presented them; null: it is not known where that was. */
  readonly seenFrom: string | null;
}
