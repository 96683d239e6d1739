import { createBoundedMap } from '../async/bounded-map.ts';
import { createLimit } from '../async/limit.ts';
import { untilAborted } from '../async/until-aborted.ts';
import type { AddressFamilies } from './address-families.ts';
import type { AddressPolicy } from './address-policy.ts';
import { abortKind } from './failure.ts';
import { type Fetched, type FetchRequest, fetchUrl, parseFetchUrl } from './fetch-url.ts';
import type { ResolveName } from './name-resolver.ts';

export interface FetcherOptions {
  readonly resolve: ResolveName;
  /** What this machine can dial. */
  readonly families: AddressFamilies;
  readonly monotonicMs: () => number;
  /** Aborted: the run was interrupted. */
  readonly signal: AbortSignal;
}

export interface Fetcher {
  /** Loads what fetching takes, once: in good time, because a process out of file descriptors loads no module any more. */
  readonly prepare: () => Promise<void>;
  readonly fetch: FetchOnce;
  /** Gives up all fetches under way. */
  readonly close: () => void;
}

/** Fetches a URL, or returns what the run already knows of it; `signal` ends the waiting, not the fetch. */
export type FetchOnce = (request: FetchRequest, policy: AddressPolicy, signal: AbortSignal) => Promise<Fetched>;

/** One URL, redirects and all. What Windows gives each URL of a chain (`ChainUrlRetrievalTimeoutMilliseconds`). */
const MAX_FETCH_MS = 15_000;

/** Bodies remembered in a run. CRLs are the large ones; an organisation has a handful. */
const MAX_REMEMBERED_BYTES = 134_217_728;

/** Answers remembered in a run, failures included: some 500 bytes each without body. */
const MAX_REMEMBERED_ANSWERS = 16_384;

/** Hosts whose timeouts are counted. */
const MAX_REMEMBERED_HOSTS = 16_384;

/** Fetches under way at once: each may hold the largest body there is, and sixteen such CRLs are 256 MiB. */
export const MAX_CONCURRENT_FETCHES = 16;

/**
 * Timeouts after which a host is not asked again in this run. Questions to a responder differ for every certificate, so
 * without this a dead one would cost each endpoint of a fleet all its time.
 */
const MAX_TIMEOUTS_OF_A_HOST = 3;

/**
 * Makes the fetcher of one run. Each question is asked once under each policy, its failure too: a dead CRL server is not
 * asked again for every endpoint. Past its bounds the oldest answers are forgotten.
 */
export function createFetcher(options: FetcherOptions): Fetcher {
  const closing = new AbortController();
  const answers = createBoundedMap<Remembered>(MAX_REMEMBERED_ANSWERS);
  const limit = createLimit(MAX_CONCURRENT_FETCHES);
  const timeouts = createBoundedMap<number>(MAX_REMEMBERED_HOSTS);
  let totalBytes = 0;

  const fetchSignal = (): AbortSignal =>
    AbortSignal.any([options.signal, closing.signal, AbortSignal.timeout(MAX_FETCH_MS)]);

  const isDead = (request: FetchRequest): boolean => (timeouts.get(hostOf(request)) ?? 0) >= MAX_TIMEOUTS_OF_A_HOST;

  const forgetOldest = (): void => {
    totalBytes -= answers.deleteOldest()?.bytes ?? 0;
  };

  const remember = (key: string, request: FetchRequest, policy: AddressPolicy): Promise<Fetched> => {
    const asked = limit(async () =>
      isDead(request) ? deadHost(request) : fetchUrl(request, { ...options, policy, signal: fetchSignal() }),
    );
    if (answers.size() >= MAX_REMEMBERED_ANSWERS) forgetOldest();
    const answer: Remembered = { asked, bytes: 0 };
    answers.set(key, answer);
    void asked.then(({ record, body }) => {
      if (record.outcome === 'timeout') timeouts.set(hostOf(request), (timeouts.get(hostOf(request)) ?? 0) + 1);
      if (answers.get(key) !== answer) return;
      answer.bytes = body?.length ?? 0;
      totalBytes += answer.bytes;
      while (totalBytes > MAX_REMEMBERED_BYTES && answers.size() > 1) forgetOldest();
    });
    return asked;
  };

  const fetch: FetchOnce = async (request, policy, signal) => {
    const key = `${policy.key}\n${keyOf(request)}`;
    const known = answers.get(key);
    if (known === undefined && isDead(request)) return deadHost(request);
    const asked = known?.asked ?? remember(key, request, policy);
    return (await untilAborted(asked, signal)) ?? outOfTime(request, signal);
  };
  let preparing: Promise<void> | undefined;
  const prepare = (): Promise<void> => {
    preparing ??= import('undici').then(() => undefined);
    return preparing;
  };
  return { prepare, fetch, close: () => closing.abort() };
}

interface Remembered {
  readonly asked: Promise<Fetched>;
  /** Of the body, once it is there. */
  bytes: number;
}

function keyOf({ url, body }: FetchRequest): string {
  const parsed = parseFetchUrl(url);
  const question = body === undefined ? '' : Buffer.from(body.bytes).toString('base64');
  return `${parsed.ok ? parsed.value.href : url} ${question}`;
}

function deadHost(request: FetchRequest): Fetched {
  const message = `Not fetched: ${MAX_TIMEOUTS_OF_A_HOST} earlier fetches from this host timed out.`;
  return unasked(request, 'timeout', message);
}

function hostOf({ url }: FetchRequest): string {
  const parsed = parseFetchUrl(url);
  return parsed.ok ? parsed.value.host : '';
}

/** The fetch goes on for others; this endpoint has no more time for it. */
function outOfTime(request: FetchRequest, signal: AbortSignal): Fetched {
  const outcome = abortKind(signal);
  const message = outcome === 'timeout' ? 'The time limit for this endpoint was reached.' : 'The run was interrupted.';
  return unasked(request, outcome, message);
}

function unasked({ url, body }: FetchRequest, outcome: 'timeout' | 'aborted', message: string): Fetched {
  const method = body === undefined ? 'GET' : 'POST';
  const nothing = { redirects: [], address: null, status: null, bytes: 0, durationMs: 0 };
  return { record: { method, url, ...nothing, outcome, message }, body: undefined };
}
