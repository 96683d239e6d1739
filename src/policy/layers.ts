import type { PolicyDocument } from '../model/policy-document.ts';
import type { RoleDocument } from '../model/role-document.ts';

/** What a policy says, or a dated row of it: the part that a later layer may change. */
export type Layer = Pick<PolicyDocument, 'roles' | 'severity' | 'thresholds'>;

/** The roles that the layers declare, in the order of their first mention; those that are only to be extended included. */
export function roleIdsOf(layers: readonly Layer[]): readonly string[] {
  return [...new Set(layers.flatMap(({ roles = {} }) => Object.keys(roles)))];
}

/** The roles that the last layer is the first to declare. */
export function addedRoles(layers: readonly Layer[]): readonly string[] {
  const before = roleIdsOf(layers.slice(0, -1));
  return roleIdsOf(layers.slice(-1)).filter((role) => !before.includes(role));
}

/**
 * Every statement about a role, weakest first: those of the role that it extends, then its own from the base policy on. A role that
 * extends itself over others, or one that does not exist, adds nothing, nor does what lies more than `maxExtensions` roles away.
 */
export function statementsOf(
  role: string,
  layers: readonly Layer[],
  seen: readonly string[] = [],
): readonly RoleDocument[] {
  const own = layers.flatMap(({ roles = {} }) => (Object.hasOwn(roles, role) ? (roles[role] ?? []) : []));
  const base = own.findLast((each) => each.extends !== undefined)?.extends;
  if (base === undefined || base === role || seen.includes(base) || seen.length === maxExtensions) return own;
  // What the base says of itself alone is not handed on.
  const inherited = statementsOf(base, layers, [...seen, role]).map(({ abstract: _, title: __, ...rest }) => rest);
  return [...inherited, ...own];
}

/** How many roles a role may extend, one over the other. */
export const maxExtensions = 16;

/** What the statements say together: a later one replaces single keys of a group, and whole lists. */
export function mergeStatements(statements: readonly RoleDocument[]): RoleDocument {
  const merged: RoleDocument = {};
  for (const statement of statements) {
    const groups = mergedGroups.flatMap((group) =>
      statement[group] === undefined ? [] : [[group, { ...merged[group], ...statement[group] }] as const],
    );
    Object.assign(merged, statement, Object.fromEntries(groups));
  }
  return merged;
}

/** Groups of demands whose keys are replaced one by one. */
export const mergedGroups = [
  'names',
  'subject',
  'extendedKeyUsage',
  'keyUsage',
  'key',
  'signature',
  'lifetime',
  'trust',
  'clientCertificate',
  'sharing',
  'termination',
  'template',
  'pointers',
  'plan',
] as const satisfies readonly (keyof RoleDocument)[];
