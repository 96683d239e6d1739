import { serialize } from 'node:v8';
import type { MessagePort } from 'node:worker_threads';

import type { ResolvedEndpoint } from '../model/endpoint.ts';
import { createFetcher } from '../net/create-fetcher.ts';
import type { Fetched } from '../net/fetch-url.ts';
import { renderEndpointLine } from '../report/data/render-ndjson.ts';
import { createDeadlines } from '../scan/deadlines.ts';
import type { AuditedEndpoint } from './audited-endpoint.ts';
import { createEndpointAuditor, guarded } from './endpoint-auditor.ts';
import { receiveStore } from './sent-store.ts';
import { createOutbox } from './outbox.ts';
import type { FromWorker, SentEndpoint, SentTry, ToWorker, WorkerSetup } from './worker-messages.ts';

/** A thread's own clocks. */
export interface WorkerClocks {
  readonly now: () => Date;
  readonly monotonicMs: () => number;
}

/** Audits what the port brings and sends back what came of it, until the thread is ended. */
export function serveAudits(port: MessagePort, setup: WorkerSetup, { now, monotonicMs }: WorkerClocks): void {
  const { asOf, stores, publicStore, overrides, waivers, options, areObservationsRead } = setup;
  const tell = createOutbox<FromWorker>((messages) => port.postMessage(messages));
  const questions = new Map<number, (fetched: Fetched) => void>();
  let asked = 0;
  // The run's interruption ends the thread, so no signal of this one is ever aborted.
  const { signal } = new AbortController();
  const deadlines = createDeadlines(signal);
  const fetcher = createFetcher({
    resolve: async () => ({ ok: false, error: { kind: 'not-found', message: 'A worker resolves no names.' } }),
    monotonicMs,
    signal,
    ask: (request, { policy: { allow } }) =>
      new Promise((resolve) => {
        questions.set(asked, resolve);
        tell({ kind: 'fetch', question: asked, request, allow });
        asked += 1;
      }),
  });
  const received = new Map([...stores].map(([name, store]) => [name, receiveStore(store)] as const));
  const facts = { now: asOf, stores: received, publicStore: receiveStore(publicStore), overrides, waivers };
  const auditor = createEndpointAuditor({ facts, options, fetcher, now, monotonicMs });
  const audit = guarded(auditor.audit, auditor.judge, now);
  const answer = async (
    job: number,
    endpoint: ResolvedEndpoint,
    { timeoutMs, earlierTries }: SentTry,
  ): Promise<void> => {
    const found = await deadlines.within(timeoutMs, (budget) => audit(endpoint, { ...budget, earlierTries }));
    tell({ kind: 'audited', job, found: found.map((each) => send(each, areObservationsRead)) });
  };
  const hear = (message: ToWorker): void => {
    switch (message.kind) {
      case 'audit':
        void answer(message.job, message.endpoint, message.one);
        break;
      case 'fetched':
        questions.get(message.question)?.(message.fetched);
        questions.delete(message.question);
        break;
      case 'beat':
        tell({ kind: 'beat' });
        break;
    }
  };
  port.on('message', (messages: readonly ToWorker[]) => messages.forEach(hear));
}

function send({ note, readReport, readObservation }: AuditedEndpoint, isObservationRead: boolean): SentEndpoint {
  const isSent = isObservationRead || note.isCompared;
  return { note, line: renderEndpointLine(readReport()), observation: isSent ? serialize(readObservation()) : null };
}
