import type { PolicyDocument } from '../model/policy-document.ts';
import type { RoleDocument } from '../model/role-document.ts';
import { jsonPath } from '../model/problem.ts';
import { mergedGroups } from './layers.ts';

/** One demand as a document states it: a key of a group of a role, or one entry where each entry is a demand of its own. */
export interface Row {
  /** The role that states it. */
  readonly role: string;
  /** The group (`names`), or the key of the role if it is in none. */
  readonly group: string;
  /** Keys and indices from the document on. */
  readonly keys: readonly (string | number)[];
  /** The same as JSON path. */
  readonly path: string;
  /** What it says, for people: `names.required.dns ${host}`. */
  readonly text: string;
  /** Where the demand stands, if group, role or policy say so. */
  readonly source: string | undefined;
}

/**
 * Every row of a document, in its order; those of dated parts last. What only says where to look or how to plan is none, nor is what
 * clients have to install.
 */
export function listRows(document: PolicyDocument): readonly Row[] {
  const parts = [
    { roles: document.roles ?? {}, base: ['roles'], source: document.source },
    ...(document.dated ?? []).map(({ roles = {}, source }, index) => ({
      roles,
      base: ['dated', index, 'roles'],
      source: source ?? document.source,
    })),
  ];
  return parts.flatMap(({ roles, base, source }) =>
    Object.entries(roles).flatMap(([id, role]) => rowsOf(id, role, [...base, id], role.source ?? source)),
  );
}

/** The document without a row; a kind of names of which none is left is not stated. */
export function withoutRow(document: PolicyDocument, { keys }: Row): PolicyDocument {
  const copy = structuredClone(document);
  const holders: unknown[] = [copy];
  for (const key of keys.slice(0, -1)) holders.push(Object(holders.at(-1))[key]);
  const holder = holders.at(-1);
  if (!Array.isArray(holder)) {
    delete Object(holder)[String(keys.at(-1))];
    return copy;
  }
  holder.splice(Number(keys.at(-1)), 1);
  if (holder.length === 0) delete Object(holders.at(-2))[String(keys.at(-2))];
  return copy;
}

function rowsOf(id: string, role: RoleDocument, base: Row['keys'], roleSource: string | undefined): readonly Row[] {
  const rowOf = (
    group: string,
    keys: readonly (string | number)[],
    value: unknown,
    source: string | undefined,
  ): Row => {
    const all = [...base, group, ...keys];
    const words = [group, ...keys.filter((key) => typeof key === 'string')].join('.');
    return { role: id, group, keys: all, path: jsonPath(all), text: `${words} ${textOf(value)}`, source };
  };
  const grouped = mergedGroups.flatMap((group) => {
    const stated = role[group];
    if (stated === undefined || group === 'plan') return [];
    const source = 'source' in stated && typeof stated.source === 'string' ? stated.source : roleSource;
    return Object.entries(stated)
      .filter(([key, value]) => value !== undefined && !noDemands.includes(`${group}.${key}`) && key !== 'source')
      .flatMap(([key, value]) =>
        partsOf(group, key, value).map(({ keys, value: each }) => rowOf(group, keys, each, source)),
      );
  });
  const hidden = (role.notVisible ?? []).map((each, index) =>
    rowOf('notVisible', [index], each.demand, each.source ?? roleSource),
  );
  return [...grouped, ...hidden];
}

/** What a group says of where to compare, and of where a deployment names its trust stores. */
const noDemands = ['sharing.within', 'trust.list', 'trust.stores'];

interface Part {
  readonly keys: readonly (string | number)[];
  readonly value: unknown;
}

/** Each name that is required is a row; other lists are one. An empty list, which takes demands away, is one as well. */
function partsOf(group: string, key: string, value: unknown): readonly Part[] {
  const isByKind = group === 'names' && typeof value === 'object' && !Array.isArray(value);
  if (!isByKind) return [{ keys: [key], value }];
  return Object.entries(Object(value) as Record<string, readonly string[] | undefined>).flatMap(
    ([kind, list = []]): readonly Part[] =>
      key === 'required' && list.length > 0
        ? list.map((each, index) => ({ keys: [key, kind, index], value: each }))
        : [{ keys: [key, kind], value: list }],
  );
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
}
