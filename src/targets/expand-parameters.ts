import type { Endpoint } from '../model/endpoint.ts';
import { endpointId } from '../model/endpoint-id.ts';
import { parseIpAddress } from '../model/ip-address.ts';
import type { Access, Role } from '../model/vocabulary.ts';
import type { DialRule, Policy } from '../policy/policy.ts';
import { fillTemplate, type Scope } from '../policy/template.ts';
import { parseHost } from './host-name.ts';
import { routeOf } from './parse-route.ts';
import type { DeploymentTopology } from './targets.ts';

/** Endpoints that one deployment may have by its parameters. */
export const maxEndpoints = 100_000;

/** An element of a list of the parameters: where it stands, and what templates see of it. */
interface Element {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

type TrustOf = (role: Role, access: Access) => Endpoint['trust'];

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

/** The endpoints of a deployment that declares parameters: what the dial rules of each role make of them, in the order of the policy. */
export function expandParameters(topology: DeploymentTopology, policy: Policy, trustOf: TrustOf): readonly Endpoint[] {
  return dialedElements(policy, topology.parameters ?? {}).flatMap(({ role, rule, scope, elements }) =>
    dial(rule, scope).map(({ host, address, lookup, port }) => {
      const access = policy.roles[role]?.access ?? 'internal';
      const name = topology.name;
      const isAddress = parseIpAddress(host) !== undefined;
      const known = address ?? (isAddress ? host : null);
      return {
        id: endpointId({ deployment: name, authority: null, role, host, address: known, port }),
        deployment: name,
        virtualServer: null,
        server: null,
        policy: topology.policy,
        role,
        host,
        port,
        address: known,
        ...(known === null && lookup !== undefined && lookup !== host ? { lookupName: lookup } : {}),
        serverName: isAddress || !rule.sendsServerName ? null : host,
        access,
        keyType: null,
        names: { url: null, server: null, proxy: null, externalUrl: null },
        ...(elements === undefined ? {} : { elements }),
        reverseProxyProduct: null,
        trust: trustOf(role, access),
        probeWithoutServerName: false,
        ...routeOf(topology.route),
        ...(topology.fetch === undefined ? {} : { fetch: topology.fetch }),
      };
    }),
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

export interface Dialed {
  readonly host: string;
  readonly address: string | undefined;
  readonly lookup: string | undefined;
  readonly port: number;
}

/** One for each text that `host` stands for; none if the topology does not declare it. */
export function dial({ host, address, lookup, port }: DialRule, scope: Scope): readonly Dialed[] {
  const first = (template: string | undefined): string | undefined =>
    template === undefined ? undefined : fillTemplate(template, scope)?.[0];
  const ports = typeof port === 'number' ? [port] : (fillTemplate(port, scope) ?? []).map(Number);
  const hosts = (fillTemplate(host, scope) ?? []).map(canonical);
  // Enough to see that they are too many.
  const most = Math.floor(maxEndpoints / Math.max(1, ports.length)) + 1;
  return hosts
    .slice(0, most)
    .flatMap((name) =>
      ports.map((each) => ({ host: name, address: first(address), lookup: first(lookup), port: each })),
    );
}

/** What is no host is as it was written; `checkDialed` refuses it. */
function canonical(name: string): string {
  const host = parseHost(name);
  return host.ok ? host.value.text : name;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
