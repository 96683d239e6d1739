import type { Endpoint } from './endpoint.ts';
import { withoutSite } from './endpoint-id.ts';
import type { Role } from './vocabulary.ts';
import { hostPort } from './host-port.ts';

/** A listener of a deployment is one place under all its names: the server, the load balancer or proxy, or the virtual server. */
export interface Placed extends Pick<Endpoint, 'server' | 'virtualServer' | 'role' | 'host'> {
  readonly address: string | null;
  /** Null: a certificate in a file. */
  readonly port: number | null;
}

/** Whether what has the role is called by it, as it answers for several names and stands in front of servers. */
export function isDevice(role: Role): boolean {
  return devices.has(role);
}

const devices: ReadonlySet<Role> = new Set(['load-balancer', 'reverse-proxy-external', 'reverse-proxy-internal']);

/** Where an endpoint is, as people say it: `cwa02.contoso.local 10.0.0.12:443`, `load-balancer 10.0.0.10:443`, `www.contoso.com:443`. */
export function describePlace(placed: Placed): string {
  const { address, port } = placed;
  const name = placeName(placed);
  if (port === null) return name;
  return address === null || address === name ? hostPort(name, port) : `${name} ${hostPort(address, port)}`;
}

/** The same of an endpoint that was seen; ` from outside` follows if it is wanted from other sites too. */
export function describeSighting(seen: Placed & { readonly id: string; readonly seenFrom?: string }): string {
  const { id, seenFrom } = seen;
  return seenFrom === undefined || withoutSite(id) === id
    ? describePlace(seen)
    : `${describePlace(seen)} from ${seenFrom}`;
}

function placeName({ server, virtualServer, role, host }: Placed): string {
  if (server !== null) return server;
  if (devices.has(role)) return role;
  // Under `as.` and `download.` the virtual server is the same place.
  const isNamedByUrl = role !== 'mtls' && virtualServer !== null && URL.canParse(virtualServer);
  return isNamedByUrl ? new URL(virtualServer).hostname.replace(/^\[|\]$/g, '') : host;
}
