import type { ResolvedEndpoint } from '../model/endpoint.ts';
import { createKeyedLimit, type KeyedLimit } from './keyed-limit.ts';

/** How many may be under way at once for one address and for one host. */
export interface GateLimits {
  readonly perAddress?: ((address: string) => number) | undefined;
  readonly perHost?: number | undefined;
}

/** Keeps endpoints waiting while their address or their host has enough of them. */
export interface Gates {
  readonly pass: <T>(endpoint: ResolvedEndpoint, work: () => Promise<T>) => Promise<T>;
}

/** Everyone asks for the address first and for the host then, so that no two wait for each other. */
export function createGates({ perAddress, perHost }: GateLimits): Gates {
  const addresses = perAddress && createKeyedLimit(perAddress);
  const hosts = perHost === undefined ? undefined : createKeyedLimit(() => perHost);
  return {
    pass: ({ address, host }, work) => through(addresses, address, () => through(hosts, host, work)),
  };
}

/** Work that need not wait is begun before this returns, so that its place is counted. */
async function through<T>(limit: KeyedLimit | undefined, key: string, work: () => Promise<T>): Promise<T> {
  const turn = limit?.enter(key);
  if (turn !== undefined) await turn;
  try {
    return await work();
  } finally {
    limit?.leave(key);
  }
}
