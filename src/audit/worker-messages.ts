import type { ResolvedEndpoint } from '../model/endpoint.ts';
import type { PolicyOverrides } from '../model/policy-overrides.ts';
import type { SavedTrustStore } from '../model/saved-run.ts';
import type { DeclaredWaiver } from '../model/waiver.ts';
import type { Fetched, FetchRequest } from '../net/fetch-url.ts';
import type { Try } from '../scan/contract.ts';
import type { AuditOptions } from './contract.ts';
import type { EndpointNote } from './summary/endpoint-note.ts';

/** What a worker thread is started with. Everything here can be cloned from thread to thread. */
export interface WorkerSetup {
  /** Whether those of endpoints outside any deployment are. */
  readonly areObservationsRead: boolean;
  readonly asOf: Date;
  /** By the name that trust lists call them by. */
  readonly stores: ReadonlyMap<string, SentStore>;
  readonly publicStore: SentStore;
  readonly overrides: ReadonlyMap<string, PolicyOverrides>;
  readonly waivers: ReadonlyMap<string, readonly DeclaredWaiver[]>;
  /** A private key crosses as a handle: its bytes stay where they are. */
  readonly options: Pick<AuditOptions, 'provePossession' | 'clientIdentity' | 'keyTypes' | 'handshake' | 'failOn'>;
}

/** Anchors null: the bundled Mozilla store, which every thread has at hand. */
export type SentStore = Pick<SavedTrustStore, 'name' | 'source' | 'date' | 'distrustAfter'> & {
  readonly anchors: SavedTrustStore['anchors'] | null;
};

/** One try, whose time runs from when the worker takes it up. */
export type SentTry = Omit<Try, 'signal'>;

/** What a worker is told; several at a time. */
export type ToWorker =
  | { readonly kind: 'audit'; readonly job: number; readonly endpoint: ResolvedEndpoint; readonly one: SentTry }
  | { readonly kind: 'fetched'; readonly question: number; readonly fetched: Fetched }
  /** Asks for one back: see `pulse`. */
  | { readonly kind: 'beat' };

/** What a worker tells; several at a time. */
export type FromWorker =
  | { readonly kind: 'audited'; readonly job: number; readonly found: readonly SentEndpoint[] }
  /** Names are resolved and URLs fetched in one place, so that a run asks for each of them once. */
  | {
      readonly kind: 'fetch';
      readonly question: number;
      readonly request: FetchRequest;
      readonly allow: readonly string[];
    }
  /** The thread still turns. */
  | { readonly kind: 'beat' };

/** An endpoint that was audited in a worker. */
export interface SentEndpoint {
  readonly note: EndpointNote;
  /** Its line of NDJSON. The report is read from it where anybody asks. */
  readonly line: string;
  /** Serialised, as few look at it; null: nobody will. */
  readonly observation: Uint8Array | null;
}
