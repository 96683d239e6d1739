import type { PolicyDocument } from '../model/policy-document.ts';
import type { RoleDocument } from '../model/role-document.ts';
import { extendPath, jsonPath } from '../model/problem.ts';
import { compileRole } from './compile-role.ts';
import { maxExtensions, mergedGroups, withSources } from './layers.ts';

/** Where a value is stated: the document, counted from the weakest, and the JSON path in it. */
export interface Place {
  readonly document: number;
  readonly path: string;
}

/** One effective value of a role. */
export interface TracedValue {
  /** `names.required.dns`, `severity name-match`, `threshold expiryMarginDays`. */
  readonly name: string;
  readonly value: string;
  /** The last statement that sets it; undefined: nothing does, it is the default. */
  readonly place: Place | undefined;
  /** Where the demand stands, if the statement says so. */
  readonly source: string | undefined;
}

type Documents = readonly PolicyDocument[];

/** One statement about the role: what the document says, and what of the role it is that says it. */
interface Statement {
  readonly place: Place;
  readonly role: RoleDocument;
}

/** Every effective value that a role demands, in the order of the schema, with the statement that sets it. */
export function traceRole(id: string, documents: Documents): readonly TracedValue[] {
  const statements = statementsAbout(id, documents);
  const defaults = defaultsOf(id);
  const stated = mergedGroups.flatMap((group) => {
    const keys = new Set([
      ...Object.keys(defaults[group] ?? {}),
      ...statements.flatMap(({ role }) => Object.keys(role[group] ?? {})),
    ]);
    return [...keys]
      .filter((key) => key !== 'source')
      .map((key) => traceKey(`${group}.${key}`, [group, key], statements, defaults));
  });
  const single = (
    ['title', 'dialed', 'access', 'site', 'dial', 'notVisible', 'clientsInstallChain', 'fieldNotes'] as const
  ).map((key) => traceKey(key, [key], statements, {}));
  return [...single.slice(0, 4), ...stated, ...single.slice(4)].filter(({ value }) => value !== '');
}

/** The statements in the order in which they are merged, weakest first: the same as `statementsOf`, with their places. */
function statementsAbout(id: string, documents: Documents, seen: readonly string[] = []): readonly Statement[] {
  const own = documents.flatMap(({ roles = {}, source }, document): readonly Statement[] => {
    const role = Object.hasOwn(roles, id) ? roles[id] : undefined;
    return role === undefined
      ? []
      : [{ place: { document, path: jsonPath(['roles', id]) }, role: withSources(role, source) }];
  });
  const base = own.findLast(({ role }) => role.extends !== undefined)?.role.extends;
  if (base === undefined || base === id || seen.includes(base) || seen.length === maxExtensions) return own;
  const inherited = statementsAbout(base, documents, [...seen, id]).map(({ place, role }) => {
    const { abstract: _, title: __, ...rest } = role;
    return { place, role: rest };
  });
  return [...inherited, ...own];
}

function traceKey(
  name: string,
  keys: readonly [string, ...string[]],
  statements: readonly Statement[],
  defaults: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>,
): TracedValue {
  const last = statements.findLast(({ role }) => at(role, keys) !== undefined);
  if (last === undefined) {
    return { name, value: textOf(at(defaults, keys)), place: undefined, source: undefined };
  }
  const { place, role } = last;
  const path = keys.reduce(extendPath, place.path);
  return {
    name,
    value: textOf(at(role, keys)),
    place: { ...place, path },
    source: keys.length === 1 ? undefined : sourceOf(keys, last, statements),
  };
}

/** That of the group or the role in the statement itself; else what it takes over from those before it. */
function sourceOf(
  [group]: readonly [string, ...string[]],
  own: Statement,
  statements: readonly Statement[],
): string | undefined {
  const before = statements.slice(0, statements.indexOf(own)).toReversed();
  return [own, ...before].map(({ role }) => sourceIn(role, group)).find((source) => source !== undefined);
}

function at(value: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((inner, key) => Object(inner)[key], value);
}

/** What certificates issued from a day on have besides, in the order in which documents state it. */
export function traceDated(id: string, documents: Documents): readonly TracedValue[] {
  const roles = rolesBehind(id, documents);
  return documents.flatMap(({ dated = [] }, document) =>
    dated.flatMap(({ from, source, roles: changed = {}, severity = {}, thresholds = {} }, index) => {
      const base = jsonPath(['dated', index]);
      const ofRoles = roles.flatMap((each) =>
        groupKeysOf(changed[each]).map(({ keys, value, source: own }) => ({
          name: `from ${from}: ${keys.join('.')}`,
          value: textOf(value),
          place: { document, path: [...['roles', each], ...keys].reduce(extendPath, base) },
          source: own ?? source,
        })),
      );
      const figures = Object.entries({ severity, thresholds }).flatMap(([part, stated]) =>
        Object.entries(stated).map(([key, value]) => ({
          name: `from ${from}: ${part} ${key}`,
          value: textOf(value),
          place: { document, path: [part, key].reduce(extendPath, base) },
          source,
        })),
      );
      return [...ofRoles, ...figures];
    }),
  );
}

function groupKeysOf(role: RoleDocument = {}) {
  return mergedGroups.flatMap((group) =>
    Object.entries(role[group] ?? {})
      .filter(([key]) => key !== 'source')
      .map(([key, value]) => ({ keys: [group, key], value: value as unknown, source: sourceIn(role, group) })),
  );
}

function sourceIn(role: RoleDocument, group: string): string | undefined {
  const source = at(role, [group, 'source']);
  return typeof source === 'string' ? source : role.source;
}

/** The role and those that it extends, the last base first. */
function rolesBehind(id: string, documents: Documents, seen: readonly string[] = []): readonly string[] {
  const base = documents
    .flatMap(({ roles = {} }) => (Object.hasOwn(roles, id) ? [roles[id]] : []))
    .findLast((role) => role?.extends !== undefined)?.extends;
  return base === undefined || base === id || seen.includes(base)
    ? [id]
    : [...rolesBehind(base, documents, [...seen, id]), id];
}

/** What holds where nothing is stated, by the compiler itself. */
function defaultsOf(id: string): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const role = compileRole(id, {}, undefined);
  return {
    names: { matcher: role.nameMatcher, wildcard: role.wildcard },
    extendedKeyUsage: { absent: role.extendedKeyUsage.absent },
    keyUsage: { required: role.keyUsage.required, allowed: role.keyUsage.allowed, absent: role.keyUsage.absent },
    trust: { publiclyTrusted: role.trust.publiclyTrusted },
    clientCertificate: { requested: role.clientCertificate },
    pointers: role.pointers,
  };
}

/** A value as people write it in a document. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return `[${value.map(textOf).join(', ')}]`;
  if (typeof value !== 'object') return String(value);
  const entries = Object.entries(value).filter(([key]) => key !== 'source');
  return `{ ${entries.map(([key, each]) => `${key}: ${textOf(each)}`).join(', ')} }`;
}
