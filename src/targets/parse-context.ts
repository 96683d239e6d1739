import type { PolicyId } from '../model/vocabulary.ts';
import type { Policy } from '../policy/policy.ts';
import type { ProblemCollector } from './problem-collector.ts';

/** The policies that a targets file may refer to. */
export type Policies = Readonly<Record<PolicyId, Policy>>;

/** What reading a part of the file needs to know of the rest. */
export interface ParseContext {
  readonly policies: Policies;
  readonly knownStores: ReadonlySet<string>;
  readonly collector: ProblemCollector;
}
