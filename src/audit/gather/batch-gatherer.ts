import { createWakeUp } from '../../async/wake-up.ts';
import { parseProxyUrl } from '../../model/proxy-url.ts';
import type { Endpoint, ResolvedEndpoint } from '../../model/endpoint.ts';
import type { EndpointObservation } from '../../model/endpoint-observation.ts';
import { withoutKeyType } from '../../model/endpoint-id.ts';
import { silentObservation } from '../../model/silent-observation.ts';
import type { SiteBatch, SiteRequest } from '../../model/site-messages.ts';
import type { DialGuard } from '../../net/dial-guard.ts';
import { guardPlace } from '../../net/fetch-url.ts';
import { scan } from '../../scan/scan.ts';
import { fromSiteRequest } from '../../sites/site-request.ts';
import type { Gathered } from '../../sites/gathered.ts';
import { createExclusions, parseExclusion } from '../../targets/exclusions.ts';
import { createFamilyLog } from '../family-log.ts';
import { createGatherer, type GathererOptions, resolveEndpoint } from './gatherer.ts';

export interface BatchGathererOptions extends Omit<GathererOptions, 'count'> {
  readonly guard: DialGuard;
  /** An endpoint was refused. */
  readonly onRefused: () => void;
  /** For messages. */
  readonly site: string;
}

/** Gathers batches of one run, all in one scan, so that limits hold across batches. */
export interface BatchGatherer {
  /** Yields each request when everything about it is known; ends early when the signal is aborted. */
  readonly gather: (batch: SiteBatch, signal: AbortSignal) => AsyncGenerator<Gathered, void, undefined>;
  /** Requests taken so far. */
  readonly taken: () => number;
  readonly close: () => void;
}

/** A request under way. The scan knows it by the number before its id. */
interface UnderWay {
  readonly request: SiteRequest;
  readonly exclude: readonly string[];
  readonly done: (gathered: Gathered) => void;
  /** By the id of the endpoint, which has its type of key in it, with its place in the events. */
  readonly found: Map<string, { readonly index: number; readonly observation: EndpointObservation }>;
  /** Endpoints that it becomes; undefined: not known yet. */
  expected: number | undefined;
  excluded: readonly string[];
  leftOut: Gathered['leftOut'];
}

export function createBatchGatherer(options: BatchGathererOptions): BatchGatherer {
  const { guard, environment, onRefused, site } = options;
  const gatherer = createGatherer(options);
  const { names, families, observer, scanOptions } = gatherer;
  const underWay = new Map<number, UnderWay>();
  const waiting: Endpoint[] = [];
  const changed = createWakeUp();
  let isClosed = false;
  let taken = 0;

  const stateOf = ({ id }: Pick<Endpoint, 'id'>): UnderWay | undefined => underWay.get(numberOf({ id }));
  async function* source(): AsyncGenerator<Endpoint, void, undefined> {
    while (!isClosed) {
      const next = waiting.shift();
      if (next === undefined) await changed.until(() => waiting.length > 0 || isClosed);
      else yield next;
    }
  }
  const finishIfWhole = (number: number): void => {
    const state = underWay.get(number);
    if (state === undefined || state.expected === undefined) return;
    const found = [...state.found.values()];
    const endpoints = new Set(found.map(({ observation: { endpoint } }) => withoutKeyType(endpoint.id)));
    if (endpoints.size < state.expected) return;
    underWay.delete(number);
    const observations = found.sort((a, b) => a.index - b.index).map(({ observation }) => observation);
    const { request, excluded, leftOut } = state;
    state.done({ request: request.id, observations, excluded, leftOut });
  };

  const resolve: Parameters<typeof scan<EndpointObservation>>[1]['resolve'] = async (endpoint, signal) => {
    const state = stateOf(endpoint);
    const log = createFamilyLog(families);
    const excluded: string[] = [];
    const rules = createExclusions(
      (state?.exclude ?? []).flatMap((text) => {
        const rule = parseExclusion(text);
        return rule.ok ? [rule.value] : [];
      }),
    );
    const leavesOut = (each: Pick<Endpoint, 'host' | 'address' | 'port'>): boolean => {
      const isExcluded = rules.leavesOut(each);
      if (isExcluded && each.address !== null) excluded.push(each.address);
      return isExcluded;
    };
    const exclusions = { leavesOut, count: () => 0 };
    const resolved = await resolveEndpoint(
      endpoint,
      { resolveName: names.resolve, familyLog: log, options: { resolve: new Map(), exclusions } },
      signal,
    );
    if (state !== undefined) {
      state.expected = resolved.ok ? resolved.value.length : 1;
      state.excluded = excluded;
      state.leftOut = log.leftOut().map(({ family, reason, endpoints }) => ({ family, reason, endpoints }));
      // Nothing is left to dial, so no event will come.
      if (state.expected === 0) finishIfWhole(numberOf(endpoint));
    }
    return resolved;
  };

  /** Why the endpoint must not be dialed, a clause; undefined: it may. */
  const refusalOf = async (endpoint: ResolvedEndpoint, signal: AbortSignal): Promise<string | undefined> => {
    const { proxy, address, port } = endpoint;
    const name = endpoint.lookupName ?? endpoint.host;
    if (proxy !== undefined) {
      const url = parseProxyUrl(proxy);
      if (!url.ok) return 'its proxy is not a proxy';
      const place = address ?? name;
      return guardPlace(guard, url.value.host, url.value.port) ?? guardPlace(guard, place, port);
    }
    if (address === null) return 'it has no address';
    const refusal = guard.refuse(undefined, address, port);
    if (refusal === undefined || !guard.hasName(name, port)) return refusal;
    // A name allows only the addresses that are found for it here: the one who asks may have given another.
    const found = await names.resolve(name, signal);
    return found.ok && found.value.includes(address) ? undefined : refusal;
  };

  void (async () => {
    const events = scan(source(), {
      ...scanOptions,
      resolve,
      collect: async (endpoint, thisTry) => {
        const refusal = await refusalOf(endpoint, thisTry.signal);
        if (refusal === undefined) return await observer.observe(endpoint, thisTry);
        onRefused();
        const message = `The worker of the site ${site} may not dial it: ${refusal}; to allow it, start the worker with --allow.`;
        return [silentObservation(endpoint, environment.now(), { stage: 'site', kind: 'not-allowed', message })];
      },
    });
    for await (const event of events) {
      if (event.kind === 'end') continue;
      for (const { index, found } of event.results) {
        const number = numberOf(found.endpoint);
        underWay.get(number)?.found.set(found.endpoint.id, { index, observation: found });
        finishIfWhole(number);
      }
    }
  })();

  return {
    taken: () => taken,
    close: () => {
      isClosed = true;
      changed.wake();
      gatherer.close();
    },
    gather: async function* (batch, signal) {
      const ready: Gathered[] = [];
      let left = batch.requests.length;
      const arrived = createWakeUp();
      const begun: Endpoint[] = [];
      for (const request of batch.requests) {
        const number = taken;
        taken += 1;
        const endpoint = fromSiteRequest({ ...request, id: `${number}/${request.id}` });
        underWay.set(number, {
          ...{ request, exclude: batch.options.exclude, found: new Map(), excluded: [], leftOut: [] },
          expected: isDialedAsItIs(endpoint) ? 1 : undefined,
          done: (gathered) => {
            ready.push(gathered);
            left -= 1;
            arrived.wake();
          },
        });
        waiting.push(endpoint);
        begun.push(endpoint);
      }
      changed.wake();
      signal.addEventListener('abort', arrived.wake, { once: true });
      try {
        while (left > 0 || ready.length > 0) {
          await arrived.until(() => ready.length > 0 || signal.aborted);
          if (signal.aborted && ready.length === 0) return;
          yield* ready.splice(0);
        }
      } finally {
        signal.removeEventListener('abort', arrived.wake);
        // What was not begun need not be, because nobody waits for it any more.
        for (const endpoint of begun) {
          const position = waiting.indexOf(endpoint);
          if (position < 0) continue;
          waiting.splice(position, 1);
          underWay.delete(numberOf(endpoint));
        }
      }
    },
  };
}

/** The number that stands before the id while the scan has it. */
function numberOf({ id }: Pick<Endpoint, 'id'>): number {
  return Number.parseInt(id, 10);
}

function isDialedAsItIs({ address, proxy }: Endpoint): boolean {
  return address !== null || proxy !== undefined;
}
