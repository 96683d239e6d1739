import { createBoundedMap } from '../async/bounded-map.ts';
import type { Asker, HostCount } from './asker.ts';
import type { FetchBounds } from './fetch-bounds.ts';

/** Counts requests of a run, so that nobody can be flooded with requests by those who choose the pointers. */
export interface RequestCredit {
  /** A request of `asker` to `host` begins. */
  readonly begin: (host: string, asker: Asker) => void;
  readonly end: (host: string, asker: Asker) => void;
  /** What it brought could be used and was not known before. */
  readonly wasFruitful: (host: string, asker: Asker) => void;
  /** Undefined: it may begin; `later`: once the endpoint's request there has ended; otherwise why not, after "Not fetched: ". */
  readonly refuse: (host: string, asker: Asker) => string | undefined;
}

export const later = 'later';

/** Hosts whose requests are counted. */
const MAX_COUNTED_HOSTS = 16_384;

/**
 * A request costs a host one of its `fruitlessOfHost`, and one that brings something new gives two back: a responder that a whole fleet
 * asks never runs out, a third party that has nothing for us soon does. From then on each endpoint may ask it one thing at a
 * time, and no more once that was in vain, so that nobody can spend what the others need.
 */
export function createRequestCredit(bounds: FetchBounds): RequestCredit {
  const hosts = createBoundedMap<HostCount>(MAX_COUNTED_HOSTS);
  const run: HostCount = { begun: 0, fruitful: 0, open: 0 };
  const of = (host: string): HostCount => hosts.get(host) ?? { begun: 0, fruitful: 0, open: 0 };
  const own = ({ hosts: counts }: Asker, host: string): HostCount =>
    counts.get(host) ?? { begun: 0, fruitful: 0, open: 0 };
  const change = (host: string, asker: Asker, add: Partial<HostCount>): void => {
    const counts = [of(host), run, own(asker, host)];
    for (const count of counts) {
      count.begun += add.begun ?? 0;
      count.fruitful += add.fruitful ?? 0;
      count.open += add.open ?? 0;
    }
    const [ofHost, , ofAsker] = counts;
    if (ofHost !== undefined) hosts.set(host, ofHost);
    if (ofAsker !== undefined) asker.hosts.set(host, ofAsker);
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
    begin: (host, asker) => change(host, asker, { begun: 1, open: 1 }),
    end: (host, asker) => change(host, asker, { open: -1 }),
    wasFruitful: (host, asker) => change(host, asker, { fruitful: 1 }),
    refuse: (host, asker) => {
      const reached = bound(host);
      if (reached === undefined) return undefined;
      const { begun, fruitful, open } = own(asker, host);
      if (open > 0) return later;
      return begun - fruitful > fruitful ? reached : undefined;
    },
  };
}

function vain({ begun, fruitful }: HostCount): number {
  return begun - fruitful;
}
