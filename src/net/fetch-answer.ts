import type { Asker } from './asker.ts';
import { abortKind } from './failure.ts';
import type { FetchBounds } from './fetch-bounds.ts';
import { type FetchJob, leaveJob } from './fetch-job.ts';
import { type Fetched, type FetchRequest, parseFetchUrl } from './fetch-url.ts';

/** What `FetchOnce` returns. */
export interface Answer extends Fetched {
  /** To be called if the body is what was asked for: a host that has something for us may be asked for more. */
  readonly wasUseful: () => void;
}

/** `left`: the asker's time ended before, `left-queued`: before the fetch had its turn. */
export async function untilLeft(job: FetchJob, asker: Asker): Promise<Fetched | 'left' | 'left-queued'> {
  let stopWaiting = (): void => undefined;
  const left = new Promise<'left' | 'left-queued'>((resolve) => {
    stopWaiting = asker.onEnd(() => {
      const isOurs = job.state === 'queued' && abortKind(asker.signal) === 'timeout';
      leaveJob(job, asker);
      resolve(isOurs ? 'left-queued' : 'left');
    });
  });
  try {
    return await Promise.race([job.answer, left]);
  } finally {
    stopWaiting();
  }
}

/** What makes two questions the same: the URL as it is dialed, the way to get there, and what is posted. */
export function keyOf({ url, body, proxy = '' }: FetchRequest): string {
  const parsed = parseFetchUrl(url);
  const question = body === undefined ? '' : Buffer.from(body.bytes).toString('base64');
  return `${parsed.ok ? parsed.value.href : url} ${question} ${proxy}`;
}

/** Why an endpoint gets no more; goes into `notFetched`. */
export function bytesLimit({ bytesOfEndpoint }: FetchBounds): string {
  return `at most ${bytesOfEndpoint} bytes are fetched for an endpoint`;
}

/** The fetch goes on for others; this endpoint has no more time for it. */
export function outOfTime(signal: AbortSignal): Pick<Fetched['record'], 'outcome' | 'message'> {
  const outcome = abortKind(signal);
  const message = outcome === 'timeout' ? 'The time limit for this endpoint was reached.' : 'The run was interrupted.';
  return { outcome, message };
}

/** The answer where nothing was asked. */
export function unasked({ url, body }: FetchRequest, why: Pick<Fetched['record'], 'outcome' | 'message'>): Answer {
  const method = body === undefined ? 'GET' : 'POST';
  const nothing = { redirects: [], address: null, status: null, bytes: 0, durationMs: 0 };
  return {
    record: { method, url, ...nothing, ...why },
    body: undefined,
    sha256: undefined,
    wasUseful: () => undefined,
  };
}
