import { withSite } from '../model/endpoint-id.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { Access } from '../model/vocabulary.ts';
import type { RolePolicy } from '../policy/policy.ts';
import type { SideSites } from './targets.ts';

/** From where an endpoint is seen, and which access is judged there. */
export interface Vantage {
  readonly access: Access;
  /** Absent: from where the scan runs. */
  readonly site?: string;
}

/**
 * The vantage points of an endpoint whose clients are on this side. What clients on both sides reach is seen from both, each by the trust
 * list of its own, unless the two sites are one.
 */
export function vantagesOf(side: Access, access: Access, { internal, external }: SideSites): readonly Vantage[] {
  if (side !== 'both') return [at(access, side === 'internal' ? internal : external)];
  if (internal === external) return [at(access, internal)];
  if (access !== 'both') return [at(access, internal), at(access, external)];
  return [at('internal', internal), at('external', external)];
}

function at(access: Access, site: string | undefined): Vantage {
  return site === undefined ? { access } : { access, site };
}

/** Where the clients of a role are: what the role says, else who has to trust its certificate. */
export function sideOfRole({ site, trust: { list } }: Pick<RolePolicy, 'site' | 'trust'>, access: Access): Access {
  if (site !== undefined) return site;
  if (list === undefined || list === 'access') return access;
  return list === 'external' ? 'external' : 'internal';
}

/** Adds its site to the id of each endpoint that has the id of another one, seen from elsewhere. */
export function distinguishSites(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const sites = new Map<string, Set<string | undefined>>();
  for (const { id, site } of endpoints) {
    const known = sites.get(id);
    if (known === undefined) sites.set(id, new Set([site]));
    else known.add(site);
  }
  return endpoints.map((endpoint) => {
    const { id, site } = endpoint;
    return site === undefined || sites.get(id)?.size === 1 ? endpoint : { ...endpoint, id: withSite(id, site) };
  });
}
