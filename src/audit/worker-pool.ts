import { deserialize } from 'node:v8';
import { Worker } from 'node:worker_threads';

import type { ResolvedEndpoint } from '../model/endpoint.ts';
import { createAddressPolicy } from '../net/address-policy.ts';
import type { Fetcher } from '../net/create-fetcher.ts';
import type { AuditedEndpoint, AuditEndpoint } from './audited-endpoint.ts';
import type { JudgementFacts } from './endpoint-auditor.ts';
import { sendStore } from './sent-store.ts';
import type { FromWorker, SentEndpoint, ToWorker, WorkerSetup } from './worker-messages.ts';

export interface WorkerPoolOptions {
  /** Threads at most; each is started for the first endpoint that it gets. */
  readonly count: number;
  readonly facts: JudgementFacts;
  readonly options: WorkerSetup['options'];
  /** Fetches for all of them. */
  readonly fetcher: Fetcher;
  /** The file a thread is started with; absent: ours. */
  readonly program?: URL;
}

export interface WorkerPool {
  /** Rejects where the thread broke that had the endpoint; the next endpoint gets a new one. */
  readonly audit: AuditEndpoint;
  /** Ends all threads, whatever they are at. */
  readonly close: () => Promise<void>;
}

/** Spreads endpoints over threads that ask and judge them. Who calls decides how many are under way. */
export function createWorkerPool({
  count,
  facts,
  options,
  fetcher,
  program = ownProgram,
}: WorkerPoolOptions): WorkerPool {
  const { now: asOf, stores, overrides, waivers = new Map() } = facts;
  const sent = new Map([...stores].map(([name, store]) => [name, sendStore(store)] as const));
  const setup: WorkerSetup = { asOf, stores: sent, overrides, waivers, options: plainOptions(options) };
  const threads = Array.from({ length: count }, () => openThread(program, setup, fetcher));
  return {
    audit: async (endpoint, { timeoutMs }) => {
      if (endpoint.fetch !== undefined) await fetcher.prepare();
      const thread = pinned(endpoint, threads) ?? leastBusy(threads);
      return (await thread.audit(endpoint, timeoutMs)).map(receive);
    },
    close: async () => void (await Promise.all(threads.map(({ close }) => close()))),
  };
}

/** Stands beside this file, in the sources as in what is built of them. */
const ownProgram = new URL('./audit-worker.js', import.meta.url);

function plainOptions(options: WorkerSetup['options']): WorkerSetup['options'] {
  const { provePossession, clientIdentity, keyTypes, failOn } = options;
  return { provePossession, clientIdentity, keyTypes, failOn };
}

/** Who dials an address without SNI remembers its answer: all its endpoints go to one thread, so that it is asked once. */
function pinned(
  { probeWithoutServerName, address, port }: ResolvedEndpoint,
  threads: readonly Thread[],
): Thread | undefined {
  if (!probeWithoutServerName) return undefined;
  let hash = port;
  for (const character of address) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return threads[hash % threads.length];
}

function leastBusy(threads: readonly Thread[]): Thread {
  return threads.reduce((best, thread) => (thread.jobsUnderWay() < best.jobsUnderWay() ? thread : best));
}

function receive({ note, line, observation }: SentEndpoint): AuditedEndpoint {
  return { note, line, read: () => ({ observation: deserialize(observation), report: JSON.parse(line) }) };
}

interface Thread {
  readonly audit: (endpoint: ResolvedEndpoint, timeoutMs: number) => Promise<readonly SentEndpoint[]>;
  readonly jobsUnderWay: () => number;
  readonly close: () => Promise<void>;
}

interface Job {
  readonly resolve: (found: readonly SentEndpoint[]) => void;
  readonly reject: (error: Error) => void;
}

/** One place for a thread: empty at first, and again once its thread broke. */
function openThread(program: URL, setup: WorkerSetup, fetcher: Fetcher): Thread {
  const jobs = new Map<number, Job>();
  let worker: Worker | undefined;
  let isClosed = false;
  let nextJob = 0;

  const start = (): Worker => {
    const started = new Worker(program, { workerData: setup });
    let reason: Error | undefined;
    started.on('message', (message: FromWorker) => hear(message, started));
    started.on('messageerror', (error) => {
      reason ??= error;
      void started.terminate();
    });
    started.on('error', (error) => {
      reason ??= error;
    });
    started.on('exit', (code) => {
      if (worker === started) lose(reason ?? new Error(`it ended with code ${code}`));
    });
    return started;
  };
  const lose = (reason: Error): void => {
    worker = undefined;
    const lost = [...jobs.values()];
    jobs.clear();
    for (const { reject } of lost) reject(new Error(`a worker thread broke: ${reason.message}`));
  };
  const hear = (message: FromWorker, from: Worker): void => {
    if (message.kind === 'fetch') void fetchFor(message, from);
    else {
      jobs.get(message.job)?.resolve(message.found);
      jobs.delete(message.job);
    }
  };
  const fetchFor = async (
    { question, request, allow }: Extract<FromWorker, { kind: 'fetch' }>,
    from: Worker,
  ): Promise<void> => {
    const policy = createAddressPolicy(allow);
    if (!policy.ok) throw new Error(`the address policy was not checked at the door: ${policy.error}`);
    const fetched = await fetcher.fetch(request, policy.value, new AbortController().signal);
    tell(from, { kind: 'fetched', question, fetched });
  };
  return {
    audit: (endpoint, timeoutMs) =>
      new Promise((resolve, reject) => {
        if (isClosed) return reject(new Error('the run has ended'));
        worker ??= start();
        const job = nextJob++;
        jobs.set(job, { resolve, reject });
        tell(worker, { kind: 'audit', job, endpoint, timeoutMs });
      }),
    jobsUnderWay: () => jobs.size,
    close: async () => {
      isClosed = true;
      const open = worker;
      worker = undefined;
      await open?.terminate();
    },
  };
}

function tell(worker: Worker, message: ToWorker): void {
  worker.postMessage(message);
}
