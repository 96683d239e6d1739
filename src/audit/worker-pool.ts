import { deserialize } from 'node:v8';

import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { ResolvedEndpoint } from '../model/endpoint.ts';
import type { Fetcher } from '../net/create-fetcher.ts';
import { createTurnstile } from '../net/turnstile.ts';
import type { AuditedEndpoint, AuditEndpoint } from './audited-endpoint.ts';
import type { JudgementFacts } from './endpoint-auditor.ts';
import { defaultPulseRate, type PulseRate } from './pulse.ts';
import { sendStore } from './sent-store.ts';
import type { SentEndpoint, WorkerSetup } from './worker-messages.ts';
import { openWorkerPlace, type WorkerPlace } from './worker-place.ts';

export interface WorkerPoolOptions {
  /** Threads at most; each is started for the first endpoint that it gets. */
  readonly count: number;
  readonly facts: JudgementFacts;
  readonly options: WorkerSetup['options'];
  /** Fetches for all of them. */
  readonly fetcher: Fetcher;
  /** Those of endpoints outside any deployment; others always are. */
  readonly areObservationsRead: boolean;
  /** The file a thread is started with; absent: ours. */
  readonly program?: URL;
  /** How a thread is found to hang; absent: `defaultPulseRate`. */
  readonly pulseRate?: PulseRate;
}

export interface WorkerPool {
  /** Rejects where the thread broke that had the endpoint to itself: it is what broke the thread, then. */
  readonly audit: AuditEndpoint;
  /** Why threads broke, each reason once. */
  readonly breaks: () => readonly string[];
  /** Ends all threads, whatever they are at. */
  readonly close: () => Promise<void>;
}

/**
 * Spreads endpoints over threads that ask and judge them. Who calls decides how many are under way. Where a thread breaks or hangs,
 * nobody knows by which of its endpoints: each is asked again, one at a time, in a thread for that alone.
 */
export function createWorkerPool({
  count,
  facts,
  options,
  fetcher,
  areObservationsRead,
  program = ownProgram,
  pulseRate = defaultPulseRate,
}: WorkerPoolOptions): WorkerPool {
  const setup = { ...setupOf(facts, options), areObservationsRead };
  const breaks = new Set<string>();
  const onBreak = (reason: string): void => {
    if (breaks.size < maxReasonsKept) breaks.add(reason);
  };
  const open = (): WorkerPlace => openWorkerPlace({ program, setup, fetcher, onBreak, pulseRate });
  const places = Array.from({ length: count }, open);
  const suspects = open();
  const oneByOne = createTurnstile(1);
  let isClosed = false;
  return {
    audit: async (endpoint, one) => {
      if (endpoint.fetch !== undefined) await fetcher.prepare();
      const place = pinned(endpoint, places) ?? leastBusy(places);
      const sent = await place.audit(endpoint, one).catch((reason: unknown) => {
        if (isClosed) throw reason;
        return oneByOne(() => suspects.audit(endpoint, one));
      });
      return sent.map(receive);
    },
    breaks: () => [...breaks],
    close: async () => {
      isClosed = true;
      await Promise.all([...places, suspects].map(({ close }) => close()));
    },
  };
}

/** Stands beside this file, in the sources as in what is built of them. */
const ownProgram = new URL('./audit-worker.js', import.meta.url);

/** A bug has one reason, a machine out of memory perhaps a second. */
const maxReasonsKept = 8;

function setupOf(facts: JudgementFacts, options: WorkerSetup['options']): Omit<WorkerSetup, 'areObservationsRead'> {
  const { now: asOf, stores, publicStore, overrides, waivers = new Map() } = facts;
  const { provePossession, clientIdentity, keyTypes, handshake, failOn } = options;
  return {
    asOf,
    stores: new Map([...stores].map(([name, store]) => [name, sendStore(store)] as const)),
    publicStore: sendStore(publicStore),
    overrides,
    waivers,
    options: { provePossession, clientIdentity, keyTypes, handshake, failOn },
  };
}

/** Who dials an address without SNI remembers its answer: all its endpoints go to one place, so that it is asked once. */
function pinned(
  { probeWithoutServerName, address, port }: ResolvedEndpoint,
  places: readonly WorkerPlace[],
): WorkerPlace | undefined {
  if (!probeWithoutServerName) return undefined;
  let hash = port;
  for (const character of address) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return places[hash % places.length];
}

function leastBusy(places: readonly WorkerPlace[]): WorkerPlace {
  return places.reduce((best, place) => (place.jobsUnderWay() < best.jobsUnderWay() ? place : best));
}

function receive({ note, line, observation }: SentEndpoint): AuditedEndpoint {
  const readObservation = (): EndpointObservation => {
    if (observation === null) throw new Error('observations are not read in this run: see `areObservationsRead`');
    return deserialize(observation);
  };
  return { note, line, readReport: () => JSON.parse(line), readObservation };
}
