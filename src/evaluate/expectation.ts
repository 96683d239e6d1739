import type { Expectation } from '../checks/evidence.ts';
import type { Deployment } from '../model/deployment.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { NamesByKind, Policy } from '../policy/policy.ts';
import { fillTemplates, type Scope } from '../policy/template.ts';
import { topologyScope } from './topology-scope.ts';

/** What the policy demands of this endpoint, with the topology's names filled in; an error if it has no such role. */
export function expectationOf(
  policy: Policy,
  endpoint: Endpoint,
  deployment: Deployment | undefined,
): Result<Expectation, 'not-declared'> {
  const role = policy.roles[endpoint.role];
  if (role === undefined) return err('not-declared');
  const scope = topologyScope(endpoint, deployment);
  const { commonNames, requiredNames, allowedNames, forbiddenNames, wildcard } = role;
  return ok({
    role,
    commonNames: lowerCase(fillTemplates(commonNames, scope)),
    requiredNames: fillKinds(requiredNames, scope),
    allowedNames: fillKinds(allowedNames, scope),
    forbiddenNames: fillKinds(forbiddenNames, scope),
    hasOwnSource: policy.topology !== 'cwa' && policy.id !== 'tls-server',
    wildcardFor: typeof wildcard === 'string' ? [] : lowerCase(fillTemplates(wildcard, scope)),
  });
}

/** Every kind filled in; undefined: the topology does not say what one of them has to be. */
function fillKinds<T extends Partial<NamesByKind>>(names: T, scope: Scope): T | undefined {
  const kinds = Object.entries(names);
  if (kinds.length === 0) return names;
  const filled: Partial<Record<string, readonly string[]>> = {};
  for (const [kind, templates] of kinds) {
    const texts = fillTemplates(templates, scope);
    if (texts === undefined) return undefined;
    // Case counts in the path of a URI.
    filled[kind] = kind === 'uri' ? texts : lowerCase(texts);
  }
  return filled as T;
}

function lowerCase<T extends readonly string[] | undefined>(texts: T): T {
  return texts?.map((text) => text.toLowerCase()) as unknown as T;
}
