import type { AttentiveClock } from '../async/attentive-clock.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { Asker, FetchState } from './asker.ts';
import { fetchAborted, type FetchFailure, fetchFailure, neverBegun, notFetched } from './fetch-failure.ts';
import type { FetchQueue, NoTurn, QueuePlace } from './fetch-queue.ts';
import type { Fetched, FetchControl } from './fetch-url.ts';
import type { HeldBody } from './held-bodies.ts';
import type { CountedRequest } from './request-credit.ts';
import type { SilentHosts } from './silent-hosts.ts';

/** One question of a run, and the endpoints that wait for its answer. */
export interface FetchJob {
  readonly body: HeldBody;
  /** Endpoints that wait for it. Without any it goes on, for those that will ask later. */
  readonly waiting: Set<Asker>;
  /** Endpoints for which its bytes are counted: all that have asked for it and have bytes left. None once it has ended. */
  readonly payers: Set<Asker>;
  /** Requests made for it. */
  readonly requests: CountedRequest[];
  readonly end: AbortController;
  state: FetchState;
  /** Of the sockets, so far. */
  arrivedBytes: number;
  place: QueuePlace | undefined;
  /** No endpoint waited for it any longer, so that it left the queue and never had its turn. */
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

export interface FetchControlOptions {
  readonly queue: FetchQueue;
  readonly silentHosts: SilentHosts;
  /** The clock of the fetch. */
  readonly hold: (() => () => void) | undefined;
  /** Counts the time in which an answer could have been read. */
  readonly attention: Pick<AttentiveClock, 'nowMs'>;
  /** A host that was silent for less than this is not blamed: those before it on the way have taken the time. */
  readonly blameAfterMs: number;
  readonly onBytes: (bytes: number) => void;
  readonly onBody: (bytes: number) => void;
}

/** Lets each request of a job begin. While one waits for that, neither the job's clock runs nor that of its endpoints. */
export function createFetchControl(job: FetchJob, options: FetchControlOptions): FetchControl {
  const { queue, silentHosts, hold, attention, blameAfterMs, onBytes, onBody } = options;
  const explain = (noTurn: NoTurn): Result<never, FetchFailure> => {
    if (job.end.signal.aborted) return fetchAborted(job.end.signal);
    if (noTurn.kind === 'left') {
      job.isAbandoned = true;
      return err(neverBegun);
    }
    job.limit ??= noTurn.reason;
    return fetchFailure('limit', notFetched(noTurn.reason));
  };
  return {
    onBytes,
    onBody,
    begin: async (host) => {
      const letGo = hold?.();
      job.place = queue.enter(host, job.waiting.size > 0 ? job.waiting : [...job.payers].slice(0, 1));
      setState(job, 'queued');
      const turn = await job.place.turn;
      job.place = undefined;
      setState(job, 'asking');
      letGo?.();
      if (!turn.ok) return explain(turn.error);
      const { asker, request, end } = turn.value;
      const silence = silentHosts.describe(host, asker);
      if (silence !== undefined) {
        end();
        return fetchFailure('timeout', silence);
      }
      job.requests.push(request);
      const startedMs = attention.nowMs();
      return ok((answer) => {
        end();
        if (answer === 'answered') silentHosts.hasAnswered(host);
        const isToBlame = answer === 'silent' && attention.nowMs() - startedMs >= blameAfterMs;
        if (isToBlame) silentHosts.wasSilent(host, asker);
      });
    },
  };
}
