import { createBoundedMap } from '../async/bounded-map.ts';
import type { Asker } from './asker.ts';

/** Hosts that let requests time out. */
export interface SilentHosts {
  /** A request to `host` for `asker` was left without an answer. */
  readonly wasSilent: (host: string, asker: Asker) => void;
  /** The host has answered something: whatever was before, it is alive. */
  readonly hasAnswered: (host: string) => void;
  /** Why `asker` need not ask this host, a whole sentence; undefined: it may answer. */
  readonly describe: (host: string, asker: Asker) => string | undefined;
}

/**
 * Time-outs after which a host is not asked again in this run. Questions to a responder differ for every certificate, so
 * without this a dead one would cost each endpoint of a fleet all its time.
 */
const MAX_TIMEOUTS_OF_A_HOST = 3;

/** Hosts that are remembered: as many as answers are. Each has at most nine ids, some 200 bytes. */
const MAX_REMEMBERED_HOSTS = 16_384;

/**
 * Three time-outs make a host silent for the endpoint that met with them all. They make it silent for all endpoints only if three of
 * them met with one each, because an endpoint that chooses the URLs can choose some that any host leaves without an answer.
 */
export function createSilentHosts(): SilentHosts {
  /** For each time-out of a host the id of the endpoint. */
  const hosts = createBoundedMap<readonly symbol[]>(MAX_REMEMBERED_HOSTS);
  return {
    wasSilent: (host, { id }) => {
      const before = hosts.get(host) ?? [];
      const own = before.filter((each) => each === id);
      if (own.length < MAX_TIMEOUTS_OF_A_HOST && before.length < MAX_TIMEOUTS_OF_A_HOST ** 2) {
        hosts.set(host, [...before, id]);
      }
    },
    hasAnswered: hosts.delete,
    describe: (host, { id }) => {
      const askers = hosts.get(host) ?? [];
      const own = askers.filter((each) => each === id).length;
      if (own < MAX_TIMEOUTS_OF_A_HOST && new Set(askers).size < MAX_TIMEOUTS_OF_A_HOST) return undefined;
      return `Not fetched: ${MAX_TIMEOUTS_OF_A_HOST} earlier fetches from this host timed out.`;
    },
  };
}
