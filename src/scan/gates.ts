import type { ResolvedEndpoint } from '../model/endpoint.ts';
import { createKeyedLimit } from '../async/keyed-limit.ts';

/** How many may be under way at once for one address and for one host. */
export interface GateLimits {
  readonly perAddress?: ((address: string) => number) | undefined;
  readonly perHost?: number | undefined;
}

/** Keeps endpoints waiting while their address or their host has enough of them. */
export interface Gates {
  /** Undefined: the endpoint may go on at once. Who has entered leaves. */
  readonly enter: (endpoint: ResolvedEndpoint) => Promise<void> | undefined;
  readonly leave: (endpoint: ResolvedEndpoint) => void;
}

/** Everyone asks for the address first and for the host then, so that no two wait for each other. */
export function createGates({ perAddress, perHost }: GateLimits): Gates {
  const addresses = perAddress && createKeyedLimit(perAddress);
  const hosts = perHost === undefined ? undefined : createKeyedLimit(() => perHost);
  return {
    enter: ({ address, host }) => {
      const turn = addresses?.enter(address);
      return turn === undefined ? hosts?.enter(host) : turn.then(() => hosts?.enter(host));
    },
    leave: ({ address, host }) => {
      hosts?.leave(host);
      addresses?.leave(address);
    },
  };
}
