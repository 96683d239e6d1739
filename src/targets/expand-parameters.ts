import type { Endpoint } from '../model/endpoint.ts';
import { endpointId } from '../model/endpoint-id.ts';
import { parseIpAddress } from '../model/ip-address.ts';
import { readStartTls } from '../model/start-tls-word.ts';
import { type Access, noStartTls, type Role } from '../model/vocabulary.ts';
import { dialedElements } from '../policy/dialed-elements.ts';
import type { DialRule, Policy } from '../policy/policy.ts';
import { fillTemplate, type Scope } from '../policy/template.ts';
import { parseHost } from './host-name.ts';
import { routeOf } from './parse-route.ts';
import { sideOfRole, vantagesOf } from './vantages.ts';
import type { DeploymentTopology } from './targets.ts';
import { startTlsPort } from './url-schemes.ts';

/** Endpoints that one deployment may have by its parameters. */
export const maxEndpoints = 100_000;

type TrustOf = (role: Role, access: Access) => Endpoint['trust'];

/** The endpoints of a deployment that declares parameters: what the dial rules of each role make of them, in the order of the policy. */
export function expandParameters(topology: DeploymentTopology, policy: Policy, trustOf: TrustOf): readonly Endpoint[] {
  return dialedElements(policy, topology.parameters ?? {}).flatMap(({ role, rule, scope, elements }) =>
    dial(rule, scope).flatMap(({ host, address, lookup, port, startTls: word }): readonly Endpoint[] => {
      if (port === undefined) return [];
      const startTls = readStartTls(word);
      const demands = policy.roles[role];
      const declaredAccess = demands?.access ?? 'internal';
      const side = demands === undefined ? declaredAccess : sideOfRole(demands, declaredAccess);
      const name = topology.name;
      const isAddress = parseIpAddress(host) !== undefined;
      const known = address ?? (isAddress ? host : null);
      return vantagesOf(side, declaredAccess, topology.sites).map(
        ({ access, ...seen }): Endpoint => ({
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
          ...(startTls === undefined ? {} : { startTls }),
          names: { url: null, server: null, proxy: null, externalUrl: null },
          ...(elements === undefined ? {} : { elements }),
          reverseProxyProduct: null,
          trust: trustOf(role, access),
          probeWithoutServerName: false,
          ...routeOf(topology.route),
          ...seen,
          ...(topology.fetch === undefined ? {} : { fetch: topology.fetch }),
        }),
      );
    }),
  );
}

export interface Dialed {
  readonly host: string;
  readonly address: string | undefined;
  readonly lookup: string | undefined;
  /** Undefined: the rule gives none, and there is no usual one. `checkDialed` refuses that, and any that is none. */
  readonly port: number | undefined;
  /** `none`: TLS begins at once. `checkDialed` refuses words that are no protocol. */
  readonly startTls: string;
}

/** One for each text that `host` stands for; none if the topology does not declare it. */
export function dial({ host, address, lookup, port, startTls }: DialRule, scope: Scope): readonly Dialed[] {
  const first = (template: string | undefined): string | undefined =>
    template === undefined ? undefined : fillTemplate(template, scope)?.[0];
  const spoken = startTls === undefined ? [] : (fillTemplate(startTls, scope) ?? []);
  const doors = (spoken.length === 0 ? [noStartTls] : spoken).flatMap((word) =>
    portsOf(port, word, scope).map((each) => ({ port: each, startTls: word })),
  );
  const hosts = (fillTemplate(host, scope) ?? []).map(canonical);
  // Enough to see that they are too many.
  const most = Math.floor(maxEndpoints / Math.max(1, doors.length)) + 1;
  return hosts
    .slice(0, most)
    .flatMap((name) => doors.map((door) => ({ host: name, address: first(address), lookup: first(lookup), ...door })));
}

function portsOf(port: DialRule['port'], startTls: string, scope: Scope): readonly (number | undefined)[] {
  if (typeof port === 'string') return (fillTemplate(port, scope) ?? []).map(Number);
  const protocol = readStartTls(startTls);
  return [port ?? (protocol && startTlsPort(protocol))];
}

/** What is no host is as it was written; `checkDialed` refuses it. */
function canonical(name: string): string {
  const host = parseHost(name);
  return host.ok ? host.value.text : name;
}
