import { Worker } from 'node:worker_threads';

import type { ResolvedEndpoint } from '../model/endpoint.ts';
import { createAddressPolicy } from '../net/address-policy.ts';
import type { Fetcher } from '../net/create-fetcher.ts';
import { createOutbox } from './outbox.ts';
import { defaultPulseRate, type Pulse, type PulseRate, watchPulse } from './pulse.ts';
import type { FromWorker, SentEndpoint, SentTry, ToWorker, WorkerSetup } from './worker-messages.ts';

/** A place for a worker thread: empty at first, and again once its thread broke. */
export interface WorkerPlace {
  /** Rejects where the thread broke meanwhile. */
  readonly audit: (endpoint: ResolvedEndpoint, one: SentTry) => Promise<readonly SentEndpoint[]>;
  readonly jobsUnderWay: () => number;
  /** Ends the thread, whatever it is at. */
  readonly close: () => Promise<void>;
}

interface Job {
  readonly resolve: (found: readonly SentEndpoint[]) => void;
  readonly reject: (error: Error) => void;
}

export interface WorkerPlaceOptions {
  /** The file a thread is started with. */
  readonly program: URL;
  readonly setup: WorkerSetup;
  /** Fetches for the thread. */
  readonly fetcher: Fetcher;
  /** A thread broke, for this reason. */
  readonly onBreak: (reason: string) => void;
  /** How a thread is found to hang; it is ended then, and has broken. Absent: `defaultPulseRate`. */
  readonly pulseRate?: PulseRate;
}

/** Makes a place. Its thread is started for the first endpoint, and after a break for the next one. */
export function openWorkerPlace({
  program,
  setup,
  fetcher,
  onBreak,
  pulseRate = defaultPulseRate,
}: WorkerPlaceOptions): WorkerPlace {
  const jobs = new Map<number, Job>();
  let worker: Worker | undefined;
  let isClosed = false;
  let nextJob = 0;

  const tell = createOutbox<ToWorker>((messages) => worker?.postMessage(messages));

  const start = (): Worker => {
    const started = new Worker(program, { workerData: setup });
    let reason: Error | undefined;
    let pulse: Pulse | undefined;
    const end = (why: Error): void => {
      reason ??= why;
      void started.terminate();
    };
    started.on('online', () => {
      pulse = watchPulse(pulseRate, {
        hasWork: () => jobs.size > 0,
        ask: () => tell({ kind: 'beat' }),
        onHung: () => end(new Error('it hung')),
      });
    });
    started.on('message', (messages: readonly FromWorker[]) => {
      pulse?.heard();
      for (const message of messages) hear(message);
    });
    started.on('messageerror', end);
    started.on('error', (error) => {
      reason ??= error;
    });
    started.on('exit', (code) => {
      pulse?.stop();
      if (worker === started) lose(reason ?? new Error(`it ended with code ${code}`));
    });
    return started;
  };
  const giveUpJobs = (why: string): void => {
    const lost = [...jobs.values()];
    jobs.clear();
    for (const { reject } of lost) reject(new Error(why));
  };
  const lose = (reason: Error): void => {
    worker = undefined;
    onBreak(reason.message);
    giveUpJobs(`a worker thread broke: ${reason.message}`);
  };
  const hear = (message: FromWorker): void => {
    switch (message.kind) {
      case 'fetch':
        void fetchFor(message);
        break;
      case 'audited':
        jobs.get(message.job)?.resolve(message.found);
        jobs.delete(message.job);
        break;
      case 'beat':
        break;
    }
  };
  const fetchFor = async ({ question, request, allow }: Extract<FromWorker, { kind: 'fetch' }>): Promise<void> => {
    const from = worker;
    const policy = createAddressPolicy(allow);
    if (!policy.ok) throw new Error(`the address policy was not checked at the door: ${policy.error}`);
    const fetched = await fetcher.fetch(request, policy.value, new AbortController().signal);
    // A thread that broke meanwhile has taken its questions along.
    if (worker === from) tell({ kind: 'fetched', question, fetched });
  };
  return {
    audit: (endpoint, { timeoutMs, earlierTries }) =>
      new Promise((resolve, reject) => {
        if (isClosed) return reject(new Error('the run has ended'));
        worker ??= start();
        const job = nextJob++;
        jobs.set(job, { resolve, reject });
        tell({ kind: 'audit', job, endpoint, one: { timeoutMs, earlierTries } });
      }),
    jobsUnderWay: () => jobs.size,
    close: async () => {
      isClosed = true;
      const open = worker;
      worker = undefined;
      giveUpJobs('the run has ended');
      await open?.terminate();
    },
  };
}
