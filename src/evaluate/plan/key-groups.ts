import type { Policy } from '../../policy/policy.ts';

type Roles = Policy['roles'];

/**
 * Which roles have to show one key, by what they demand of each other: roles of one group have the same name here, and so has one that
 * passes TLS through to them. Undefined: nobody demands that the places of the role share a key, even with each other.
 */
export function createKeyGroups({
  roles,
  topology,
}: Pick<Policy, 'roles' | 'topology'>): (role: string) => string | undefined {
  // The specification of CWA wants one exportable certificate on all servers of an array: see docs/requests.md.
  if (topology === 'cwa') return () => 'cwa';
  const groups = new Map<string, ReadonlySet<string>>();
  for (const [role, other] of linksOf(roles)) {
    const members = new Set([role, other, ...(groups.get(role) ?? []), ...(groups.get(other) ?? [])]);
    for (const member of members) groups.set(member, members);
  }
  const names = new Map([...groups].map(([role, members]) => [role, [...members].toSorted().join(' ')]));
  return (role) => names.get(holderOf(role, roles));
}

/** The role that decrypts TLS for this one; the role itself, if it does. */
export function holderOf(role: string, roles: Roles): string {
  const endsAt = Object.hasOwn(roles, role) ? roles[role]?.endsAt : undefined;
  return endsAt ?? role;
}

function linksOf(roles: Roles): readonly (readonly [string, string])[] {
  return Object.entries(roles).flatMap(([role, { sharing }]) => {
    const others = [...(sharing?.sameKeyAs ?? []), ...(sharing?.sameCertificateAs ?? [])];
    return others.filter((other) => Object.hasOwn(roles, other)).map((other) => [role, other] as const);
  });
}

/** Whether a role must not share its key with another one, so that its certificate is one of its own. */
export function hasKeyOfItsOwn(role: string, roles: Roles): boolean {
  const own = Object.hasOwn(roles, role) ? (roles[role]?.sharing?.differentKeyFrom ?? []) : [];
  return (
    own.length > 0 || Object.values(roles).some(({ sharing }) => sharing?.differentKeyFrom.includes(role) === true)
  );
}
