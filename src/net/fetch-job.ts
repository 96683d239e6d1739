import { err, ok } from '../model/result.ts';
import type { Asker, FetchState } from './asker.ts';
import { fetchAborted, type FetchFailure, fetchFailure } from './fetch-failure.ts';
import type { FetchQueue, QueuePlace } from './fetch-queue.ts';
import type { Fetched, FetchGate } from './fetch-url.ts';
import type { HeldBody } from './held-bodies.ts';
import type { SilentHosts } from './silent-hosts.ts';

/** One question of a run, and the endpoints that wait for its answer. */
export interface FetchJob {
  readonly body: HeldBody;
  /** Endpoints that wait for it. Without any it goes on, for those that will ask later. */
  readonly waiting: Set<Asker>;
  /** Endpoints for which its bytes are counted: all that have asked for it and have bytes left. */
  readonly payers: Set<Asker>;
  /** Hosts asked, and who was charged with each request. */
  readonly requests: { readonly host: string; readonly asker: Asker }[];
  readonly end: AbortController;
  state: FetchState;
  /** Of the sockets, so far. */
  arrivedBytes: number;
  place: QueuePlace | undefined;
  /** Nobody waited for it any longer, so that it left the queue. */
  isAbandoned: boolean;
  /** Why a bound of ours ended it. */
  limit: string | undefined;
  answer: Promise<Fetched>;
}

export function createJob(): FetchJob {
  return {
    body: { bytes: 0, holders: 0 },
    waiting: new Set(),
    payers: new Set(),
    requests: [],
    end: new AbortController(),
    state: 'asking',
    arrivedBytes: 0,
    place: undefined,
    isAbandoned: false,
    limit: undefined,
    answer: new Promise(() => undefined),
  };
}

/** The endpoint waits for the answer from now on. */
export function joinJob(job: FetchJob, asker: Asker): void {
  if (job.waiting.has(asker)) return;
  job.waiting.add(asker);
  job.payers.add(asker);
  asker.count(job.state, 1);
  job.place?.join(asker);
}

/** The endpoint waits no longer. */
export function leaveJob(job: FetchJob, asker: Asker): void {
  if (!job.waiting.delete(asker)) return;
  asker.count(job.state, -1);
  job.place?.leave(asker);
  job.isAbandoned ||= job.place !== undefined && job.waiting.size === 0;
}

function setState(job: FetchJob, state: FetchState): void {
  for (const asker of job.waiting) {
    asker.count(state, 1);
    asker.count(job.state, -1);
  }
  job.state = state;
}

/** Ends a job because a bound of ours is reached: `message` goes after "Not fetched: ". */
export function cutJob(job: FetchJob, message: string): void {
  job.limit ??= message;
  job.end.abort(new DOMException('a bound is reached', 'AbortError'));
}

export interface GateOptions {
  readonly queue: FetchQueue;
  readonly silentHosts: SilentHosts;
  /** The clock of the fetch. */
  readonly hold: (() => () => void) | undefined;
  readonly monotonicMs: () => number;
  /** A host that was silent for less than this is not blamed: those before it on the way have taken the time. */
  readonly blameAfterMs: number;
  readonly onBytes: (bytes: number) => void;
  readonly onBody: (bytes: number) => void;
}

/** The gate before each request of a job. While it waits there, neither its own clock runs nor that of its endpoints. */
export function createGate(job: FetchJob, options: GateOptions): FetchGate {
  const { queue, silentHosts, hold, monotonicMs, blameAfterMs, onBytes, onBody } = options;
  const limit = (message: string): { readonly ok: false; readonly error: FetchFailure } => {
    job.limit ??= message;
    return err({ outcome: 'limit', message: `Not fetched: ${message}.` });
  };
  return {
    onBytes,
    onBody,
    enter: async (host) => {
      const letGo = hold?.();
      job.place = queue.enter(host, job.waiting.size > 0 ? job.waiting : [...job.payers].slice(0, 1));
      setState(job, 'queued');
      const turn = await job.place.turn;
      job.place = undefined;
      setState(job, 'asking');
      letGo?.();
      if (!turn.ok) return job.end.signal.aborted ? fetchAborted(job.end.signal) : limit(turn.error);
      const { asker, end } = turn.value;
      const silence = silentHosts.describe(host, asker);
      if (silence !== undefined) {
        end();
        return fetchFailure('timeout', silence);
      }
      job.requests.push({ host, asker });
      const startedMs = monotonicMs();
      return ok((answer) => {
        end();
        if (answer === 'answered') silentHosts.hasAnswered(host);
        const isToBlame = answer === 'silent' && monotonicMs() - startedMs >= blameAfterMs;
        if (isToBlame) silentHosts.wasSilent(host, asker);
      });
    },
  };
}
