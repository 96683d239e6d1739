import type { KeyObject } from 'node:crypto';

import type { SiteBatch, SiteOptions } from '../../model/site-messages.ts';
import { createDialGuard, type DialPermission } from '../../net/dial-guard.ts';
import { createMozillaStore, mozillaStoreName } from '../../pki/trust/mozilla-store.ts';
import { createTrustStore } from '../../pki/trust/trust-store.ts';
import { createPace } from '../../scan/pace.ts';
import type { WorkerEngine } from '../../sites/contract.ts';
import { requestsOfBatch } from '../../sites/message-bounds.ts';
import { type GatherBatch, runWorker } from '../../sites/worker.ts';
import type { WorkerCounts } from '../../sites/worker-counts.ts';
import type { AuditEnvironment, AuditOptions } from '../contract.ts';
import { createRunJudge } from '../run-judge.ts';
import { type BatchGatherer, createBatchGatherer } from './batch-gatherer.ts';

/** How this worker dials, whatever the one who scans asks for. */
export type SiteWorkerOptions = Pick<
  AuditOptions,
  | 'concurrency'
  | 'slow'
  | 'perAddress'
  | 'perHost'
  | 'rate'
  | 'dnsServers'
  | 'provePossession'
  | 'clientIdentity'
  | 'proxyPasswords'
  | 'environmentProxies'
>;

export interface SiteWorker {
  readonly site: string;
  readonly engine: WorkerEngine;
  readonly options: SiteWorkerOptions;
  /** All that may be dialed; empty: nothing. */
  readonly allow: readonly DialPermission[];
  readonly signKey: KeyObject | undefined;
  readonly counts: WorkerCounts;
  readonly log: (text: string) => void;
}

/** Runs that are remembered, with their names and what was fetched. Few scan the same site at once. */
const maxRuns = 4;

/** After so many requests a run begins anew: what is remembered of ids grows with them. */
const maxRequestsOfRun = 200_000;

/** A run that asks for nothing for so long is forgotten: its answers grow old. */
const forgottenAfterMs = 120_000;

/** Sees what the scanners ask for, until the signal is aborted. No verdicts, no trust: certificates are only read to know what to fetch. */
export async function runSiteWorker(worker: SiteWorker, given: AuditEnvironment): Promise<void> {
  const environment = { monotonicMs: () => given.now().getTime(), ...given };
  const { monotonicMs, now, signal } = environment;
  const { options, site, engine, counts } = worker;
  const guard = createDialGuard(worker.allow, '--allow');
  const pace = options.rate === undefined ? undefined : createPace(options.rate, monotonicMs);
  // Batches in hand are finished after the first signal.
  const end = new AbortController();
  const runs = new Map<string, { readonly gatherer: BatchGatherer; usedMs: number; inHand: number }>();

  const open = (wished: SiteOptions): BatchGatherer => {
    const { at, exclude: _, anchors, ...rest } = wished;
    const stores = new Map([[mozillaStoreName, createMozillaStore()]]);
    const ders = anchors.map((base64) => new Uint8Array(Buffer.from(base64, 'base64')));
    const own = createTrustStore({ name: 'scanner', source: 'the scanner', date: null, anchors: ders });
    if (own.ok) stores.set(own.value.name, own.value);
    return createBatchGatherer({
      ...createRunJudge({ now: new Date(at), stores, deployments: [] }),
      options: {
        ...options,
        ...rest,
        provePossession: rest.provePossession || options.provePossession,
        resolve: new Map(),
      },
      environment: { ...environment, signal: end.signal },
      ...{ guard, pace, site },
      onRefused: () => {
        counts.notAllowed += 1;
      },
    });
  };
  const forget = (): void => {
    const idle = [...runs].filter(([, { inHand }]) => inHand === 0).sort(([, a], [, b]) => a.usedMs - b.usedMs);
    for (const [index, [key, { gatherer, usedMs }]] of idle.entries()) {
      const isOld = monotonicMs() - usedMs > forgottenAfterMs || gatherer.taken() >= maxRequestsOfRun;
      if (!isOld && runs.size - index <= maxRuns) continue;
      gatherer.close();
      runs.delete(key);
    }
  };
  const timer = setInterval(forget, forgottenAfterMs / 4);
  const gather: GatherBatch = async function* (batch: SiteBatch, stop: AbortSignal) {
    const key = JSON.stringify([batch.run, batch.options]);
    const before = runs.get(key);
    if (before !== undefined && before.gatherer.taken() >= maxRequestsOfRun) {
      // Under another key it ends what it has in hand.
      runs.delete(key);
      runs.set(`${key} until ${monotonicMs()}`, before);
    }
    forget();
    const run = runs.get(key) ?? { gatherer: open(batch.options), usedMs: 0, inHand: 0 };
    runs.set(key, run);
    run.usedMs = monotonicMs();
    run.inHand += 1;
    try {
      yield* run.gatherer.gather(batch, stop);
    } finally {
      run.usedMs = monotonicMs();
      run.inHand -= 1;
    }
  };
  try {
    await runWorker({
      ...{ site, engine, gather, counts, now, signal, log: worker.log, signKey: worker.signKey },
      // Batches for twice the slots keep them busy while results are delivered.
      atOnce: 2 * Math.ceil(options.concurrency / requestsOfBatch),
    });
  } finally {
    clearInterval(timer);
    end.abort();
    for (const { gatherer } of runs.values()) gatherer.close();
    await engine.close();
  }
}
