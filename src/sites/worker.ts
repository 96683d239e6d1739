import type { KeyObject } from 'node:crypto';

import { sleep } from '../async/sleep.ts';
import { silentObservation } from '../model/silent-observation.ts';
import {
  decodeSiteBatch,
  type SiteBatch,
  type SiteEnvelope,
  siteEnvelopeSchema,
  siteMessageFormat,
  type SiteRefusal,
  type SiteRequest,
} from '../model/site-messages.ts';
import { tool } from '../model/tool.ts';
import type { Taken, WorkerEngine } from './contract.ts';
import { maxBatchBytes } from './message-bounds.ts';
import type { Gathered } from './gathered.ts';
import { createResultPacker } from './result-packer.ts';
import { signAnswer } from './signatures.ts';
import { fromSiteRequest } from './site-request.ts';
import type { WorkerCounts } from './worker-counts.ts';

/** Sees the endpoints of a batch. Ends early, with what there is, when the signal is aborted. */
export type GatherBatch = (batch: SiteBatch, signal: AbortSignal) => AsyncIterable<Gathered>;

export interface WorkerOptions {
  readonly site: string;
  readonly engine: WorkerEngine;
  readonly gather: GatherBatch;
  /** Ed25519; absent: answers are not signed. */
  readonly signKey?: KeyObject | undefined;
  /** Batches in hand at once. */
  readonly atOnce: number;
  readonly counts: WorkerCounts;
  readonly now: () => Date;
  /** A line for the operator. */
  readonly log: (text: string) => void;
  /** Aborted: no more batches are taken, and those in hand are finished or given back. */
  readonly signal: AbortSignal;
  /** How long batches in hand may take after that. Absent: ten seconds. */
  readonly graceMs?: number;
  /** How long to wait between two looks at a run that takes no results. Absent: two seconds. */
  readonly lookEveryMs?: number;
}

/** A batch that so many workers have died on is split, so that the endpoint at fault is found. */
const deathsOfBatch = 2;

/** And an endpoint that so many have died on alone is dialed no more. */
const deathsOfEndpoint = 3;

/** Parts of a batch that is split: with a hundred requests two splits leave one for each part, or two. */
const partsOfBatch = 10;

/** A worker waits this long with a batch for a run that takes no results, then puts it behind the others: brokers end deliveries after 30 minutes. */
const longestWaitMs = 300_000;

/** For the same reason a batch that takes longer, with a low --rate for instance, is given back with what is left of it. */
const longestInHandMs = 1_200_000;

/** Takes batches of the site and delivers what is seen, until the signal is aborted. */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const { site, engine, atOnce, signal, graceMs = 10_000, log } = options;
  const hands = new Set<Promise<void>>();
  const grace = new AbortController();
  engine.takeBatches(site, atOnce, (taken) => {
    const hand = work(taken, options, grace.signal)
      .catch((bug: unknown) => {
        options.counts.failed += 1;
        log(`a batch failed: ${bug instanceof Error ? (bug.stack ?? bug.message) : String(bug)}`);
        // The count of its deliveries ends that.
        taken.fail();
      })
      .finally(() => hands.delete(hand));
    hands.add(hand);
  });
  await aborted(signal);
  await engine.stopTaking();
  if (hands.size > 0) log(`stopping: ${hands.size} ${hands.size === 1 ? 'batch' : 'batches'} in hand`);
  const never = new AbortController();
  const timer = setTimeout(() => grace.abort(), graceMs);
  // Without a broker nothing can be given back; what is not confirmed it hands out again.
  await Promise.race([Promise.all([...hands]), sleep(graceMs + leaveMs, never.signal)]);
  never.abort();
  clearTimeout(timer);
}

/** For giving back what is in hand when the time is up. */
const leaveMs = 5_000;

async function work(taken: Taken, options: WorkerOptions, end: AbortSignal): Promise<void> {
  const { counts, site } = options;
  counts.taken += 1;
  const read = readBatch(taken.body, site);
  if (read.kind !== 'batch') {
    counts.refused += 1;
    if (read.kind === 'refused') await refuse(read.envelope, read.reason, options);
    else options.log('a message that is no batch was dropped; see who may write to the broker');
    taken.confirm();
    return;
  }
  const { batch } = read;
  if (taken.earlierTimes >= deathsOfBatch && batch.requests.length > 1) {
    await split(batch, options);
    taken.confirm();
    return;
  }
  if (taken.earlierTimes >= deathsOfEndpoint) {
    await deliverAll([poisoned(batch.requests[0], taken.earlierTimes, options)], batch, options);
    taken.confirm();
    return;
  }
  const wanted = await untilWanted(batch, options, end);
  if (wanted === 'given back') await giveBack(batch, batch.requests, options);
  if (wanted === 'wanted') await see(batch, options, end);
  taken.confirm();
}

type ReadBatch =
  | { readonly kind: 'batch'; readonly batch: SiteBatch }
  | { readonly kind: 'refused'; readonly envelope: SiteEnvelope; readonly reason: SiteRefusal['reason'] }
  | { readonly kind: 'nothing' };

function readBatch(body: Uint8Array, site: string): ReadBatch {
  if (body.length > maxBatchBytes) return { kind: 'nothing' };
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8'));
  } catch {
    return { kind: 'nothing' };
  }
  const envelope = siteEnvelopeSchema.safeParse(json);
  if (!envelope.success) return { kind: 'nothing' };
  if (envelope.data.format !== siteMessageFormat) return { kind: 'refused', envelope: envelope.data, reason: 'format' };
  const batch = decodeSiteBatch(json);
  return batch.ok && batch.value.site === site && hasUniqueIds(batch.value)
    ? { kind: 'batch', batch: batch.value }
    : { kind: 'refused', envelope: envelope.data, reason: 'unreadable' };
}

function hasUniqueIds({ requests }: SiteBatch): boolean {
  return new Set(requests.map(({ id }) => id)).size === requests.length;
}

async function refuse(
  { run, batch, format }: SiteEnvelope,
  reason: SiteRefusal['reason'],
  options: WorkerOptions,
): Promise<void> {
  const { site, log } = options;
  log(
    reason === 'format'
      ? `a batch of format ${format} was refused: this program reads format ${siteMessageFormat}; run the version of the scanner here`
      : 'a batch that is not well-formed was refused; run the version of the scanner here, and see who may write to the broker',
  );
  const answer: SiteRefusal = {
    ...{ format: siteMessageFormat, run, batch, site, kind: 'refused', reason },
    ...{ reads: siteMessageFormat, version: tool.version },
  };
  await deliver(run, Buffer.from(JSON.stringify(answer)), options);
}

async function split(batch: SiteBatch, { engine, site, counts, log }: WorkerOptions): Promise<void> {
  const size = Math.ceil(batch.requests.length / partsOfBatch);
  log(`a batch of ${batch.requests.length} endpoints, on which ${deathsOfBatch} workers died, is split`);
  counts.split += 1;
  for (let start = 0; start < batch.requests.length; start += size) {
    const part = {
      ...batch,
      batch: `${batch.batch}.${start / size}`,
      requests: batch.requests.slice(start, start + size),
    };
    await engine.offer(site, Buffer.from(JSON.stringify(part)));
  }
}

function poisoned(request: SiteRequest | undefined, times: number, { site, now, log }: WorkerOptions): Gathered {
  if (request === undefined) throw new Error('a batch without requests');
  const message = `${times} workers of the site ${site} ended while they audited this endpoint; look at their log, and report it as a bug.`;
  log(`${request.id}: given up, ${times} workers died on it`);
  const observation = silentObservation(fromSiteRequest(request), now(), {
    stage: 'site',
    kind: 'internal-error',
    message,
  });
  return { request: request.id, observations: [observation], excluded: [], leftOut: [] };
}

/** Waits until the one who scans takes results of the run. */
async function untilWanted(
  { run }: SiteBatch,
  { engine, counts, lookEveryMs = 2_000 }: WorkerOptions,
  end: AbortSignal,
): Promise<'wanted' | 'dropped' | 'given back'> {
  for (let waitedMs = 0; waitedMs < longestWaitMs && !end.aborted; waitedMs += lookEveryMs) {
    const state = await engine.runState(run);
    if (state === 'ready') return 'wanted';
    if (state === 'gone') {
      counts.dropped += 1;
      return 'dropped';
    }
    await sleep(lookEveryMs, end);
  }
  return 'given back';
}

/** Dials, and delivers what is ready from time to time, so that the scanner sees that it goes on. */
async function see(batch: SiteBatch, options: WorkerOptions, end: AbortSignal): Promise<void> {
  const left = new Map(batch.requests.map((request) => [request.id, request]));
  const packer = createResultPacker(batch);
  let state: DeliveredState = 'kept';
  const stop = new AbortController();
  const tooLong = setTimeout(() => stop.abort(), longestInHandMs);
  for await (const gathered of options.gather(batch, AbortSignal.any([end, stop.signal]))) {
    left.delete(gathered.request);
    options.counts.endpoints += 1;
    for (const body of packer.add(gathered)) if (state === 'kept') state = await deliver(batch.run, body, options, end);
    if (state !== 'kept') stop.abort();
  }
  clearTimeout(tooLong);
  const rest = packer.rest();
  if (rest !== undefined && state === 'kept') state = await deliver(batch.run, rest, options, end);
  if (state === 'gone') options.counts.dropped += 1;
  else if (state === 'given up') await giveBack(batch, batch.requests, options);
  else if (left.size > 0) await giveBack(batch, [...left.values()], options);
}

async function deliverAll(gathered: readonly Gathered[], batch: SiteBatch, options: WorkerOptions): Promise<void> {
  const packer = createResultPacker(batch);
  for (const each of gathered) for (const body of packer.add(each)) await deliver(batch.run, body, options);
  const rest = packer.rest();
  if (rest !== undefined) await deliver(batch.run, rest, options);
}

type DeliveredState = 'kept' | 'gone' | 'given up';

/** Delivers until it is kept: if too many results wait, after a while again. */
async function deliver(
  run: string,
  body: Uint8Array,
  options: WorkerOptions,
  end: AbortSignal = options.signal,
): Promise<DeliveredState> {
  const { engine, site, signKey, counts, lookEveryMs = 2_000 } = options;
  const signature = signKey && signAnswer(body, signKey);
  for (let waitedMs = 0; waitedMs < longestWaitMs; waitedMs += lookEveryMs) {
    const state = await engine.deliver({ run, site, body, signature });
    if (state !== 'full') {
      if (state === 'kept') counts.delivered += 1;
      return state;
    }
    counts.full += 1;
    if (end.aborted) break;
    await sleep(lookEveryMs, end);
  }
  return 'given up';
}

/** Puts requests behind the other batches of the site, as a new batch: handing the old one back would count as a death. */
async function giveBack(
  batch: SiteBatch,
  requests: readonly SiteRequest[],
  { engine, site, counts }: WorkerOptions,
): Promise<void> {
  counts.givenBack += 1;
  await engine.offer(site, Buffer.from(JSON.stringify({ ...batch, requests })));
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
