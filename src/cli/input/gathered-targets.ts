import type { Deployment } from '../../model/deployment.ts';
import type { Endpoint } from '../../model/endpoint.ts';
import type { SavedRun } from '../../model/saved-run.ts';
import type { ScanSummary } from '../../model/scan-report.ts';
import { type Policies, standardPolicies } from '../../policy/policies.ts';
import type { LocatedStore } from './located-store.ts';
import type { UsedProxy } from './proxy-secrets.ts';
import type { InputError } from './report-input-errors.ts';

/** What one argument, or the whole command line, asks to audit. Nothing is resolved yet, and no trust file is read. */
export interface GatheredTargets {
  readonly deployments: readonly Deployment[];
  readonly endpoints: readonly Endpoint[] | AsyncIterable<Endpoint>;
  /** How many endpoints; undefined if that is not known before they are read, or dialed: at most addresses of a range nothing answers. */
  readonly count: number | undefined;
  /** Every store that may be needed, by name. */
  readonly stores: ReadonlyMap<string, LocatedStore>;
  /** Those that endpoints and deployments name. */
  readonly policies: Policies;
  /** Proxies that files name; absent: none. */
  readonly proxies?: readonly UsedProxy[];
  /** Public keys of sites (SubjectPublicKeyInfo, DER) that files name; absent: none. */
  readonly siteKeys?: ReadonlyMap<string, Uint8Array>;
  readonly inputs: ScanSummary['inputs'];
  /** About trust stores: `--trust` replaces them, and with them these. */
  readonly notices: readonly string[];
  /** How targets were read. */
  readonly notes: readonly string[];
  /** Notices that are known once the endpoints have been read; absent: there are none. */
  readonly lateNotices?: () => readonly string[];
  /** What was selected of all that is declared; absent: all of it. */
  readonly selected?: SavedRun['selected'];
  readonly errors: readonly InputError[];
}

/** Endpoints up to here are kept, so that an interrupted run can count what it left out; more are made one by one as they are dialed. */
export const maxEndpointsKept = 10_000;

/** No targets. */
export const noTargets: GatheredTargets = {
  deployments: [],
  endpoints: [],
  count: 0,
  stores: new Map(),
  policies: standardPolicies,
  inputs: [],
  notices: [],
  notes: [],
  errors: [],
};
