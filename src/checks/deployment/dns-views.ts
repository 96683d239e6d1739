import type { NameResolution } from '../../model/deployment.ts';
import type { DeploymentFacts, DeploymentMember, VirtualServer } from '../define-deployment-check.ts';
import type { VantagePoint } from './vantage.ts';

/** What DNS answers for a host and its aliases at one place. */
export interface DnsView {
  /** Undefined: where the scan ran. */
  readonly vantage: VantagePoint;
  readonly host: string;
  readonly resolutions: readonly NameResolution[];
}

/**
 * The places from which clients look up the names of a virtual server: each site from which its endpoints were seen, under the URL that is
 * entered there. What belongs to no site is looked up by whoever scans.
 */
export function dnsViews(
  { nameResolutions, membersByVirtualServer }: DeploymentFacts,
  virtualServer: VirtualServer,
): readonly DnsView[] {
  const members = (membersByVirtualServer.get(virtualServer) ?? []).filter(
    ({ observation: { endpoint } }) => endpoint.role !== 'mtls',
  );
  const here = { vantage: undefined, host: virtualServer.host, resolutions: nameResolutions };
  const ofSites = members.flatMap((member) => viewOf(member, nameResolutions));
  const isOfHere = members.some(({ observation: { endpoint } }) => endpoint.site === undefined);
  const views = isOfHere || ofSites.length === 0 ? [here, ...ofSites] : ofSites;
  const best = new Map<string, DnsView>();
  for (const view of views) {
    const key = `${view.vantage ?? ''} ${view.host}`;
    if ((best.get(key)?.resolutions.length ?? 0) === 0) best.set(key, view);
  }
  return [...best.values()];
}

/** An endpoint that was to look up its host and the aliases of it. */
function viewOf({ observation }: DeploymentMember, fromHere: readonly NameResolution[]): readonly DnsView[] {
  const { endpoint, seenFrom: vantage, nameResolutions, failure } = observation;
  const { host, resolves } = endpoint;
  if (resolves === undefined) return [];
  if (nameResolutions !== undefined) return [{ vantage, host, resolutions: nameResolutions }];
  // The name of the endpoint itself does not resolve there, so that it was not dialed.
  const isOfHost = failure?.stage === 'dns' && (endpoint.lookupName ?? host) === host;
  const own = isOfHost ? [{ name: host, addresses: [], failure }] : [];
  return [{ vantage, host, resolutions: vantage === undefined ? fromHere : own }];
}
