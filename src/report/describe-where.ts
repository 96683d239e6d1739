import { describePlace, isDevice } from '../model/describe-place.ts';
import type { Cause } from '../model/cause.ts';
import type { EndpointReport } from '../model/endpoint-report.ts';
import { withoutSite } from '../model/endpoint-id.ts';
import { groupBy } from '../model/group-by.ts';
import { escapeForTerminal } from './escape-for-terminal.ts';
import { plural } from './plural.ts';

/** Places named of one cause; the JSON report names them all. */
const maximumPlaces = 6;

/** Where a cause shows, short: `load-balancer 10.0.0.10:443`, `cwa01, cwa02:443`. Escaped. */
export function describeWhere(cause: Cause, byId: ReadonlyMap<string, EndpointReport>): string {
  const endpoints = cause.endpoints.flatMap((id) => byId.get(id) ?? []);
  const omitted = cause.endpointsOmitted === undefined ? [] : [`${plural(cause.endpointsOmitted, 'endpoint')} more`];
  const places = endpoints.length === 0 ? cause.places.map(escapeForTerminal) : describeEndpoints(endpoints);
  return [...shorten(places), ...omitted].join(', ');
}

/** Where some endpoints are, in the same words. */
export function describeEndpointsWhere(endpoints: readonly EndpointReport[]): string {
  return shorten(describeEndpoints(endpoints)).join(', ');
}

function shorten(places: readonly string[]): readonly string[] {
  const more = places.length - maximumPlaces;
  return more > 1 ? [...places.slice(0, maximumPlaces), `${more} more places`] : places;
}

/** Each address and port once, the servers of one port together. */
function describeEndpoints(endpoints: readonly EndpointReport[]): readonly string[] {
  const places = [...groupBy(endpoints, placeKey).values()];
  const servers = places.filter(([{ server }]) => server !== null);
  const areMany = servers.length > 1;
  const isShort =
    areMany && new Set(servers.map(([{ server }]) => firstLabel(server))).size === distinctServers(servers);
  const together = areMany ? [...groupBy(servers, ([{ port }]) => String(port)).values()] : [];
  return [
    ...together.map((ofPort) => {
      const names = ofPort.map(([{ server }]) => escapeForTerminal(isShort ? firstLabel(server) : (server ?? '')));
      const { port } = ofPort[0][0];
      return `${[...new Set(names)].join(', ')}${port === null ? '' : `:${port}`}${siteOf(ofPort.flat())}`;
    }),
    ...places.filter(([{ server }]) => !areMany || server === null).map(describeAddress),
  ];
}

type Place = readonly [EndpointReport, ...EndpointReport[]];

function placeKey(endpoint: EndpointReport): string {
  const { address, port } = endpoint;
  return address === null ? describePlace(endpoint) : `${address}:${port}`;
}

function firstLabel(server: string | null): string {
  return (server ?? '').replace(/\..*$/s, '');
}

function distinctServers(places: readonly Place[]): number {
  return new Set(places.map(([{ server }]) => server)).size;
}

function describeAddress(endpoints: Place): string {
  const [first] = endpoints;
  const from = siteOf(endpoints);
  const hosts = first.server === null && !isDevice(first.role) ? new Set(endpoints.map(({ host }) => host)).size : 1;
  return `${escapeForTerminal(describePlace(first))}${hosts > 1 ? ` (${hosts} names)` : ''}${from}`;
}

/** ` from outside`, if of the sites that an endpoint is wanted from it is one alone. */
function siteOf(endpoints: readonly EndpointReport[]): string {
  const sites = new Set(endpoints.map(({ id, seenFrom }) => (withoutSite(id) === id ? undefined : seenFrom)));
  const [site] = sites;
  return sites.size > 1 || site === undefined ? '' : ` from ${site}`;
}
