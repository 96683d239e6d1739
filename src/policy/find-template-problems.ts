import { suggestWord } from '../model/nearest-words.ts';
import type { ParameterDocument, PolicyDocument } from '../model/policy-document.ts';
import type { RoleDocument } from '../model/role-document.ts';
import { extendPath, type Problem, quote } from '../model/problem.ts';
import type { Policy } from './policy.ts';
import { pathsOf, templateFault } from './template.ts';

type Fields = Readonly<Record<string, ParameterDocument>>;

/** The paths that virtual servers declare. */
const pathsOfVirtualServers = [
  'host',
  'port',
  'url.host',
  'server.fqdn',
  'proxy.fqdn',
  'externalUrl.host',
  'proxyOrExternalUrl.host',
];

/** A text of a role that may be a template, and where it stands. */
interface Written {
  readonly text: string;
  readonly path: string;
}

/** Templates of a document's roles that are not well formed, or name what no topology of the policy can give. */
export function findTemplateProblems({ roles = {}, dated = [] }: PolicyDocument, policy: Policy): readonly Problem[] {
  const parts = [
    { roles, path: 'roles' },
    ...dated.map((row, index) => ({ roles: row.roles ?? {}, path: `dated[${index}].roles` })),
  ];
  return parts.flatMap((part) =>
    Object.entries(part.roles).flatMap(([id, role]) => {
      const known = knownPaths(policy, dialOf(id, role, policy));
      return templatesIn(role, extendPath(part.path, id)).flatMap(({ text, path }): readonly Problem[] => {
        const fault = templateFault(text);
        if (fault !== undefined) return [{ path, message: fault }];
        return pathsOf(text)
          .filter((each) => !known.includes(each))
          .map((each) => ({ path, message: unknownPath(each, known, policy) }));
      });
    }),
  );
}

function unknownPath(path: string, known: readonly string[], { topology }: Policy): string {
  if (topology === undefined)
    return `the policy has no parameters, so no ${quote(path)}; declare it under \`parameters\``;
  return `the topology has no ${quote(path)}; ${suggestWord(path, known)}`;
}

/** A role that is only extended may use what the roles that extend it bind. */
function dialOf(id: string, role: RoleDocument, { roles }: Policy) {
  if (role.abstract !== true) return roles[id]?.dial ?? role.dial ?? [];
  return Object.values(roles).flatMap((each) => each?.dial ?? []);
}

function knownPaths(
  { topology }: Policy,
  dial: readonly { readonly each?: string | undefined; readonly as?: string | undefined }[],
): readonly string[] {
  if (topology === 'cwa') return pathsOfVirtualServers;
  if (topology === undefined) return ['host', 'port'];
  const bound = dial.flatMap(({ each, as }) =>
    each === undefined || as === undefined ? [] : elementPaths(each, as, topology),
  );
  return ['host', 'port', ...pathsBelow(topology), ...bound];
}

/** Every path to a value: `pools.fqdn`, `pools.members.fqdn`. */
function pathsBelow(fields: Fields, prefix = ''): readonly string[] {
  return Object.entries(fields).flatMap(([key, { kind, fields: inner = {} }]) =>
    kind === 'object' ? pathsBelow(inner, `${prefix}${key}.`) : [`${prefix}${key}`],
  );
}

/** What an element of a list is called, and the element around it as its parent. */
function elementPaths(each: string, as: string, topology: Fields): readonly string[] {
  const keys = each.split('.');
  const levels: Fields[] = [];
  let field: ParameterDocument | undefined;
  let fields = topology;
  for (const key of keys) {
    field = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (field === undefined) return [];
    fields = field.fields ?? {};
    levels.unshift(fields);
  }
  if (field?.kind !== 'object') return [as];
  return levels.flatMap((level, depth) => pathsBelow(level, `${as}.${'parent.'.repeat(depth)}`));
}

function templatesIn(role: RoleDocument, base: string): readonly Written[] {
  const { names = {}, subject, dial = [] } = role;
  const listed = (['required', 'allowed', 'forbidden'] as const).flatMap((group) =>
    Object.entries(names[group] ?? {}).flatMap(([kind, texts]) =>
      (texts ?? []).map((text, index) => ({ text, path: `${base}.names.${group}.${kind}[${index}]` })),
    ),
  );
  const wildcards = typeof names.wildcard === 'object' ? names.wildcard : [];
  const dialed = dial.flatMap(({ host, address, lookup, port, startTls }, index) =>
    Object.entries({ host, address, lookup, port, startTls }).flatMap(([key, text]) =>
      typeof text === 'string' ? [{ text, path: `${base}.dial[${index}].${key}` }] : [],
    ),
  );
  return [
    ...listed,
    ...wildcards.map((text, index) => ({ text, path: `${base}.names.wildcard[${index}]` })),
    ...(subject?.commonName ?? []).map((text, index) => ({ text, path: `${base}.subject.commonName[${index}]` })),
    ...dialed,
  ];
}
