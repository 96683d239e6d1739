import type { WaivableCheck } from '../model/waiver.ts';
import type { Policies } from '../policy/policies.ts';
import type { Defaults } from './defaults.ts';
import type { ProblemCollector } from './problem-collector.ts';

/** By check id, what waivers may name. */
export type WaivableChecks = ReadonlyMap<string, WaivableCheck>;

/** What reading a part of the file needs to know of the rest. */
export interface ParseContext {
  readonly policies: Policies;
  readonly knownStores: ReadonlySet<string>;
  /** `--trust` replaces all that the file says of trust, so that stores may be missing there. */
  readonly isTrustReplaced?: boolean;
  readonly collector: ProblemCollector;
  /** Sites that may be named; absent: any word. */
  readonly knownSites?: ReadonlySet<string> | undefined;
  /** Of the file; absent: there are none, as in a list. */
  readonly defaults?: Defaults;
  /** Absent: waivers are refused, as in a list. */
  readonly checks?: WaivableChecks;
}

/** The same for a targets file, which may have waivers. */
export interface DeploymentContext extends ParseContext {
  readonly checks: WaivableChecks;
}
