import { suggestWord } from '../model/nearest-words.ts';
import { quote } from '../model/problem.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { PolicyId, Role } from '../model/vocabulary.ts';
import { findPolicy, type Policies } from '../policy/policies.ts';
import type { Policy } from '../policy/policy.ts';
import { parseFqdn } from './host-name.ts';
import { objectToPolicy } from './object-to-policy.ts';
import { objectToRole } from './object-to-role.ts';

/** What a target is judged as. */
export interface ChosenRole {
  readonly role: Role;
  readonly policy: PolicyId;
}

/**
 * A missing role or policy follows from the other one; if both are missing, the target is any TLS server. The error is a clause
 * about the field that does not fit.
 */
export function chooseRole(
  { role, policy: id }: { readonly role?: Role | undefined; readonly policy?: PolicyId | undefined },
  policies: Policies,
): Result<ChosenRole, { readonly field: 'role' | 'policy'; readonly message: string }> {
  if (id !== undefined) {
    const unknown = objectToPolicy(id, policies);
    if (unknown !== undefined) return err({ field: 'policy', message: unknown });
  }
  const policy = id === undefined ? policyWith(role ?? 'server', policies) : findPolicy(id, policies);
  if (policy === undefined) return err({ field: 'role', message: unknownRole(role ?? 'server', policies) });
  const chosen = role ?? likelyRole(policy);
  if (chosen === undefined) {
    const message = `is missing: policy ${policy.id} has ${Object.keys(policy.roles).join(', ')}`;
    return err({ field: 'role', message });
  }
  const objection = objectToRole(chosen, policy);
  return objection === undefined ? ok({ role: chosen, policy: policy.id }) : err({ field: 'role', message: objection });
}

/** The first policy that has the role. */
function policyWith(role: Role, policies: Policies): Policy | undefined {
  return [...policies.values()].find(({ roles }) => roles[role] !== undefined);
}

function unknownRole(role: Role, policies: Policies): string {
  const known = [...policies.values()].flatMap(({ roles }) => Object.keys(roles));
  return `unknown role ${quote(role)}; ${suggestWord(role, [...new Set(known)])}; a role of another policy needs that policy too`;
}

/** The only role that a policy adds to those it extends, or else that of any server. */
function likelyRole({ topology, roles, documents }: Policy): Role | undefined {
  if (topology === 'cwa') return 'virtual-server';
  const own = Object.keys(documents.at(-1)?.roles ?? {}).filter((role) => roles[role] !== undefined);
  const [only, ...others] = own;
  if (only !== undefined && others.length === 0) return only;
  return roles['server'] === undefined ? undefined : 'server';
}

/** A clause if the host does not fit the role, or the role needs a port. */
export function objectToHost(
  host: string,
  role: Role,
  port: number | undefined,
): { readonly field: 'host' | 'port'; readonly message: string } | undefined {
  if (role === 'mtls') {
    // No host name has a slash.
    if (host.includes('/'))
      return { field: 'host', message: `${quote(host)} is a range; give the fully qualified name of each server` };
    const fqdn = parseFqdn(host);
    if (!fqdn.ok) return { field: 'host', message: fqdn.error };
    if (port === undefined) return { field: 'port', message: 'is missing: MTLS has no default port (5061 is usual)' };
  }
  const prefix = rolePrefixes[role];
  if (prefix !== undefined && !(host.startsWith(prefix) && host.length > prefix.length)) {
    return {
      field: 'host',
      message: `role ${role} needs a host that begins with "${prefix}"; ${quote(host)} does not`,
    };
  }
  return undefined;
}

/** What stands before the host of the virtual server's URL in the name that a role dials. */
export const rolePrefixes: Readonly<Partial<Record<Role, string>>> = { 'as-host': 'as.', 'download-host': 'download.' };
