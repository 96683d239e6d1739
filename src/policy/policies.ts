import type { PolicyDocument } from '../model/policy-document.ts';
import type { PolicyId } from '../model/vocabulary.ts';
import { compilePolicy } from './compile-policy.ts';
import { document as cwa2007R2 } from './documents/cwa-2007-r2.ts';
import { document as tlsServer } from './documents/tls-server.ts';
import type { Policy } from './policy.ts';

/** The policies of a run, by id. */
export type Policies = ReadonlyMap<PolicyId, Policy>;

/** What every run knows: the flagship's policy and that of any TLS server. */
export const standardPolicies: Policies = new Map(
  [cwa2007R2, tlsServer].map((document) => [document.id, compilePolicy([document])]),
);

/** The policy of that id. An id that the run does not know is a bug: ids are checked where they are read. */
export function findPolicy(id: PolicyId, policies: Policies = standardPolicies): Policy {
  const policy = policies.get(id);
  if (policy === undefined) throw new Error(`policy ${id} is not known to this run`);
  return policy;
}

/** What a run keeps of its policies, so that it can be judged again: the documents of those that are not standard. Empty: there are none. */
export function documentsToKeep(policies: Policies): PolicyDocument[][] {
  const own = [...policies.values()].filter(({ id }) => !standardPolicies.has(id));
  return own.map(({ documents }) => [...documents]);
}
