import type { PolicyDocument } from '../model/policy-document.ts';
import type { RoleDocument } from '../model/role-document.ts';

/** What a policy says, or a dated row of it: the part that a later layer may change. */
export type Layer = Pick<PolicyDocument, 'roles' | 'severity' | 'thresholds' | 'source'>;

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
  const own = layers.flatMap(({ roles = {}, source }) => {
    const statement = Object.hasOwn(roles, role) ? roles[role] : undefined;
    return statement === undefined ? [] : [withSources(statement, source)];
  });
  const base = own.findLast((each) => each.extends !== undefined)?.extends;
  if (base === undefined || base === role || seen.includes(base) || seen.length === maxExtensions) return own;
  // What the base says of itself alone is not handed on.
  const inherited = statementsOf(base, layers, [...seen, role]).map(({ abstract: _, title: __, ...rest }) => rest);
  return [...inherited, ...own];
}

/** What a statement demands stands where the statement says, else where its document says; never where what it replaces stood. */
export function withSources(statement: RoleDocument, documentSource: string | undefined): RoleDocument {
  const source = statement.source ?? documentSource;
  if (source === undefined) return statement;
  const groups = groupsWithSource.flatMap((group) =>
    statement[group] === undefined ? [] : [[group, { source, ...statement[group] }] as const],
  );
  return { ...statement, source, ...Object.fromEntries(groups) };
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

/** Groups of demands, each with its source. */
const groupsWithSource = [
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
] as const satisfies readonly (keyof RoleDocument)[];

/** Groups whose keys are replaced one by one. */
export const mergedGroups = [...groupsWithSource, 'plan'] as const satisfies readonly (keyof RoleDocument)[];
