import { waivableChecks } from '../evaluate/waivable-checks.ts';
import type { PolicyDocument } from '../model/policy-document.ts';
import { type Problem, quote } from '../model/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import { builtInDocument, builtInPolicies } from '../policy/built-in.ts';
import { compilePolicy } from '../policy/compile-policy.ts';
import { findPolicyProblems } from '../policy/find-policy-problems.ts';
import { parsePolicyDocument } from '../policy/parse-policy-document.ts';
import type { Policies } from '../policy/policies.ts';
import type { Policy } from '../policy/policy.ts';

export type { Policy } from '../policy/policy.ts';

/**
 * Makes a policy of a document, already parsed as JSON: see `certmuster schema policy`. Its `extends` names a built-in policy, or one of
 * `bases` by id; files are not read. An error lists every problem of shape and meaning by its path. Hand the policy to `prepareAudit`
 * under `policies`, by its id.
 */
export async function definePolicy(
  document: unknown,
  { bases = new Map() }: { readonly bases?: Policies } = {},
): Promise<Result<Policy, readonly Problem[]>> {
  const parsed = parsePolicyDocument(document);
  if (!parsed.ok) return parsed;
  const { id, extends: base } = parsed.value;
  if (builtInPolicies.some((each) => each === id)) {
    return err([{ path: 'id', message: `${quote(id)} is the id of a built-in policy; choose a new one` }]);
  }
  const chain = await chainOf(base, bases);
  if (chain === undefined) {
    const known = [...bases.keys(), ...builtInPolicies].join(', ');
    return err([{ path: 'extends', message: `unknown policy ${quote(base ?? '')}; known are ${known}` }]);
  }
  const [first, ...others] = chain;
  const documents: readonly [PolicyDocument, ...PolicyDocument[]] =
    first === undefined ? [parsed.value] : [first, ...others, parsed.value];
  const problems = findPolicyProblems(documents, waivableChecks());
  return problems.length > 0 ? err(problems) : ok(compilePolicy(documents));
}

/** The documents of a base, weakest first; none if there is no base. */
async function chainOf(base: string | undefined, bases: Policies): Promise<readonly PolicyDocument[] | undefined> {
  if (base === undefined) return [];
  const own = bases.get(base);
  if (own !== undefined) return own.documents;
  const document = await builtInDocument(base);
  const below = document && (await chainOf(document.extends, bases));
  return document && below && [...below, document];
}
