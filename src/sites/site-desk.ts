import type { Endpoint } from '../model/endpoint.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { Failure } from '../model/failure.ts';
import { silentObservation } from '../model/silent-observation.ts';
import type { SiteAnswer, SiteOptions, SiteRefusal, SiteResults } from '../model/site-messages.ts';
import { siteMessageFormat } from '../model/site-messages.ts';
import { createBoundedMap } from '../async/bounded-map.ts';
import type { ScannerEngine, TakenResult } from './contract.ts';
import { createBatcher } from './batcher.ts';
import { describeAbsence } from './describe-absence.ts';
import { unpackObservation } from './pack-observations.ts';
import { createAnswerReader } from './read-answer.ts';
import { createSiteWatch, type SiteWatch } from './site-watch.ts';

export interface SiteDeskOptions {
  /** Of this run, 32 hexadecimal digits: the results in the queue of a run that was killed belong to who continues it. */
  readonly run: string;
  /** Whether a killed run had this id before, so that answers to its batches may come. */
  readonly isContinued: boolean;
  /** Sites of one broker share one. Undefined: no broker is known for the site. */
  readonly engineOf: (site: string) => ScannerEngine | undefined;
  /** Public keys (SPKI, DER) of sites whose answers have to be signed. */
  readonly keys?: ReadonlyMap<string, Uint8Array> | undefined;
  readonly options: SiteOptions;
  /** How long a site may show no sign of life. */
  readonly waitMs: number;
  readonly now: () => Date;
  readonly monotonicMs: () => number;
  /** Aborted: the run has ended. */
  readonly signal: AbortSignal;
  /** How often to look whether sites live. */
  readonly lookEveryMs?: number;
}

/** What a site says of one request. */
export interface SeenFromSite {
  readonly observations: readonly EndpointObservation[];
  readonly excluded: readonly string[];
  readonly leftOut: SiteResults['results'][number]['leftOut'];
}

/** The one who scans, as far as other sites are concerned. */
export interface SiteDesk {
  /** Has the endpoint seen from its site. Never rejects; what cannot be seen from there is an observation that says so. */
  readonly observe: (endpoint: Endpoint & { readonly site: string }) => Promise<SeenFromSite>;
  /** Answers that were not used, and why. */
  readonly notices: () => readonly string[];
  /** Leaves the engines, and drops what is left of the run there. */
  readonly end: () => Promise<void>;
}

/** What a worker says of one request, and the bytes that its message holds. */
interface Answered {
  readonly site: string;
  readonly result: SiteResults['results'][number];
  readonly bytes: ReadonlyMap<string, string>;
}

interface Open {
  readonly endpoint: Endpoint & { readonly site: string };
  readonly done: (seen: SeenFromSite) => void;
  /** Undefined: not sent yet. */
  batch: string | undefined;
}

/** Answers of an earlier process of this run that nobody has asked for yet. As many as requests may be open at once. */
const maxEarly = 4_096;

/** An answer of workers that are there takes this long at most, beside the time of its tries. */
const longestSilenceMs = 300_000;

/** Waits between two tries double up to this (see `backoffMs`). */
const longestRetryWaitMs = 32_000;

export function createSiteDesk(given: SiteDeskOptions): SiteDesk {
  const { run, engineOf, options, waitMs, now, monotonicMs, signal, keys, lookEveryMs = 1_000 } = given;
  const open = new Map<string, Open>();
  const openAt = new Map<string, number>();
  const early = createBoundedMap<Answered>(maxEarly);
  const watches = new Map<string, SiteWatch>();
  const engines = new Set<ScannerEngine>();
  const silenceMs =
    waitMs + longestSilenceMs + (options.retries + 1) * options.timeoutMs + options.retries * longestRetryWaitMs;

  const watchOf = (site: string): SiteWatch => {
    const watch = watches.get(site) ?? createSiteWatch({ waitMs, silenceMs, monotonicMs });
    watches.set(site, watch);
    return watch;
  };
  const reader = createAnswerReader({ run, keys, onDisbelieved: (site) => watchOf(site).notBelieved() });

  const countOpen = (site: string, change: 1 | -1): number => {
    const count = (openAt.get(site) ?? 0) + change;
    openAt.set(site, count);
    return count;
  };
  const finish = (id: string, seen: SeenFromSite): void => {
    const found = open.get(id);
    if (found === undefined) return;
    open.delete(id);
    countOpen(found.endpoint.site, -1);
    found.done(seen);
  };
  const fail = (each: Open, failure: Failure): void =>
    finish(each.endpoint.id, seenAs(silentObservation(each.endpoint, now(), failure)));
  const failAll = (matches: (each: Open) => boolean, message: string): void => {
    for (const each of [...open.values()]) if (matches(each)) fail(each, withoutWorker(message));
  };

  const useResult = ({ site, result, bytes }: Answered): boolean => {
    const each = open.get(result.request);
    if (each?.endpoint.site !== site) return false;
    const seen = readResult(each.endpoint, result, bytes);
    if (typeof seen !== 'string') finish(result.request, seen);
    else {
      reader.count('unusable');
      fail(each, withoutWorker(`The answer of a worker of the site ${site} ${seen}; update the worker.`));
    }
    return true;
  };

  const useRefusal = ({ site, batch, reason, reads, version }: SiteRefusal): void => {
    const [whole] = batch.split('.');
    const what =
      reason === 'format'
        ? `reads messages of format ${reads}, and this program writes format ${siteMessageFormat}; run the same version at both places`
        : 'could not read the batch; run the same version at both places';
    failAll(
      (each) => each.endpoint.site === site && each.batch === whole,
      `A worker of the site ${site} (certmuster ${version}) ${what}.`,
    );
  };

  const useAnswer = (answer: SiteAnswer): void => {
    watchOf(answer.site).believed();
    if (answer.kind === 'refused') {
      useRefusal(answer);
      return;
    }
    const bytes = new Map(Object.entries(answer.bytes));
    const isOfEarlierProcess = given.isContinued && !batcher.isOwn(answer.batch);
    for (const result of answer.results) {
      const answered = { site: answer.site, result, bytes };
      if (useResult(answered)) continue;
      if (isOfEarlierProcess) early.set(result.request, answered);
      else reader.count('repeated');
    }
  };
  const onResult = (taken: TakenResult): void => {
    const answer = reader.read(taken);
    if (answer !== undefined) useAnswer(answer);
    taken.confirm();
  };

  const batcher = createBatcher({
    run,
    options,
    send: (site, body) => engineOf(site)?.offer(site, body) ?? Promise.resolve(),
    onSent: (ids, batch) => {
      for (const id of ids) {
        const each = open.get(id);
        if (each !== undefined) each.batch = batch;
      }
    },
  });

  const look = async (): Promise<void> => {
    for (const [site, watch] of watches) {
      const engine = engineOf(site);
      watch.look(await engine?.siteState(site), engine?.trouble());
      const absence = watch.absence();
      if (absence !== undefined) failAll((each) => each.endpoint.site === site, describeAbsence(site, absence));
    }
  };
  let isLooking = false;
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    void look().finally(() => {
      isLooking = false;
    });
  }, lookEveryMs);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });

  return {
    observe: (endpoint) => {
      const { site, id } = endpoint;
      const engine = engineOf(site);
      if (engine !== undefined && !engines.has(engine)) {
        engines.add(engine);
        engine.takeResults(run, onResult);
      }
      const watch = watchOf(site);
      const absence = watch.absence();
      return new Promise((done) => {
        if (countOpen(site, 1) === 1) watch.begin();
        const each: Open = { endpoint, done, batch: undefined };
        open.set(id, each);
        const known = early.get(id);
        early.delete(id);
        if (known !== undefined && useResult(known)) return;
        if (absence === undefined) batcher.add(site, endpoint);
        else fail(each, withoutWorker(describeAbsence(site, absence)));
      });
    },
    notices: () => reader.notices(),
    end: async () => {
      clearInterval(timer);
      batcher.close();
      await Promise.all([...engines].map((engine) => engine.end(run)));
    },
  };
}

function withoutWorker(message: string): Failure {
  return { stage: 'site', kind: 'site-without-worker', message };
}

function seenAs(observation: EndpointObservation): SeenFromSite {
  return { observations: [observation], excluded: [], leftOut: [] };
}

/** What a worker says of an endpoint, or why it cannot be used: a clause. */
function readResult(
  endpoint: Endpoint & { readonly site: string },
  { observations, excluded, leftOut }: SiteResults['results'][number],
  bytes: ReadonlyMap<string, string>,
): SeenFromSite | string {
  // Nothing seen and nothing left out would drop the endpoint without a word.
  if (observations.length === 0 && excluded.length === 0) return 'says nothing of the endpoint';
  const seen: EndpointObservation[] = [];
  const ids = new Set<string>();
  for (const sent of observations) {
    const observation = unpackObservation(sent, endpoint, bytes);
    if (!observation.ok) return observation.error;
    const { id } = observation.value.endpoint;
    if (ids.has(id)) return 'says the same endpoint twice';
    ids.add(id);
    seen.push({ ...observation.value, seenFrom: endpoint.site });
  }
  return { observations: seen, excluded, leftOut };
}
