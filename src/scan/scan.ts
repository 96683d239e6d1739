import type { Endpoint, ResolvedEndpoint } from '../model/endpoint.ts';
import { createIdRegister } from '../model/endpoint-id.ts';
import { createAttentiveClock } from './attentive-clock.ts';
import { createBell } from '../async/wake-up.ts';
import type { ScanEvent, ScanOptions } from './contract.ts';
import { createDeadlines } from '../async/deadlines.ts';
import { createGates } from './gates.ts';
import type { Pace } from './pace.ts';
import { createPatience } from './patience.ts';
import { createPersist } from './persist.ts';
import { createPlaces } from './places.ts';
import { createPull } from './pull.ts';
import { sleep } from '../async/sleep.ts';

/** No wait is longer: Node's timers end at 2^31 ms. */
const longestWaitMs = 2_147_483_647;

/** More than the observations one request can become: two for each of at most 256 addresses. */
const indexesPerRequest = 1_024;

/**
 * Endpoints taken from the list that wait for their address, their host or another try, so that those behind them do not.
 * One is some 2 kB; the names on one address of a hosting company fit.
 */
const mostWaiting = 4_096;

/** How often to look for slow ones. */
const lookEveryMs = 25;

/**
 * Conducts a run: pulls requests only as fast as they are dialled, resolves and collects them, and yields each result
 * as it is there. A reader who stops reading stops the dialling; one who leaves (`return`) ends everything.
 */
export async function* scan<Found>(
  requests: Iterable<Endpoint> | AsyncIterable<Endpoint>,
  options: ScanOptions<Found>,
): AsyncGenerator<ScanEvent<Found>, void, undefined> {
  const { concurrency, parked = 0, retry, pace, signal, timeoutMs, monotonicMs } = options;
  const uniqueId = createIdRegister();
  const bell = createBell(signal);
  const deadlines = createDeadlines(signal);
  const finished: ScanEvent<Found>[] = [];
  const bugs: { readonly thrown: unknown }[] = [];
  let underWay = 0;
  let owed = 0;

  let isStopped = false;
  const isOver = (): boolean => isStopped || signal.aborted;
  const mayEnter = (): boolean => finished.length < concurrency && !isOver();

  // Whoever takes more than half of the time will hardly answer in the other half.
  const patience = createPatience(timeoutMs / 2);
  const clock = createAttentiveClock(monotonicMs, lookEveryMs);
  const places = createPlaces({
    ...{ atOnce: concurrency, parked, mayEnter },
    ...{ patienceMs: patience.currentMs, monotonicMs: clock.nowMs },
  });
  const gates = createGates(options);

  /** Of several with one id all but the first get another. */
  const uniquely = <Each extends Endpoint>(endpoint: Each): Each => {
    const id = uniqueId(endpoint.id);
    return id === endpoint.id ? endpoint : { ...endpoint, id };
  };

  const finish = (index: number, found: Found): void => {
    finished.push({ kind: 'endpoint', index, found });
    bell.ring();
  };

  /** A signal of its own for each wait, because a hundred listeners on the run's would look like a leak to Node. */
  const wait = (until: Pace): Promise<void> => deadlines.within(longestWaitMs, (budget) => until(budget.signal));

  const persist = createPersist({
    retry,
    isOver,
    pause: (milliseconds) => {
      // The place is free: nobody waits in one.
      pull.more();
      return wait((own) => sleep(milliseconds, own));
    },
  });

  /** One function from the gates to the answer: each one more would cost every endpoint a promise and its closures. */
  const attempt = async (
    endpoint: ResolvedEndpoint,
    limitMs: number,
    earlierTries: number,
  ): Promise<readonly Found[]> => {
    const turn = gates.enter(endpoint);
    if (turn !== undefined) await turn;
    try {
      const place = await places.enter();
      try {
        if (pace !== undefined) await wait(pace);
        if (isOver()) return [];
        place.begin();
        const startedMs = clock.nowMs();
        const deadline = deadlines.open(limitMs);
        try {
          const found = await options.collect(endpoint, { signal: deadline.signal, timeoutMs: limitMs, earlierTries });
          if (found.some((each) => options.failureOf(each) === undefined)) patience.learn(clock.nowMs() - startedMs);
          return found;
        } finally {
          deadlines.close(deadline);
        }
      } finally {
        place.leave();
      }
    } finally {
      gates.leave(endpoint);
    }
  };

  const dial = async (endpoint: ResolvedEndpoint, index: number, firstMs: number): Promise<void> => {
    const answer = await persist(
      (earlierTries) => attempt(endpoint, earlierTries === 0 ? firstMs : timeoutMs, earlierTries),
      (found) => found[0] && options.failureOf(found[0]),
    );
    if (answer === undefined) return;
    owed -= 1;
    let position = index;
    for (const each of answer.result) finish(position++, each);
  };

  /** The endpoints of a name, and how long it took to learn them. */
  const lookUp = async (request: Endpoint) => {
    const place = await places.enter();
    try {
      place.begin();
      const startedMs = monotonicMs();
      const resolved = await deadlines.within(timeoutMs, (budget) => options.resolve(request, budget.signal));
      return { resolved, tookMs: monotonicMs() - startedMs };
    } finally {
      place.leave();
    }
  };

  const conduct = async (taken: Endpoint, index: number): Promise<void> => {
    const request = uniquely(taken);
    if (options.isDone?.(request.id)) {
      owed -= 1;
      return;
    }
    if (hasAddress(request)) {
      await dial(request, index, timeoutMs);
      return;
    }
    const answer = await persist(
      () => lookUp(request),
      ({ resolved }) => (resolved.ok ? undefined : resolved.error),
    );
    if (answer === undefined) return;
    const { resolved, tookMs } = answer.result;
    if (!resolved.ok) {
      owed -= 1;
      finish(index, options.unresolved(request, resolved.error, answer.earlierTries));
      return;
    }
    const endpoints = resolved.value.map((endpoint, position) => ({ endpoint: uniquely(endpoint), position }));
    const due = endpoints.filter(({ endpoint }) => !options.isDone?.(endpoint.id));
    owed += due.length - 1;
    const firstMs = Math.max(1, timeoutMs - tookMs);
    const dials = due.map(({ endpoint, position }) => dial(endpoint, index + 2 * position, firstMs));
    // Where all of them wait for their address, the place of the name is free.
    pull.more();
    await Promise.all(dials);
  };

  const conductToEnd = async (request: Endpoint, index: number): Promise<void> => {
    try {
      await conduct(request, index);
    } catch (bug) {
      bugs.push({ thrown: bug });
    } finally {
      underWay -= 1;
      pull.more();
      bell.ring();
    }
  };

  const pull = createPull(requests, {
    hasRoom: () => places.hasRoom() && owed - places.taken() < mostWaiting,
    take: (request, position) => {
      underWay += 1;
      owed += 1;
      void conductToEnd(request, position * indexesPerRequest);
    },
    moved: bell.ring,
  });

  const look = setInterval(() => {
    clock.tick();
    if (places.park()) pull.more();
  }, lookEveryMs);

  try {
    for (;;) {
      places.admit();
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
    clearInterval(look);
    pull.stop();
    deadlines.stop();
    bell.remove();
  }
}

function hasAddress(endpoint: Endpoint): endpoint is ResolvedEndpoint {
  return endpoint.address !== null;
}
