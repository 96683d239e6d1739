import type { PolicyDocument } from '../model/policy-document.ts';
import { extendPath, jsonPath, type Problem, quote } from '../model/problem.ts';
import { compilePolicy } from './compile-policy.ts';
import { findContradictions } from './find-contradictions.ts';
import { findUnusualPorts } from './find-dial-problems.ts';
import { mergeStatements, roleIdsOf, statementsOf } from './layers.ts';
import type { Policy } from './policy.ts';
import { listRows } from './rows.ts';
import { pathsOf } from './template.ts';

type Documents = readonly [PolicyDocument, ...PolicyDocument[]];

/** What the last of these documents says that is allowed and hardly meant. `findPolicyProblems` finds what is wrong. */
export function findPolicyWarnings(documents: Documents): readonly Problem[] {
  const last = documents.at(-1) ?? documents[0];
  const policy = compilePolicy(documents);
  return [
    ...rowsWithoutSource(documents, last),
    ...findContradictions(last, documents),
    ...undialedRoles(last, documents, policy),
    ...findUnusualPorts(last, policy),
    ...unusedParameters(last, documents),
    ...deadSeverityRules(last),
    ...deadDatedRows(last),
  ];
}

/** A row has the source of its group or role, or of what its role extends; that of the whole policy says where to begin, and is enough. */
function rowsWithoutSource(documents: Documents, last: PolicyDocument): readonly Problem[] {
  return listRows(last)
    .filter(({ role, source }) => {
      if (source !== undefined) return false;
      return mergeStatements(statementsOf(role, documents)).source === undefined;
    })
    .map(({ path }) => ({ path, message: 'has no source; write where the demand stands: `source: …`' }));
}

/** A deployment of the policy would never have an endpoint in such a role. */
function undialedRoles(last: PolicyDocument, documents: Documents, policy: Policy): readonly Problem[] {
  if (typeof policy.topology !== 'object') return [];
  // Roles of a base without deployments stay for plain targets.
  const declaring = documents.filter(({ parameters }) => parameters !== undefined);
  if (!declaring.includes(last) && last.roles === undefined) return [];
  return Object.keys(last.roles ?? {}).flatMap((id) => {
    const role = policy.roles[id];
    if (role === undefined || role.dial.length > 0) return [];
    const message = 'is never dialed: no deployment has an endpoint in this role; add `dial`, or make it abstract';
    return [{ path: extendPath('roles', id), message }];
  });
}

/** Parameters of the document that neither a template, a list to go through, nor their elements use. */
function unusedParameters(last: PolicyDocument, documents: Documents): readonly Problem[] {
  const used = new Set(
    roleIdsOf([...documents, ...documents.flatMap(({ dated = [] }) => dated)]).flatMap((id) => {
      const statements = documents.flatMap((each) => statementsOf(id, [each, ...(each.dated ?? [])]));
      return statements.flatMap((role) => [
        ...pathsOf(JSON.stringify(role)),
        ...(role.dial ?? []).flatMap(({ each }) => (each === undefined ? [] : [each])),
      ]);
    }),
  );
  const words = new Set([...used].flatMap((path) => path.split('.')));
  const walk = (fields: PolicyDocument['parameters'], base: string): readonly Problem[] =>
    Object.entries(fields ?? {}).flatMap(([key, field]) => {
      const path = extendPath(base, key);
      if (!words.has(key)) return [{ path, message: 'is used by no template and no `dial`; use it or take it out' }];
      return walk(field.fields, extendPath(path, 'fields'));
    });
  return walk(last.parameters, 'parameters');
}

/** A rule behind one that fits whenever it does. */
function deadSeverityRules(last: PolicyDocument): readonly Problem[] {
  const parts = [
    { severity: last.severity ?? {}, base: 'severity' },
    ...(last.dated ?? []).map(({ severity = {} }, index) => ({
      severity,
      base: jsonPath(['dated', index, 'severity']),
    })),
  ];
  return parts.flatMap(({ severity, base }) =>
    Object.entries(severity).flatMap(([check, rules]) => {
      if (typeof rules === 'string') return [];
      return rules.flatMap((rule, index): readonly Problem[] => {
        const before = rules.findIndex((earlier, place) => place < index && fitsWhenever(earlier, rule));
        const path = extendPath(extendPath(base, check), index);
        const message = `can never fit: rule ${before + 1} of ${check} fits whenever it does; put it before that, or take it out`;
        return before < 0 ? [] : [{ path, message }];
      });
    }),
  );
}

type SeverityRules = Exclude<NonNullable<PolicyDocument['severity']>[string], string>;

function fitsWhenever(earlier: SeverityRules[number], later: SeverityRules[number]): boolean {
  const { roles } = earlier;
  if (roles !== undefined && later.roles?.every((role) => roles.includes(role)) !== true) return false;
  return (['access', 'protocol', 'fault'] as const).every(
    (key) => earlier[key] === undefined || earlier[key] === later[key],
  );
}

/** Dated parts that change nothing, and such as a later one of the same day replaces in everything. */
function deadDatedRows({ dated = [] }: PolicyDocument): readonly Problem[] {
  return dated.flatMap(({ from, roles, severity, thresholds }, index): readonly Problem[] => {
    const path = jsonPath(['dated', index]);
    if (roles === undefined && severity === undefined && thresholds === undefined) {
      return [{ path, message: 'changes nothing; state roles, severity or thresholds, or take it out' }];
    }
    const twin = dated.findIndex((other, place) => place > index && other.from === from);
    if (twin >= 0) {
      return [{ path, message: `has the day of dated[${twin}], ${quote(from)}; join the two` }];
    }
    const before = dated.findIndex((other, place) => place < index && other.from > from);
    if (before < 0) return [];
    return [{ path, message: `stands behind dated[${before}], which is later; put the oldest first` }];
  });
}
