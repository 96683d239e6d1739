/**
 * The engine that carries work to other machines, behind four verbs: the scanner *offers* batches, workers *take* them and *deliver*
 * results, and whoever has taken something *confirms* it when it is done. What is not confirmed is handed out again, so everything may
 * come twice.
 */

/** A message that was taken. */
export interface Taken {
  readonly body: Uint8Array;
  /** How often it was handed out before, as far as the engine knows. */
  readonly earlierTimes: number;
  /** It is done, and will not be handed out again. Does nothing if the engine was lost meanwhile: then it will be. */
  readonly confirm: () => void;
  /** It could not be done, and is handed out again, here or elsewhere; that counts as one time more. */
  readonly fail: () => void;
}

/** What a worker sent. */
export interface TakenResult extends Taken {
  /** The site whose workers alone the engine lets send this. */
  readonly site: string;
  /** Undefined: not signed. */
  readonly signature: Uint8Array | undefined;
}

/** How a site stands. */
export interface SiteState {
  /** Workers that take batches. */
  readonly workers: number;
  /** Batches that none of them has taken. */
  readonly waiting: number;
}

/** The end of the one who scans. */
export interface ScannerEngine {
  /** Resolves once the engine keeps the batch: for as long as it is out of reach, it waits. */
  readonly offer: (site: string, body: Uint8Array) => Promise<void>;
  /** Hands over all results of a run from now on. */
  readonly takeResults: (run: string, onResult: (result: TakenResult) => void) => void;
  /** Undefined: the engine is out of reach. */
  readonly siteState: (site: string) => Promise<SiteState | undefined>;
  /** Why the engine is out of reach, a clause; undefined: it is not. */
  readonly trouble: () => string | undefined;
  /** Drops what is left of another run, as soon as the engine can be reached: it was killed, and no one will continue it. */
  readonly drop: (run: string) => void;
  /** Drops what is left of the run, if the engine can be reached, and leaves. */
  readonly end: (run: string) => Promise<void>;
}

/** What a worker sends. */
export interface Delivery {
  readonly run: string;
  readonly site: string;
  readonly body: Uint8Array;
  readonly signature: Uint8Array | undefined;
}

/** `full`: too many results wait for the one who scans. `gone`: that run has ended. */
export type DeliveryState = 'kept' | 'full' | 'gone';

/** How a run stands, seen by a worker. `away`: nobody takes its results at the moment. */
export type RunState = 'ready' | 'full' | 'away' | 'gone';

/** The end of a worker. */
export interface WorkerEngine {
  /** Hands over batches of the site from now on, at most `atOnce` that are not confirmed. */
  readonly takeBatches: (site: string, atOnce: number, onBatch: (batch: Taken) => void) => void;
  /** Takes no more batches; what was taken stays taken. */
  readonly stopTaking: () => Promise<void>;
  /** Resolves once the engine keeps the result, or will not. While it is out of reach, it waits. */
  readonly deliver: (delivery: Delivery) => Promise<DeliveryState>;
  /** Puts a batch behind the others of the site. */
  readonly offer: (site: string, body: Uint8Array) => Promise<void>;
  /** Undefined: the engine is out of reach. */
  readonly runState: (run: string) => Promise<RunState | undefined>;
  readonly isConnected: () => boolean;
  readonly close: () => Promise<void>;
}
