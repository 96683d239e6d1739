import { type AttentiveClock, createAttentiveClock } from '../async/attentive-clock.ts';
import { createDeadlines, type Deadlines } from '../async/deadlines.ts';
import { createKeyedLimit, type KeyedLimit } from '../async/keyed-limit.ts';
import { createLimit, type Limit } from '../async/limit.ts';
import { createWakeUp, type WakeUp } from '../async/wake-up.ts';
import { createIdRegister } from '../model/endpoint-id.ts';
import type { ScanOptions, ScanResult } from './contract.ts';
import { createSlowThreshold, type SlowThreshold } from './slow-threshold.ts';
import { createSlowWatch, type SlowWatch } from './slow-watch.ts';

/** How often to look for slow endpoints. */
export const lookEveryMs = 25;

/**
 * Endpoints taken from the source that may wait for their address, their host, another try or another site while those behind them go
 * on. One takes some 2 kB; the names at one address of a hosting company fit.
 */
const maxWaiting = 4_096;

/** What the parts of one scan share. */
export interface Run<Found> {
  readonly options: ScanOptions<Found>;
  /** Real time, as far as this process was not busy: what deadlines go by, because their timers do. */
  readonly deadlineClock: AttentiveClock;
  readonly deadlines: Deadlines;
  /** Woken after each change that the scan, its source or an endpoint may be waiting for. */
  readonly changed: WakeUp;
  /** One slot for each endpoint under way. */
  readonly slots: Limit;
  readonly addressLimit: KeyedLimit | undefined;
  readonly hostLimit: KeyedLimit | undefined;
  /** Time of the run, as far as this process was not busy: what slow endpoints are found by. */
  readonly slowClock: AttentiveClock;
  readonly slowThreshold: SlowThreshold;
  readonly slowWatch: SlowWatch;
  /** Makes ids unique: of several endpoints with the same id all but the first get another one. */
  readonly uniqueId: (id: string) => string;
  /** What the reader has not taken yet. */
  readonly results: ScanResult<Found>[];
  /** Endpoints taken from the source whose results are not there yet; a name counts as one until its addresses are known. */
  unfinished: number;
  /** How many of them wait for their address, their host, another try or another site, and hold no slot. */
  waiting: number;
  /** The reader has left, or the scan has ended. */
  isClosed: boolean;
  /** The first bug, or the first error of the source. */
  error: { readonly thrown: unknown } | undefined;
}

export function openRun<Found>(options: ScanOptions<Found>): Run<Found> {
  const { concurrency, slow = 0, perAddress, perHost, timeoutMs, signal, monotonicMs } = options;
  const slowClock = createAttentiveClock(monotonicMs, lookEveryMs);
  const deadlineClock = createAttentiveClock(() => performance.now(), lookEveryMs);
  // An endpoint that takes more than half of the time will hardly answer in the other half.
  const slowThreshold = createSlowThreshold(timeoutMs / 2);
  return {
    options,
    deadlineClock,
    deadlines: createDeadlines(signal, deadlineClock),
    changed: createWakeUp(),
    slots: createLimit(concurrency),
    addressLimit: perAddress && createKeyedLimit(perAddress),
    hostLimit: perHost === undefined ? undefined : createKeyedLimit(() => perHost),
    slowClock,
    slowThreshold,
    slowWatch: createSlowWatch({ maxSlow: slow, thresholdMs: slowThreshold.currentMs, nowMs: slowClock.nowMs }),
    uniqueId: createIdRegister(),
    results: [],
    unfinished: 0,
    waiting: 0,
    isClosed: false,
    error: undefined,
  };
}

/** Nothing more is begun, and what is under way is dropped. */
export function isOver<Found>({ isClosed, options }: Run<Found>): boolean {
  return isClosed || options.signal.aborted;
}

/** Whether the reader takes results as fast as they come: if not, nothing more is dialed. */
export function isReaderKeepingUp<Found>({ results, options }: Run<Found>): boolean {
  return results.length < options.concurrency;
}

/** Whether one more may be taken from the source. */
export function hasRoom<Found>(run: Run<Found>): boolean {
  const underWay = run.unfinished - run.waiting - run.slowWatch.slowCount();
  return underWay < run.options.concurrency && run.waiting < maxWaiting && isReaderKeepingUp(run);
}

/** Frees the slots of endpoints that have become slow. */
export function lookForSlow<Found>({ deadlineClock, slowClock, slowWatch, changed }: Run<Found>): void {
  deadlineClock.tick();
  slowClock.tick();
  if (slowWatch.look()) changed.wake();
}

/** Counts an endpoint that waits for something without holding a slot. Returns what to call when it has ended waiting. */
export function startWaiting<Found>(run: Run<Found>): () => void {
  run.waiting += 1;
  run.changed.wake();
  return () => {
    run.waiting -= 1;
  };
}

/** Passes the results of an endpoint to the reader; there are none if it need not be dialed. */
export function finish<Found>(run: Run<Found>, results: readonly ScanResult<Found>[]): void {
  run.unfinished -= 1;
  run.results.push(...results);
  run.changed.wake();
}

/** Ends the scan with an error; the first one counts. */
export function fail<Found>(run: Run<Found>, thrown: unknown): void {
  run.error ??= { thrown };
  run.changed.wake();
}
