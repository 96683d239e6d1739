import type { Endpoint } from '../../model/endpoint.ts';
import { groupBy } from '../../model/group-by.ts';
import type { Policy, RolePolicy } from '../../policy/policy.ts';
import type { Need } from './describe-need.ts';
import { hostPort } from '../../model/host-port.ts';

/** Whether a product makes the certificate of an endpoint itself. */
export function isMadeByProduct(endpoint: Endpoint, policy: Policy): boolean {
  return roleOf(endpoint, policy)?.madeBy !== undefined;
}

/** Says of endpoints for which a product makes certificates that none is to be requested. Whole sentences. */
export function noteMade(endpoints: readonly Endpoint[], policyOf: (endpoint: Endpoint) => Policy): readonly string[] {
  const groups = groupBy(endpoints, ({ deployment, policy, role }) => JSON.stringify([deployment, policy, role]));
  return [...groups.values()].map((group) => {
    const [first] = group;
    const role = roleOf(first, policyOf(first));
    return `${about(group, role?.title)} needs no request: ${role?.madeBy} makes the certificate itself.`;
  });
}

/** Says of places that pass TLS through that no certificate is installed there. Whole sentences. */
export function notePassing(needs: readonly Need[]): readonly string[] {
  const passing = needs.filter(({ role }) => role.endsAt !== undefined);
  const groups = groupBy(passing, ({ endpoint: { role } }) => role);
  return [...groups.values()].map((group) => {
    const [{ role }] = group;
    const places = about(
      group.map(({ endpoint }) => endpoint),
      role.title,
    );
    return `${places} passes TLS through to the role ${role.endsAt}, so no certificate is installed on it.`;
  });
}

function roleOf({ role }: Endpoint, { roles }: Policy): RolePolicy | undefined {
  return Object.hasOwn(roles, role) ? roles[role] : undefined;
}

/** `contoso-mail: Back end (ex01.contoso.local:444, ex02.contoso.local:444)`. */
function about(endpoints: readonly Endpoint[], title: string | undefined): string {
  const [first] = endpoints;
  const deployment = first?.deployment ?? null;
  const places = endpoints.map(({ address, lookupName, host, port }) => {
    const where = address ?? lookupName ?? host;
    return hostPort(where, port);
  });
  return `${deployment === null ? '' : `${deployment}: `}${title ?? first?.role} (${[...new Set(places)].join(', ')})`;
}
