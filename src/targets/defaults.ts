import type { FetchWish } from '../model/network-evidence.ts';
import type { PolicyOverrides } from '../model/policy-overrides.ts';
import type { DeclaredWaiver } from '../model/waiver.ts';
import { directRoute, type Route } from './parse-route.ts';
import type { SideSites } from './targets.ts';

/** What holds for every deployment and target of a file that does not say otherwise. */
export interface Defaults {
  readonly policyOverrides: PolicyOverrides;
  readonly waivers: readonly DeclaredWaiver[];
  /** Undefined: nothing is fetched. */
  readonly fetch: FetchWish | undefined;
  readonly route: Route;
  /** Of targets; undefined: none. */
  readonly site: string | undefined;
  /** Of deployments. */
  readonly sites: SideSites;
  /** Undefined: none declared. */
  readonly trust: readonly string[] | undefined;
}

/** Those of a file without them. */
export const noDefaults: Defaults = {
  policyOverrides: {},
  waivers: [],
  fetch: undefined,
  route: directRoute,
  site: undefined,
  sites: {},
  trust: undefined,
};
