import type { Endpoint } from '../model/endpoint.ts';
import type { Role } from '../model/vocabulary.ts';
import type { DialRule, Policy } from './policy.ts';
import type { Scope } from './template.ts';

/** An element of a list of the parameters: where it stands, and what templates see of it. */
interface Element {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

/** What a dial rule of a role makes of one element of the parameters. */
export interface DialedElement {
  readonly role: Role;
  readonly rule: DialRule;
  /** What templates see there. */
  readonly scope: Scope;
  readonly elements: Endpoint['elements'];
}

/** Every element that the dial rules of a policy name, in the order of the policy. */
export function dialedElements({ roles }: Policy, parameters: Scope): readonly DialedElement[] {
  return Object.entries(roles).flatMap(([role, { dial: rules }]) =>
    rules.flatMap((rule) =>
      elementsOf(rule, parameters).map((element) => ({
        role,
        rule,
        scope: scopeOf(rule, element, parameters),
        elements: element === undefined || rule.as === undefined ? undefined : { [rule.as]: [...element.path] },
      })),
    ),
  );
}

/** `each: pools.members` leads through both lists. Without `each` there is one endpoint for the deployment. */
function elementsOf({ each }: DialRule, parameters: Scope): readonly (Element | undefined)[] {
  if (each === undefined) return [undefined];
  let elements: readonly Element[] = [{ path: [], value: parameters }];
  for (const key of each.split('.')) {
    elements = elements.flatMap(({ path, value }) => {
      const list: unknown = isObject(value) && Object.hasOwn(value, key) ? value[key] : [];
      const parent = path.length === 0 ? {} : { parent: value };
      if (!Array.isArray(list)) return isObject(list) ? [{ path: [...path, key], value: { ...list, ...parent } }] : [];
      return list.map((item: unknown, index) => ({
        path: [...path, key, index],
        value: isObject(item) ? { ...item, ...parent } : item,
      }));
    });
  }
  return elements;
}

function scopeOf({ as }: DialRule, element: Element | undefined, parameters: Scope): Scope {
  return element === undefined || as === undefined ? parameters : { ...parameters, [as]: element.value };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
