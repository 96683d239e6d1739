import { type DeclaredPlace, ownerKey } from '../checks/names/declared-places.ts';
import type { Deployment } from '../model/deployment.ts';
import { dialedElements } from '../policy/dialed-elements.ts';
import type { Policy } from '../policy/policy.ts';
import { fillTemplate } from '../policy/template.ts';

/** By the name dialed (lower case), the first place of a deployment with parameters that its policy dials by it. */
export function placesOfRoles(
  policy: Policy,
  { parameters }: Pick<Deployment, 'parameters'>,
): ReadonlyMap<string, DeclaredPlace> {
  const places = new Map<string, DeclaredPlace & { readonly owners: Set<string> }>();
  if (parameters === undefined) return places;
  for (const { role, rule, scope, elements } of dialedElements(policy, parameters)) {
    const { title, nameMatcher } = policy.roles[role] ?? { title: role, nameMatcher: 'rfc9525' };
    for (const name of fillTemplate(rule.host, scope) ?? []) {
      const host = name.toLowerCase();
      const place = places.get(host) ?? {
        text: `${host} (${title})`,
        hosts: [host],
        matcher: nameMatcher,
        owners: new Set<string>(),
      };
      place.owners.add(ownerKey(role, elements));
      places.set(host, place);
    }
  }
  return places;
}
