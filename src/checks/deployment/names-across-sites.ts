import { groupBy } from '../../model/group-by.ts';
import type { DeploymentMember } from '../define-deployment-check.ts';
import { compareSightings, describeSightings } from './describe-sightings.ts';
import { areApart, areOfSeveralSites, byVantage, listVantages } from './vantage.ts';

/** What the names of a group lead to at different sites. */
export interface NamesAcross {
  /** Endpoints under names that are to be seen from several sites. */
  readonly members: readonly DeploymentMember[];
  /** Which names lead to different certificates, and in what these differ: whole sentences. Names of one listener belong together. */
  readonly differences: readonly string[];
}

/** The names that clients enter. Listeners of servers among themselves have names of their own. */
export function compareNames(members: readonly DeploymentMember[]): NamesAcross {
  const ofClients = members.filter(({ observation: { endpoint } }) => endpoint.role !== 'mtls');
  const names = [...groupBy(ofClients, ({ observation: { endpoint } }) => endpoint.host).values()].filter(
    areOfSeveralSites,
  );
  const apart = groupBy(names.filter(areApart), (group) => `${describeSightings(group)} ${compareSightings(group)}`);
  return {
    members: names.flat(),
    differences: [...apart].map(([text, groups]) => {
      const hosts = groups.map(([{ observation }]) => observation.endpoint.host);
      const others = hosts.length === 1 ? '' : ` (and ${hosts.slice(1).join(', ')})`;
      const sites = listVantages(byVantage(groups[0]).map(([vantage]) => vantage));
      return `${hosts[0]}${others} leads to different listeners and certificates from ${sites}. ${text}`;
    }),
  };
}
