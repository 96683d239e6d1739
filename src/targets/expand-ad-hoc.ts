import { endpointId } from '../model/endpoint-id.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { defaultStores, expandPlainTarget } from './expand-plain-target.ts';
import { expandVirtualServer } from './expand-virtual-server.ts';
import type { AdHocTarget } from './parse-target-argument.ts';

/** The endpoints of a word on the command line or a line of a list. */
export function expandAdHoc(target: AdHocTarget): readonly Endpoint[] {
  if (target.kind === 'plain') return [expandPlainTarget(target.target)];
  const { url, role } = target;
  const bare = { url, access: 'external', servers: [], loadBalancer: null, reverseProxy: null } as const;
  const endpoints = expandVirtualServer(bare, null, () => [{ list: null, stores: [...defaultStores] }]);
  if (role === undefined) return endpoints;
  const isProxy = role === 'reverse-proxy-external';
  return endpoints.map((endpoint) => ({
    ...endpoint,
    id: endpointId({ ...endpoint, place: url.authority, role }),
    role,
    names: isProxy ? { ...endpoint.names, proxy: url.host, externalUrl: url.host } : endpoint.names,
  }));
}

/** What the command line says of every endpoint. */
export interface EndpointOverrides {
  /** Dial this, keep the names. */
  readonly address: string | undefined;
  readonly serverName: string | undefined;
  /** Names of stores, in place of those declared. */
  readonly trust: readonly string[] | undefined;
}

/** Applies `--address`, `--server-name` and `--trust`. Ids follow the address, and may have to be told apart again. */
export function overrideEndpoint(endpoint: Endpoint, { address, serverName, trust }: EndpointOverrides): Endpoint {
  const redirected = address === undefined ? endpoint : redirect(endpoint, address);
  return {
    ...redirected,
    ...(serverName === undefined ? {} : { serverName }),
    ...(trust === undefined ? {} : { trust: redirected.trust.map(({ list }) => ({ list, stores: [...trust] })) }),
  };
}

function redirect(endpoint: Endpoint, address: string): Endpoint {
  const { lookupName: _, ...rest } = endpoint;
  const place = endpoint.virtualServer?.slice('https://'.length) ?? null;
  return { ...rest, address, id: endpointId({ ...endpoint, place, address }) };
}
