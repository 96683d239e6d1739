import pLimit from 'p-limit';

import type { Endpoint, ResolvedEndpoint } from '../model/endpoint.ts';
import { createIdRegister } from '../model/endpoint-id.ts';
import type { Failure } from '../model/failure.ts';
import type { Result } from '../model/result.ts';
import { type Budget, createDeadlines } from './deadlines.ts';
import type { Pace } from './pace.ts';
import { createPull } from './pull.ts';
import { createBell } from './bell.ts';

/** `Found` is whatever comes of an endpoint: the conductor passes it on unseen. */
export interface ScanOptions<Found> {
  /** One request becomes as many endpoints as its name has addresses, in an order that is the same in every run. */
  readonly resolve: (request: Endpoint, signal: AbortSignal) => Promise<Result<readonly ResolvedEndpoint[], Failure>>;
  /** At least one; a second one for the other key type. Retries, caches and caps are wrappers round this function; none is built in. */
  readonly collect: (endpoint: ResolvedEndpoint, budget: Budget) => Promise<readonly Found[]>;
  /** What stands for a request whose name could not be resolved. */
  readonly unresolved: (request: Endpoint, failure: Failure) => Found;
  /** Endpoints under way at once; also names being resolved at once, and results waiting for the reader. */
  readonly concurrency: number;
  /** Whether the endpoint of this id needs no dialling; absent: every one needs it. */
  readonly isDone?: (id: string) => boolean;
  /** Asked before each endpoint is dialled; absent: as fast as it goes. */
  readonly pace?: Pace | undefined;
  /** For one endpoint, everything: its name, all its connections. */
  readonly timeoutMs: number;
  /** Aborted: nothing more is dialled, what is under way is dropped. */
  readonly signal: AbortSignal;
  readonly monotonicMs: () => number;
}

export type ScanEvent<Found> =
  /** Sorted by `index` results stand in expansion order. */
  | { readonly kind: 'endpoint'; readonly index: number; readonly found: Found }
  /** The last event. `notAudited`: how many endpoints an interruption left out; null: nobody knows how many there were. */
  | { readonly kind: 'end'; readonly notAudited: number | null };

/** No turn is longer: Node's timers end at 2^31 ms. */
const longestTurnMs = 2_147_483_647;

/** More than the observations one request can become: two for each of at most 256 addresses. */
const indexesPerRequest = 1_024;

/**
 * Conducts a run: pulls requests only as fast as they are dialled, resolves and collects them, and yields each result
 * as it is there. A reader who stops reading stops the dialling; one who leaves (`return`) ends everything.
 */
export async function* scan<Found>(
  requests: Iterable<Endpoint> | AsyncIterable<Endpoint>,
  options: ScanOptions<Found>,
): AsyncGenerator<ScanEvent<Found>, void, undefined> {
  const { concurrency, pace, signal, timeoutMs } = options;
  const limit = pLimit(concurrency);
  const uniqueId = createIdRegister();
  const bell = createBell(signal);
  const deadlines = createDeadlines(signal);
  const finished: ScanEvent<Found>[] = [];
  const bugs: { readonly thrown: unknown }[] = [];
  let underWay = 0;
  let owed = 0;

  let isStopped = false;
  const isOver = (): boolean => isStopped || signal.aborted;

  const finish = (index: number, found: Found): void => {
    finished.push({ kind: 'endpoint', index, found });
  };

  const dial = async (endpoint: ResolvedEndpoint, index: number, leftMs: number): Promise<void> => {
    // A signal of its own, because a hundred listeners on the run's would look like a leak to Node.
    if (pace !== undefined) await deadlines.within(longestTurnMs, (budget) => pace(budget.signal));
    if (isOver()) return;
    const found = await deadlines.within(leftMs, (budget) => options.collect(endpoint, budget));
    if (isOver()) return;
    for (const [position, each] of found.entries()) finish(index + position, each);
    owed -= 1;
    bell.ring();
  };

  const conduct = async (request: Endpoint, index: number): Promise<void> => {
    if (options.isDone?.(request.id)) {
      owed -= 1;
      return;
    }
    const startedMs = options.monotonicMs();
    const resolved = hasAddress(request)
      ? { ok: true as const, value: [request] }
      : await deadlines.within(timeoutMs, (budget) => options.resolve(request, budget.signal));
    if (isOver()) return;
    if (!resolved.ok) {
      finish(index, options.unresolved({ ...request, id: uniqueId(request.id) }, resolved.error));
      owed -= 1;
      return;
    }
    const endpoints = resolved.value.map((endpoint, position) => ({ id: uniqueId(endpoint.id), endpoint, position }));
    const due = endpoints.filter(({ id }) => !options.isDone?.(id));
    owed += due.length - 1;
    const leftMs = Math.max(1, timeoutMs - (options.monotonicMs() - startedMs));
    const dials = due.map(({ id, endpoint, position }) => {
      return limit(dial, id === endpoint.id ? endpoint : { ...endpoint, id }, index + 2 * position, leftMs);
    });
    await Promise.all(dials);
  };

  const pull = createPull(requests, {
    hasRoom: () => underWay < concurrency && limit.pendingCount === 0 && finished.length < concurrency && !isOver(),
    take: (request, position) => {
      underWay += 1;
      owed += 1;
      conduct(request, position * indexesPerRequest)
        .catch((bug: unknown) => bugs.push({ thrown: bug }))
        .finally(() => {
          underWay -= 1;
          pull.more();
          bell.ring();
        });
    },
    moved: bell.ring,
  });

  try {
    for (;;) {
      pull.more();
      for (let event = finished.shift(); event !== undefined; event = finished.shift()) yield event;
      const thrown = pull.error() ?? bugs[0];
      if (thrown !== undefined) throw thrown.thrown;
      if (signal.aborted || (pull.isExhausted() && underWay === 0 && finished.length === 0)) break;
      await bell.rung();
    }
    const left = signal.aborted ? pull.countLeft() : 0;
    yield { kind: 'end', notAudited: left === null ? null : owed + left };
  } finally {
    isStopped = true;
    pull.stop();
    deadlines.stop();
    bell.remove();
  }
}

function hasAddress(endpoint: Endpoint): endpoint is ResolvedEndpoint {
  return endpoint.address !== null;
}
