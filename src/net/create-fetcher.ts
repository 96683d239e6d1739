import { createBoundedMap } from '../async/bounded-map.ts';
import { type Budget, createDeadlines } from '../async/deadlines.ts';
import { createTickingClock } from '../async/ticking-clock.ts';
import type { AddressFamilies } from './address-families.ts';
import type { AddressPolicy } from './address-policy.ts';
import type { DialGuard } from './dial-guard.ts';
import type { Asker } from './asker.ts';
import { type Answer, bytesLimit, keyOf, outOfTime, unasked, untilLeft } from './fetch-answer.ts';
import { type FetchBounds, fetchBounds } from './fetch-bounds.ts';
import { neverBegun, notFetched } from './fetch-failure.ts';
import { createFetchControl, createJob, cutJob, type FetchJob, joinJob, leaveJob } from './fetch-job.ts';
import { createFetchQueue } from './fetch-queue.ts';
import { type Fetched, type FetchRequest, fetchUrl } from './fetch-url.ts';
import type { FetchProxies } from './proxy/http-socket.ts';
import { createHeldBodies, type HeldBody } from './held-bodies.ts';
import type { ResolveName } from './name-resolver.ts';
import { createRequestCredit } from './request-credit.ts';
import { createSilentHosts } from './silent-hosts.ts';

export interface FetcherOptions {
  readonly resolve: ResolveName;
  /** What this machine can dial. */
  readonly families: AddressFamilies;
  /** What this machine may dial at all; absent: whatever the policies allow. */
  readonly guard?: DialGuard | undefined;
  /** Absent: nothing is fetched through a proxy. */
  readonly proxies?: FetchProxies | undefined;
  readonly monotonicMs: () => number;
  /** Aborted: the run was interrupted. */
  readonly signal: AbortSignal;
  /** Absent: `fetchBounds`. */
  readonly bounds?: Partial<FetchBounds>;
}

export interface Fetcher {
  /** Loads what fetching takes, once: in good time, because a process out of file descriptors loads no module any more. */
  readonly prepare: () => Promise<void>;
  readonly fetch: FetchOnce;
  /** Gives up all fetches under way. */
  readonly close: () => void;
}

/**
 * Fetches a URL, or returns what the run already knows of it. The end of the asker's time ends the waiting, not the fetch, and time
 * in which the fetch waits for its turn is not the asker's.
 */
export type FetchOnce = (request: FetchRequest, policy: AddressPolicy, asker: Asker) => Promise<Answer>;

/** Answers remembered in a run, failures included: some 500 bytes each without body. */
const MAX_REMEMBERED_ANSWERS = 16_384;

/**
 * Bodies that are known by their digest, some 200 bytes each: four times the answers remembered, because endpoints hold bodies for longer
 * than their answers are remembered.
 */
const MAX_KNOWN_BODIES = 65_536;

/**
 * Makes the fetcher of one run. Each question is asked once under each policy, its failure too: a dead CRL server is not
 * asked again for every endpoint. Past its bounds the oldest answers are forgotten. What a bound of ours kept back is no answer, and
 * is asked again.
 */
export function createFetcher(options: FetcherOptions): Fetcher {
  const bounds = { ...fetchBounds, ...options.bounds };
  const clock = createTickingClock(() => performance.now());
  const deadlines = createDeadlines(options.signal, clock);
  const within = <T>(work: (budget: Budget) => Promise<T>): Promise<T> =>
    clock.during(() => deadlines.within(bounds.fetchMs, work));
  const answers = createBoundedMap<FetchJob>(MAX_REMEMBERED_ANSWERS);
  const bodies = createBoundedMap<WeakRef<Uint8Array>>(MAX_KNOWN_BODIES);
  const credit = createRequestCredit(bounds);
  const queue = createFetchQueue(bounds, credit);
  const silentHosts = createSilentHosts();
  const held = createHeldBodies();
  const underWay = new Set<FetchJob>();
  const endpoints = new Map<Asker, Set<HeldBody>>();
  const useful = new WeakSet<Uint8Array>();
  let bytesOfRun = 0;

  const forgetOldest = (): void => {
    const oldest = answers.deleteOldest();
    if (oldest !== undefined) held.release(oldest.body);
  };

  /** The endpoint has the body, or waits for it: until it closes, its bytes count. */
  const holdFor = (asker: Asker, body: HeldBody): void => {
    let own = endpoints.get(asker);
    if (own === undefined) {
      own = new Set();
      endpoints.set(asker, own);
      asker.onClose(() => {
        for (const each of endpoints.get(asker) ?? []) held.release(each);
        endpoints.delete(asker);
      });
    }
    if (own.has(body)) return;
    own.add(body);
    held.hold(body);
  };

  const onBytes = (job: FetchJob, bytes: number): void => {
    bytesOfRun += bytes;
    job.arrivedBytes += bytes;
    if (bytesOfRun > bounds.bytesOfRun) cutJob(job, `at most ${bounds.bytesOfRun} bytes are fetched in a run`);
    for (const asker of job.payers) {
      if (asker.charge(job, job.arrivedBytes) > bounds.bytesOfEndpoint) job.payers.delete(asker);
    }
    if (job.payers.size === 0) cutJob(job, bytesLimit(bounds));
  };

  /** Endpoints that hold more than an equal share lose what is under way, the largest holder first. */
  const onBody = (job: FetchJob, bytes: number): void => {
    held.grow(job.body, bytes);
    while (held.bytes() > bounds.bytesHeld && answers.size() > underWay.size) forgetOldest();
    const shareBytes = bounds.bytesHeld / Math.max(1, endpoints.size);
    while (held.bytes() > bounds.bytesHeld) {
      const largest = [...underWay]
        .filter(({ limit, body }) => limit === undefined && body.bytes > 0)
        .map((each) => ({ each, bytes: Math.min(...[...each.payers].map((asker) => asker.bytes())) }))
        .filter((each) => each.bytes > shareBytes)
        .sort((a, b) => b.bytes - a.bytes)[0];
      if (largest === undefined) return;
      cutJob(largest.each, `at most ${bounds.bytesHeld} bytes are held at once for all endpoints`);
      held.grow(largest.each.body, -largest.each.body.bytes);
    }
  };

  const run = async (job: FetchJob, request: FetchRequest, policy: AddressPolicy): Promise<Fetched> => {
    const fetched = await within(({ signal, hold }) => {
      const onAbort = (): void => job.end.abort(signal.reason);
      if (signal.aborted) onAbort();
      signal.addEventListener('abort', onAbort);
      const control = createFetchControl(job, {
        queue,
        silentHosts,
        hold,
        attention: clock,
        blameAfterMs: bounds.fetchMs / 2,
        onBytes: (bytes) => onBytes(job, bytes),
        onBody: (bytes) => onBody(job, bytes),
      });
      return fetchUrl(request, { ...options, policy, signal: job.end.signal, control });
    });
    const { record } = fetched;
    if (job.limit === undefined) return withKnownBody(fetched);
    return {
      record: { ...record, outcome: 'limit', message: notFetched(job.limit) },
      body: undefined,
      sha256: undefined,
    };
  };

  /** The same bytes are one object, so that what is made of them is made once. */
  const withKnownBody = (fetched: Fetched): Fetched => {
    const { body, sha256 } = fetched;
    if (body === undefined || sha256 === undefined) return fetched;
    const known = bodies.get(sha256)?.deref();
    if (known !== undefined) return { ...fetched, body: known };
    bodies.delete(sha256);
    bodies.set(sha256, new WeakRef(body));
    return fetched;
  };

  const begin = (key: string, request: FetchRequest, policy: AddressPolicy, asker: Asker): FetchJob => {
    const job = createJob();
    underWay.add(job);
    held.hold(job.body);
    joinJob(job, asker);
    if (answers.size() >= MAX_REMEMBERED_ANSWERS) forgetOldest();
    answers.set(key, job);
    held.hold(job.body);
    job.answer = run(job, request, policy).then((fetched) => {
      underWay.delete(job);
      job.payers.clear();
      // What came from an address that broke off was counted as well.
      held.grow(job.body, (fetched.body?.length ?? 0) - job.body.bytes);
      held.release(job.body);
      for (const each of [...job.waiting]) leaveJob(job, each);
      const { outcome } = fetched.record;
      if ((outcome === 'limit' || outcome === 'aborted') && answers.get(key) === job) {
        answers.delete(key);
        held.release(job.body);
      }
      return fetched;
    });
    return job;
  };

  const wasUseful = ({ requests }: FetchJob, body: Uint8Array): void => {
    if (useful.has(body)) return;
    useful.add(body);
    for (const each of requests) credit.wasFruitful(each);
  };

  const fetch: FetchOnce = async (request, policy, asker) => {
    const nothing = (why: Pick<Fetched['record'], 'outcome' | 'message'>): Answer => unasked(request, why);
    if (asker.signal.aborted) return nothing(outOfTime(asker.signal));
    if (asker.bytes() > bounds.bytesOfEndpoint)
      return nothing({ outcome: 'limit', message: notFetched(bytesLimit(bounds)) });
    const key = `${policy.key}\n${keyOf(request)}`;
    const job = answers.get(key) ?? begin(key, request, policy, asker);
    if (underWay.has(job)) joinJob(job, asker);
    holdFor(asker, job.body);
    const fetched = await untilLeft(job, asker);
    leaveJob(job, asker);
    if (fetched === 'left') return nothing(outOfTime(asker.signal));
    if (fetched === 'left-queued') return nothing(neverBegun);
    if (job.isAbandoned) return await fetch(request, policy, asker);
    const { body } = fetched;
    if (body === undefined) return { ...fetched, wasUseful: () => undefined };
    if (asker.charge(job, body.length) > bounds.bytesOfEndpoint) {
      return nothing({ outcome: 'limit', message: notFetched(bytesLimit(bounds)) });
    }
    return { ...fetched, wasUseful: () => wasUseful(job, body) };
  };
  let preparing: Promise<void> | undefined;
  const prepare = (): Promise<void> => {
    preparing ??= import('undici').then(() => undefined);
    return preparing;
  };
  const close = (): void => {
    options.signal.removeEventListener('abort', close);
    deadlines.stop();
    queue.close();
  };
  options.signal.addEventListener('abort', close);
  return { prepare, fetch, close };
}
