import type { PolicyDocument } from '../model/policy-document.ts';
import { jsonPath, type Problem } from '../model/problem.ts';
import type { RoleDocument } from '../model/role-document.ts';
import { readStartTls, unknownStartTls } from '../model/start-tls-word.ts';
import { objectToPort } from '../model/usual-ports.ts';
import type { Policy } from './policy.ts';
import { pathsOf } from './template.ts';

type DialDocument = NonNullable<RoleDocument['dial']>[number];

/** A rule, and keys and indices that lead to it from the document on. */
interface PlacedRule {
  readonly rule: DialDocument;
  readonly keys: readonly (string | number)[];
}

/** Dial rules of a document that name no port, or a protocol before TLS that there is not. */
export function findDialProblems(last: PolicyDocument, policy: Policy): readonly Problem[] {
  return rulesOf(last).flatMap(({ rule, keys }): readonly Problem[] => {
    const { port, startTls } = rule;
    const word = startTls === undefined ? undefined : settle(startTls, rule, policy);
    const unknown = typeof word === 'string' ? unknownStartTls(word) : undefined;
    return [
      ...(unknown === undefined ? [] : [{ path: jsonPath([...keys, 'startTls']), message: unknown }]),
      ...(port === undefined &&
      (startTls === undefined || (word !== undefined && readStartTls(String(word)) === undefined))
        ? [
            {
              path: jsonPath([...keys, 'port']),
              message: 'is missing; state it, or state `startTls` for its usual port',
            },
          ]
        : []),
    ];
  });
}

/** Dial rules on ports where something else is usually spoken first. */
export function findUnusualPorts(last: PolicyDocument, policy: Policy): readonly Problem[] {
  return rulesOf(last).flatMap(({ rule, keys }): readonly Problem[] => {
    const { port, startTls } = rule;
    const number = typeof port === 'string' ? Number(settle(port, rule, policy)) : port;
    const word = startTls === undefined ? undefined : settle(startTls, rule, policy);
    // Undeclared, a template may stand for anything.
    if (number === undefined || (startTls !== undefined && word === undefined)) return [];
    const message = objectToPort(number, word === undefined ? undefined : readStartTls(String(word)));
    return message === undefined ? [] : [{ path: jsonPath([...keys, 'port']), message }];
  });
}

function rulesOf({ roles = {}, dated = [] }: PolicyDocument): readonly PlacedRule[] {
  const parts = [
    { roles, base: ['roles'] },
    ...dated.map((row, index) => ({ roles: row.roles ?? {}, base: ['dated', index, 'roles'] })),
  ];
  return parts.flatMap((part) =>
    Object.entries(part.roles).flatMap(([id, { dial = [] }]) =>
      dial.map((rule, index) => ({ rule, keys: [...part.base, id, 'dial', index] })),
    ),
  );
}

/** A text as it stands, or the default of the parameter that it is a template of; undefined: the deployment says. */
function settle(text: string, { each, as }: DialDocument, { topology }: Policy): string | number | boolean | undefined {
  const [path, ...others] = pathsOf(text);
  if (path === undefined) return text;
  if (others.length > 0 || text !== `\${${path}}` || typeof topology !== 'object') return undefined;
  const list = each?.split('.') ?? [];
  const keys = path.split('.');
  if (as !== undefined && keys[0] === as) {
    const outward = keys.filter((key) => key === 'parent').length;
    keys.splice(0, 1 + outward, ...list.slice(0, list.length - outward));
  }
  let fields = topology;
  for (const key of keys.slice(0, -1)) fields = (Object.hasOwn(fields, key) ? fields[key]?.fields : undefined) ?? {};
  const name = keys.at(-1) ?? '';
  return Object.hasOwn(fields, name) ? fields[name]?.default : undefined;
}
