import type { Partly } from '../model/shape-problems.ts';
import type { DefaultsDeclaration } from '../model/targets-file.ts';
import { checkCommonOverrides } from './check-overrides.ts';
import { checkStores } from './check-stores.ts';
import { checkWaivers } from './check-waivers.ts';
import type { Defaults } from './defaults.ts';
import { joinPolicies } from './join-policies.ts';
import type { DeploymentContext } from './parse-context.ts';
import { parseFetch } from './parse-fetch.ts';
import { directRoute, parseRoute } from './parse-route.ts';
import { parseSideSites, parseSite } from './parse-sites.ts';

/** Reads `defaults`. What one of the policies knows may be overridden and waived. */
export function parseDefaults(declared: Partly<DefaultsDeclaration>, context: DeploymentContext): Defaults {
  const { policies, collector } = context;
  const path = ['defaults'];
  const all = [...policies.values()];
  return {
    policyOverrides: checkCommonOverrides(declared.policyOverrides ?? {}, all, [...path, 'policyOverrides'], collector),
    waivers: checkWaivers(declared.waivers ?? [], joinPolicies(all), [...path, 'waivers'], context),
    fetch: parseFetch(declared.fetch, [...path, 'fetch'], collector),
    route: parseRoute(declared, directRoute, path, collector),
    site: parseSite(declared.site, [...path, 'site'], context),
    sites: parseSideSites(declared.sites, {}, [...path, 'sites'], context),
    trust: declared.trust && checkStores(declared.trust, [...path, 'trust'], context),
  };
}
