import { createBoundedMap } from '../async/bounded-map.ts';
import type { Asker, HostCount } from './asker.ts';
import type { FetchBounds } from './fetch-bounds.ts';

/** Counts the requests of a run, so that those who choose the pointers cannot flood a host with requests. */
export interface RequestCredit {
  /** A request of `asker` to `host` begins. */
  readonly begin: (host: string, asker: Asker) => CountedRequest;
  readonly end: (request: CountedRequest) => void;
  /** What it brought could be used and was not known before. */
  readonly wasFruitful: (request: CountedRequest) => void;
  /** Why a request may not begin; undefined: it may. */
  readonly refuse: (host: string, asker: Asker) => Refusal | undefined;
}

/** Holds the figures of its endpoint and not the endpoint, so that it may be kept for longer. */
export interface CountedRequest {
  readonly host: string;
  readonly ofAsker: HostCount;
}

/** `later`: the request may begin once the endpoint's other one to this host has ended. `reason` goes after "Not fetched: ". */
export type Refusal = { readonly kind: 'later' } | { readonly kind: 'never'; readonly reason: string };

/** Hosts whose requests are counted: as many as answers are remembered. One takes some 200 bytes; a fleet has a handful. */
const MAX_COUNTED_HOSTS = 16_384;

/**
 * A request costs a host one of its `fruitlessOfHost`, and one that brings something new gives two back. So a responder that a whole
 * fleet asks never runs out; a third party that has nothing for us soon does. From then on each endpoint may ask it one thing at a
 * time, and nothing more once its own requests there brought less than they cost. So no endpoint spends what the others need.
 */
export function createRequestCredit(bounds: FetchBounds): RequestCredit {
  const hosts = createBoundedMap<HostCount>(MAX_COUNTED_HOSTS);
  const run: HostCount = { begun: 0, fruitful: 0, open: 0 };
  const of = (host: string): HostCount => hosts.get(host) ?? { begun: 0, fruitful: 0, open: 0 };
  const own = ({ hosts: counts }: Asker, host: string): HostCount =>
    counts.get(host) ?? { begun: 0, fruitful: 0, open: 0 };
  const change = ({ host, ofAsker }: CountedRequest, add: Partial<HostCount>): void => {
    const ofHost = of(host);
    for (const count of [ofHost, run, ofAsker]) {
      count.begun += add.begun ?? 0;
      count.fruitful += add.fruitful ?? 0;
      count.open += add.open ?? 0;
    }
    hosts.set(host, ofHost);
  };
  const bound = (host: string): string | undefined => {
    if (vain(of(host)) - of(host).fruitful >= bounds.fruitlessOfHost) {
      return `${vain(of(host))} requests to this host brought nothing, and at most ${bounds.fruitlessOfHost} are made`;
    }
    return vain(run) - run.fruitful >= bounds.fruitlessOfRun
      ? `${vain(run)} requests of this run brought nothing, and at most ${bounds.fruitlessOfRun} are made`
      : undefined;
  };
  return {
    begin: (host, asker) => {
      const ofAsker = own(asker, host);
      asker.hosts.set(host, ofAsker);
      change({ host, ofAsker }, { begun: 1, open: 1 });
      return { host, ofAsker };
    },
    end: (request) => change(request, { open: -1 }),
    wasFruitful: (request) => change(request, { fruitful: 1 }),
    refuse: (host, asker) => {
      const reason = bound(host);
      if (reason === undefined) return undefined;
      const { begun, fruitful, open } = own(asker, host);
      if (open > 0) return { kind: 'later' };
      return begun - fruitful > fruitful ? { kind: 'never', reason } : undefined;
    },
  };
}

function vain({ begun, fruitful }: HostCount): number {
  return begun - fruitful;
}
