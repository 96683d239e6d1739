import type { Deployment } from '../../model/deployment.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import type { ScanSummary } from '../../model/scan-report.ts';
import { type Policies, standardPolicies } from '../../policy/policies.ts';
import type { LocatedStore } from './located-store.ts';
import type { UsedProxy } from './proxy-secrets.ts';
import type { InputError } from './report-input-errors.ts';

/** What one argument, or the whole command line, asks to audit. Nothing is resolved yet, and no trust file is read. */
export interface GatheredTargets {
  readonly deployments: readonly Deployment[];
  readonly endpoints: readonly Endpoint[] | AsyncIterable<Endpoint>;
  /** How many endpoints; undefined if that is not known before they are read. */
  readonly count: number | undefined;
  /** Every store that may be needed, by name. */
  readonly stores: ReadonlyMap<string, LocatedStore>;
  /** Those that endpoints and deployments name. */
  readonly policies: Policies;
  /** Proxies that files name; absent: none. */
  readonly proxies?: readonly UsedProxy[];
  readonly inputs: ScanSummary['inputs'];
  readonly notices: readonly string[];
  /** Notices that are known once the endpoints have been read; absent: there are none. */
  readonly lateNotices?: () => readonly string[];
  readonly errors: readonly InputError[];
}

/** No targets. */
export const noTargets: GatheredTargets = {
  deployments: [],
  endpoints: [],
  count: 0,
  stores: new Map(),
  policies: standardPolicies,
  inputs: [],
  notices: [],
  errors: [],
};
