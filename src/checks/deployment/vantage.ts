import { groupBy } from '../../model/group-by.ts';
import type { DeploymentMember } from '../define-deployment-check.ts';
import { joinWords } from '../join-words.ts';

/** A site; undefined: where the scan ran. */
export type VantagePoint = string | undefined;

/** Some endpoints and the site that they were seen from. */
export type Sighted = readonly [VantagePoint, readonly [DeploymentMember, ...DeploymentMember[]]];

/** ` from outside`; empty: from where the scan ran. */
export function fromText(vantage: VantagePoint): string {
  return vantage === undefined ? '' : ` from ${vantage}`;
}

/** `inside and outside`, `here and outside`. */
export function listVantages(vantages: readonly VantagePoint[]): string {
  return joinWords(vantages.map((vantage) => vantage ?? 'here'));
}

/** The endpoints by the site that they were seen from. */
export function byVantage(members: readonly DeploymentMember[]): readonly Sighted[] {
  return [...groupBy(members, vantageOf)];
}

/** Where no worker answered, the site that it was to be seen from: it is blind. */
function vantageOf({ observation: { seenFrom, failure, endpoint } }: DeploymentMember): VantagePoint {
  return seenFrom ?? (failure?.stage === 'site' ? endpoint.site : undefined);
}

/** Whether endpoints are declared to be seen from at least two sites, or from one and from where the scan runs. */
export function areOfSeveralSites(members: readonly DeploymentMember[]): boolean {
  return new Set(members.map(({ observation: { endpoint } }) => endpoint.site)).size > 1;
}

/** Whether no certificate that one of the sites is shown is shown to another of them too. What was not seen is not compared. */
export function areApart(members: readonly DeploymentMember[]): boolean {
  const sides = byVantage(members.filter(({ leaf }) => leaf !== undefined)).map(
    ([, side]) => new Set(side.map(({ leaf }) => leaf?.sha256)),
  );
  return sides.some((one, index) => sides.slice(index + 1).some((other) => ![...one].some((hash) => other.has(hash))));
}

/** The sites from which none of the endpoints was seen, of those from which they were looked at. */
export function blindVantages(members: readonly DeploymentMember[]): readonly VantagePoint[] {
  return byVantage(members).flatMap(([vantage, side]) =>
    side.some(({ leaf }) => leaf !== undefined) ? [] : [vantage],
  );
}

/** Equal for the endpoints of one declared listener, whatever addresses its names lead to at each site. */
export function listenerOf({ observation: { endpoint } }: DeploymentMember): string {
  const { role, server, port, elements, host, virtualServer, virtualServerIndex } = endpoint;
  const ofUrl = virtualServer === null ? null : (virtualServerIndex ?? virtualServer);
  // The names of a virtual server are those of one listener.
  const element = elements ?? (virtualServer === null ? host : null);
  return JSON.stringify([server ?? deviceOf(role), role === 'mtls', port, ofUrl, element]);
}

function deviceOf(role: string): string {
  return role === 'as-host' || role === 'download-host' ? 'virtual-server' : role;
}

/** Without those that are another site's view of a listener which is there already. */
export function withoutFurtherViews(members: readonly DeploymentMember[]): readonly DeploymentMember[] {
  return [...groupBy(members, listenerOf).values()].flatMap((views) => {
    const [
      {
        observation: { endpoint },
      },
    ] = views;
    return views.filter((view) => view.observation.endpoint.site === endpoint.site);
  });
}
