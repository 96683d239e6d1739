import type { WaivableCheck } from '../model/waiver.ts';
import type { Policies } from '../policy/policies.ts';
import type { ProblemCollector } from './problem-collector.ts';

/** By check id, what waivers may name. */
export type WaivableChecks = ReadonlyMap<string, WaivableCheck>;

/** What reading a part of the file needs to know of the rest. */
export interface ParseContext {
  readonly policies: Policies;
  readonly knownStores: ReadonlySet<string>;
  readonly collector: ProblemCollector;
}

/** The same for a deployment, which may have waivers. */
export interface DeploymentContext extends ParseContext {
  readonly checks: WaivableChecks;
}
