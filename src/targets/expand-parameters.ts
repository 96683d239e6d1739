import type { Endpoint } from '../model/endpoint.ts';
import { endpointId } from '../model/endpoint-id.ts';
import { parseIpAddress } from '../model/ip-address.ts';
import type { Access, Role } from '../model/vocabulary.ts';
import type { DialRule, Policy } from '../policy/policy.ts';
import { fillTemplate, type Scope } from '../policy/template.ts';
import type { DeploymentTopology } from './targets.ts';

/** An element of a list of the parameters: where it stands, and what templates see of it. */
interface Element {
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

type TrustOf = (role: Role, access: Access) => Endpoint['trust'];

/** The endpoints of a deployment that declares parameters: what the dial rules of each role make of them, in the order of the policy. */
export function expandParameters(topology: DeploymentTopology, policy: Policy, trustOf: TrustOf): readonly Endpoint[] {
  return Object.entries(policy.roles).flatMap(([role, demands]) =>
    demands.dial.flatMap((rule) =>
      elementsOf(rule, topology.parameters ?? {}).flatMap((element) =>
        dial(rule, scopeOf(rule, element, topology.parameters ?? {})).map(({ host, address, lookup, port }) => {
          const access = demands.access ?? 'internal';
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
            ...(element === undefined || rule.as === undefined ? {} : { elements: { [rule.as]: [...element.path] } }),
            reverseProxyProduct: null,
            trust: trustOf(role, access),
            probeWithoutServerName: false,
            ...(topology.fetch === undefined ? {} : { fetch: topology.fetch }),
          };
        }),
      ),
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

interface Dialed {
  readonly host: string;
  readonly address: string | undefined;
  readonly lookup: string | undefined;
  readonly port: number;
}

/** One for each text that `host` stands for; none if the topology does not declare it. */
function dial({ host, address, lookup, port }: DialRule, scope: Scope): readonly Dialed[] {
  const first = (template: string | undefined): string | undefined =>
    template === undefined ? undefined : fillTemplate(template, scope)?.[0];
  const ports = typeof port === 'number' ? [port] : (fillTemplate(port, scope) ?? []).map(Number);
  const hosts = fillTemplate(host, scope) ?? [];
  return hosts.flatMap((name) =>
    ports.map((each) => ({ host: name.toLowerCase(), address: first(address), lookup: first(lookup), port: each })),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
