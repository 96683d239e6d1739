import { isResolved } from '../model/dialed-place.ts';
import type { Endpoint, ResolvedEndpoint } from '../model/endpoint.ts';
import type { Failure } from '../model/failure.ts';
import { collectOnce, lookUpOnce } from './try-once.ts';
import { finish, isOver, type Run, startWaiting } from './run.ts';
import { type Tried, withRetries } from './with-retries.ts';

/** Results that one endpoint may have: `collect` returns a second one for the other key type. */
const resultsPerEndpoint = 2;

/** Conducts one request of the source to its results. Their indexes begin at `index`. */
export async function conduct<Found>(run: Run<Found>, requested: Endpoint, index: number): Promise<void> {
  const { isDone, elsewhere, timeoutMs } = run.options;
  const request = withUniqueId(run, requested);
  const isKnown = isDone?.(request.id) ?? false;
  const found = isKnown ? undefined : elsewhere?.(request, run.uniqueId);
  if (isKnown) finish(run, []);
  else if (found !== undefined) await takeFromElsewhere(run, found, index);
  else if (isResolved(request)) await dial(run, { endpoint: request, index, firstTimeoutMs: timeoutMs });
  else await dialName(run, request, index);
}

async function takeFromElsewhere<Found>(
  run: Run<Found>,
  found: Promise<readonly Found[]>,
  index: number,
): Promise<void> {
  const stopWaiting = startWaiting(run);
  const results = await found;
  stopWaiting();
  if (isOver(run)) return;
  finish(
    run,
    results.map((each, position) => ({ index: index + position, found: each })),
  );
}

/** Dials all addresses of a name. What its resolution took is taken from the time of each first try. */
async function dialName<Found>(run: Run<Found>, request: Endpoint, index: number): Promise<void> {
  const { isDone, timeoutMs, unresolved } = run.options;
  const lookedUp = await tryUntilFinal(
    run,
    () => lookUpOnce(run, request),
    ({ resolved }) => (resolved.ok ? undefined : resolved.error),
  );
  if (lookedUp === undefined) return;
  const { resolved, tookMs } = lookedUp.result;
  if (!resolved.ok) {
    const found = unresolved(request, resolved.error, lookedUp.earlierTries);
    finish(run, [{ index, found }]);
    return;
  }
  const firstTimeoutMs = Math.max(1, timeoutMs - tookMs);
  const dials = resolved.value
    .map((endpoint, position) => ({
      endpoint: withUniqueId(run, endpoint),
      index: index + resultsPerEndpoint * position,
      firstTimeoutMs,
    }))
    .filter(({ endpoint }) => !isDone?.(endpoint.id));
  run.unfinished += dials.length;
  const dialling = dials.map((each) => dial(run, each));
  finish(run, []);
  await Promise.all(dialling);
}

interface Dial {
  readonly endpoint: ResolvedEndpoint;
  readonly index: number;
  readonly firstTimeoutMs: number;
}

async function dial<Found>(run: Run<Found>, { endpoint, index, firstTimeoutMs }: Dial): Promise<void> {
  const { timeoutMs, failureOf } = run.options;
  const collected = await tryUntilFinal(
    run,
    (earlierTries) =>
      collectOnce(run, { endpoint, timeoutMs: earlierTries === 0 ? firstTimeoutMs : timeoutMs, earlierTries }),
    ([first]) => first && failureOf(first),
  );
  if (collected === undefined) return;
  finish(
    run,
    collected.result.map((found, position) => ({ index: index + position, found })),
  );
}

/** Tries until the result is final or all retries of the run are used up; undefined: the run has ended before. */
function tryUntilFinal<T, Found>(
  run: Run<Found>,
  tryOnce: (earlierTries: number) => Promise<T>,
  failureOf: (result: T) => Failure | undefined,
): Promise<Tried<T> | undefined> {
  const pause = async (milliseconds: number): Promise<void> => {
    const stopWaiting = startWaiting(run);
    await run.deadlines.pause(milliseconds);
    stopWaiting();
  };
  return withRetries(tryOnce, { retry: run.options.retry, failureOf, isOver: () => isOver(run), pause });
}

function withUniqueId<Each extends Endpoint, Found>(run: Run<Found>, endpoint: Each): Each {
  const id = run.uniqueId(endpoint.id);
  return id === endpoint.id ? endpoint : { ...endpoint, id };
}
