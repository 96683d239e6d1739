import { waivableChecks } from '../evaluate/waivable-checks.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import { extendPath, type Problem, quote } from '../model/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { SavedRun } from '../model/saved-run.ts';
import { compilePolicy } from '../policy/compile-policy.ts';
import { findPolicyProblems } from '../policy/find-policy-problems.ts';
import { type Policies, standardPolicies } from '../policy/policies.ts';

/**
 * The policies of a saved run: the standard ones and those saved with it. An error lists what is wrong with those, and deployments
 * whose policy is not among them. Call it before `evaluateSaved`, which treats a broken policy as a bug and throws.
 */
export function readSavedPolicies({
  policies: saved = [],
  deployments,
}: Pick<SavedRun, 'policies' | 'deployments'>): Result<Policies, readonly Problem[]> {
  const policies = new Map(standardPolicies);
  const problems: Problem[] = [];
  for (const [index, [first, ...others]] of saved.entries()) {
    if (first === undefined) continue;
    const path = extendPath('policies', index);
    const chain = [first, ...others] as const;
    const found = chain.flatMap((_, last) => findPolicyProblems([first, ...others.slice(0, last)], waivableChecks()));
    problems.push(...found.map((each) => ({ ...each, path: `${path}: ${each.path}` })));
    if (found.length > 0) continue;
    const policy = compilePolicy(chain);
    if (policies.has(policy.id)) problems.push({ path, message: `there is another policy ${quote(policy.id)}` });
    policies.set(policy.id, policy);
  }
  for (const [index, { policy }] of deployments.entries()) {
    if (problems.length > 0 || policies.has(policy)) continue;
    problems.push({ path: `deployments[${index}].policy`, message: `the run has no policy ${quote(policy)}` });
  }
  return problems.length === 0 ? ok(policies) : err(problems);
}

/** The policy that an observation names, if its run lacks it: the two do not belong together, or one was edited. */
export function findMissingPolicy({ endpoint }: EndpointObservation, policies: Policies): string | undefined {
  return policies.has(endpoint.policy) ? undefined : endpoint.policy;
}
