import type { InstallationPlace } from '../../model/certificate-plan.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import { groupBy } from '../../model/group-by.ts';
import type { Need } from './describe-need.ts';
import { whereOf } from './neighbours-of.ts';
import { isUndialed, virtualServerOf } from './undialed-places.ts';

/** Where the endpoints that share a certificate stand, each place once, in their order. */
export function placesOf(needs: readonly Need[], deployments: readonly Deployment[]): InstallationPlace[] {
  const holders = needs.filter(
    ({ endpoint, role }) => !isBehindBalancer(endpoint, deployments) && !passesThrough(role),
  );
  return [...groupBy(holders, placeKey).values()].map(toPlace);
}

/** Whether places are more than one computer or device, so that a key that they share has to be copied. */
export function areOnSeveralComputers(places: readonly InstallationPlace[]): boolean {
  return new Set(places.map(({ computer, address, lookupName }) => computer ?? address ?? lookupName)).size > 1;
}

/** TLS is decrypted elsewhere. */
function passesThrough({ endsAt }: Need['role']): boolean {
  return endsAt !== undefined;
}

/** A load balancer that passes TLS through holds no certificate; the servers behind it do, if they are declared. */
function isBehindBalancer(endpoint: Endpoint, deployments: readonly Deployment[]): boolean {
  const virtualServer = virtualServerOf(endpoint, deployments);
  if (endpoint.server !== null || virtualServer?.loadBalancer?.decryptsTls !== false) return false;
  return holdersOf(endpoint) === 'virtual-server' && virtualServer.servers.length > 0;
}

function placeKey({ endpoint }: Need): string {
  const port = isUndialed(endpoint) ? null : endpoint.port;
  return JSON.stringify([holdersOf(endpoint), computerOf(endpoint), whereOf(endpoint), port]);
}

function toPlace(needs: readonly [Need, ...Need[]]): InstallationPlace {
  const [{ endpoint, role }] = needs;
  const { address, lookupName, host, port } = endpoint;
  return {
    role: endpoint.role,
    title: role.title,
    computer: computerOf(endpoint),
    address,
    lookupName: lookupName ?? host,
    port: isUndialed(endpoint) ? null : port,
    names: [...new Set(needs.map((need) => need.endpoint.host))],
    source: role.source,
  };
}

/** The three names of a virtual server lead to one place. */
function holdersOf({ role }: Endpoint): Endpoint['role'] {
  return role === 'as-host' || role === 'download-host' ? 'virtual-server' : role;
}

function computerOf({ role, server, names }: Endpoint): string | null {
  return role === 'reverse-proxy-external' || role === 'reverse-proxy-internal' ? names.proxy : server;
}
