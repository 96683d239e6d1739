import type { KeyedLimit } from '../async/keyed-limit.ts';
import type { FreeSlot } from '../async/limit.ts';
import { dialedPlace } from '../model/dialed-place.ts';
import type { Endpoint, ResolvedEndpoint } from '../model/endpoint.ts';
import type { Failure } from '../model/failure.ts';
import type { Result } from '../model/result.ts';
import type { Try } from './contract.ts';
import { isOver, isReaderKeepingUp, type Run, startWaiting } from './run.ts';

/** One try of an endpoint and the time it has. */
export type EndpointTry = Pick<Try, 'timeoutMs' | 'earlierTries'> & { readonly endpoint: ResolvedEndpoint };

/**
 * Collects an endpoint once: waits for the limit of its address, for that of its host and for a slot, in this order, so that no
 * two endpoints wait for each other. Nothing was collected if the run has ended meanwhile.
 */
export function collectOnce<Found>(run: Run<Found>, one: EndpointTry): Promise<readonly Found[]> {
  const { addressLimit, hostLimit, slots } = run;
  const { host } = one.endpoint;
  // A proxy's address is not the target's: its users would wait for one another.
  const place = dialedPlace(one.endpoint);
  const inSlot = (freeSlot: FreeSlot): Promise<readonly Found[]> => collect(run, one, freeSlot);
  const ofHost = (): Promise<readonly Found[]> => slots(inSlot);
  const ofAddress = (): Promise<readonly Found[]> => withinLimit(run, hostLimit, host, ofHost);
  return withinLimit(run, addressLimit, place, ofAddress);
}

async function collect<Found>(run: Run<Found>, one: EndpointTry, freeSlot: FreeSlot): Promise<readonly Found[]> {
  const { options, deadlines } = run;
  const { endpoint, timeoutMs, earlierTries } = one;
  if (!isReaderKeepingUp(run)) await waitForReader(run);
  const untilTurnMs = options.pace?.() ?? 0;
  if (untilTurnMs > 0) await deadlines.pause(untilTurnMs);
  if (isOver(run)) return [];
  const { slowClock, slowThreshold, slowWatch } = run;
  const startedMs = slowClock.nowMs();
  const found = await slowWatch.watch(freeSlot, () =>
    deadlines.within(timeoutMs, (budget) => options.collect(endpoint, { ...budget, earlierTries })),
  );
  const hasAnswered = found.some((each) => options.failureOf(each) === undefined);
  if (hasAnswered) slowThreshold.learn(slowClock.nowMs() - startedMs);
  return found;
}

/** The addresses of a name, and how long it took to learn them. */
export interface LookedUp {
  readonly resolved: Result<readonly ResolvedEndpoint[], Failure>;
  readonly tookMs: number;
}

/** Asks for the addresses of a name once, in a slot. */
export function lookUpOnce<Found>(run: Run<Found>, request: Endpoint): Promise<LookedUp> {
  return run.slots((freeSlot) => lookUp(run, request, freeSlot));
}

async function lookUp<Found>(run: Run<Found>, request: Endpoint, freeSlot: FreeSlot): Promise<LookedUp> {
  const { options, deadlines, slowWatch } = run;
  if (!isReaderKeepingUp(run)) await waitForReader(run);
  const startedMs = options.monotonicMs();
  const resolved = await slowWatch.watch(freeSlot, () =>
    deadlines.within(options.timeoutMs, ({ signal }) => options.resolve(request, signal)),
  );
  return { resolved, tookMs: options.monotonicMs() - startedMs };
}

/** Keeps a slot until the reader has taken results, so that dialling stops if it stops reading. */
function waitForReader<Found>(run: Run<Found>): Promise<void> {
  return run.changed.until(() => isReaderKeepingUp(run) || isOver(run));
}

/** Runs the task within the limit of its key. If it has to wait for that, its endpoint counts as waiting. */
function withinLimit<T, Found>(
  run: Run<Found>,
  limit: KeyedLimit | undefined,
  key: string,
  task: () => Promise<T>,
): Promise<T> {
  if (limit === undefined) return task();
  if (!limit.isFull(key)) return limit.run(key, task);
  const stopWaiting = startWaiting(run);
  return limit.run(key, () => {
    stopWaiting();
    return task();
  });
}
