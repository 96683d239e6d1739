import type { Endpoint, ResolvedEndpoint } from './endpoint.ts';

/** Whether nothing has to be looked up before the endpoint is dialed. */
export function isResolved(endpoint: Endpoint): endpoint is ResolvedEndpoint {
  return endpoint.address !== null || endpoint.proxy !== undefined;
}

/** What a connection leads to: the address, or the name that a proxy resolves. */
export function dialedPlace({ address, lookupName, host }: Endpoint): string {
  return address ?? lookupName ?? host;
}
