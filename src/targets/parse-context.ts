import type { PolicyId } from '../model/vocabulary.ts';
import type { Policy } from '../policy/policy.ts';
import type { ProblemCollector } from './problem-collector.ts';

/** What the meaning of a file is checked against. */
export type Policies = Readonly<Record<PolicyId, Policy>>;

/** What a part of the file is read against. */
export interface ParseContext {
  readonly policies: Policies;
  readonly knownStores: ReadonlySet<string>;
  readonly collector: ProblemCollector;
}
