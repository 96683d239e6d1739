import type { PolicyDocument } from '../model/policy-document.ts';
import { compilePolicy } from './compile-policy.ts';
import type { RolePolicy } from './policy.ts';
import { traceFigures } from './trace-figures.ts';
import { textOf, traceDated, traceRole } from './trace-role.ts';

type Documents = readonly [PolicyDocument, ...PolicyDocument[]];

/** One thing that two policies say differently. */
export interface PolicyDifference {
  /** The role that it is about; null: the policy as a whole. */
  readonly role: string | null;
  readonly change: 'added' | 'removed' | 'changed';
  /** `names.required`, `severity name-match`; null: the role itself. */
  readonly value: string | null;
  /** What the first policy says; null: nothing. */
  readonly before: string | null;
  readonly after: string | null;
}

/** What the second policy demands differently from the first: roles, each value of the roles that both have, severities, figures. */
export function comparePolicies(before: Documents, after: Documents): readonly PolicyDifference[] {
  const [one, other] = [compilePolicy(before), compilePolicy(after)];
  const ids = [...new Set([...Object.keys(one.roles), ...Object.keys(other.roles)])];
  const roles = ids.flatMap((role): readonly PolicyDifference[] => {
    const [old, young] = [one.roles[role], other.roles[role]];
    const whole = { role, value: null };
    if (old === undefined) return [{ ...whole, change: 'added', before: null, after: young?.title ?? '' }];
    if (young === undefined) return [{ ...whole, change: 'removed', before: old.title, after: null }];
    return differencesOf(
      role,
      new Map([...valuesOf(role, before), ...beginningsOf(old)]),
      new Map([...valuesOf(role, after), ...beginningsOf(young)]),
    );
  });
  const general = differencesOf(
    null,
    new Map([
      ['pathProfile', one.pathProfile],
      ['topology', textOf(Object.keys(Object(one.topology)))],
      ...figuresOf(before),
    ]),
    new Map([
      ['pathProfile', other.pathProfile],
      ['topology', textOf(Object.keys(Object(other.topology)))],
      ...figuresOf(after),
    ]),
  );
  return [...roles, ...general];
}

function valuesOf(role: string, documents: Documents): ReadonlyMap<string, string> {
  const all = [...traceRole(role, documents), ...traceDated(role, documents)].filter(
    // Where they are dialed and described is no demand, nor are severities that roles share, which stand below.
    ({ name }) => !/^(?:title|dialed|dial|fieldNotes|plan\..*|from \S+ (?:severity|thresholds) .*)$/.test(name),
  );
  return new Map(all.map(({ name, value }) => [name, value]));
}

/** What is spoken before TLS, as it is another door that is looked at then: `smtp on 25`. No entry: TLS begins at once everywhere. */
function beginningsOf({ dial }: RolePolicy): readonly (readonly [string, string])[] {
  const doors = dial.flatMap(({ startTls, port }) =>
    startTls === undefined ? [] : [port === undefined ? startTls : `${startTls} on ${port}`],
  );
  return doors.length === 0 ? [] : [['dial.startTls', textOf([...new Set(doors)])]];
}

/** Severities with all their rules, figures, and what changes of both by date. */
function figuresOf(documents: Documents): readonly (readonly [string, string])[] {
  const policy = compilePolicy(documents);
  const rules = Object.entries(policy.severities).map(
    ([check, stated]) =>
      [
        `severity ${check}`,
        stated
          .map(({ severity, ...conditions }) => {
            const fits = Object.values(conditions).flat();
            return [severity ?? 'not-observable', ...(fits.length === 0 ? [] : [`if ${fits.join(', ')}`])].join(' ');
          })
          .join('; '),
      ] as const,
  );
  const figures = traceFigures('', policy, documents).filter(({ name }) => name.startsWith('threshold '));
  const dated = documents.flatMap(({ dated: parts = [] }) =>
    parts.flatMap(({ from, severity = {}, thresholds = {} }) => [
      ...Object.entries(severity).map(([check, value]) => [`from ${from}: severity ${check}`, textOf(value)] as const),
      ...Object.entries(thresholds).map(([name, value]) => [`from ${from}: threshold ${name}`, textOf(value)] as const),
    ]),
  );
  return [...rules, ...figures.map(({ name, value }) => [name, value] as const), ...dated];
}

function differencesOf(
  role: string | null,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): readonly PolicyDifference[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((value): readonly PolicyDifference[] => {
    const [old, young] = [before.get(value) ?? null, after.get(value) ?? null];
    if (old === young) return [];
    const change = old === null ? 'added' : young === null ? 'removed' : 'changed';
    return [{ role, change, value, before: old, after: young }];
  });
}
