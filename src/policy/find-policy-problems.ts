import { suggestWord } from '../model/nearest-words.ts';
import type { PolicyDocument } from '../model/policy-document.ts';
import type { RoleDocument } from '../model/role-document.ts';
import { extendPath, jsonPath, type Problem, quote } from '../model/problem.ts';
import { purposeNames, purposeOid } from '../model/purpose-names.ts';
import { compilePolicy } from './compile-policy.ts';
import { findDialProblems } from './find-dial-problems.ts';
import { findOverrideProblems } from './find-override-problems.ts';
import { maxExtensions, mergeStatements, roleIdsOf, statementsOf } from './layers.ts';
import { findPolicy } from './policies.ts';
import { type Policy, signatureAlgorithmNames } from './policy.ts';
import { findTemplateProblems } from './find-template-problems.ts';

/** By check id, the faults that it declares. */
export type KnownChecks = ReadonlyMap<string, { readonly faults: readonly string[] }>;

type Documents = readonly [PolicyDocument, ...PolicyDocument[]];
type Changes = Pick<PolicyDocument, 'roles' | 'severity' | 'thresholds'>;

/** What the last of these documents says and cannot mean, given those that it extends. Their own problems are reported where they are read. */
export function findPolicyProblems(documents: Documents, checks: KnownChecks): readonly Problem[] {
  const last = documents.at(-1) ?? documents[0];
  const policy = compilePolicy(documents);
  const parts: readonly { readonly part: Changes; readonly path: string }[] = [
    { part: last, path: '' },
    ...(last.dated ?? []).map((part, index) => ({ part, path: jsonPath(['dated', index]) })),
  ];
  return [
    ...missingBase(documents),
    ...parts.flatMap(({ part, path }) => [
      ...severityProblems(part, path, policy, checks),
      ...thresholdProblems(part, path, policy),
      ...Object.entries(part.roles ?? {}).flatMap(([id, role]) =>
        roleProblems(id, role, extendPath(extendPath(path, 'roles'), id), { documents, policy }),
      ),
    ]),
    ...findTemplateProblems(last, policy),
    ...findDialProblems(last, policy),
  ];
}

const thresholdNames = Object.keys(findPolicy('tls-server').thresholds);

/** A policy that extends nothing has to say how severe each check is and what figures it compares with. */
function missingBase([first]: Documents): readonly Problem[] {
  const { thresholds = {} } = first;
  const missing = thresholdNames.filter((name) => !Object.hasOwn(thresholds, name));
  if (missing.length === 0 && first.severity !== undefined) return [];
  return [{ path: 'extends', message: 'is missing; write `extends: tls-server` to take over its checks and figures' }];
}

function severityProblems(
  { severity = {} }: Changes,
  base: string,
  { roles }: Policy,
  checks: KnownChecks,
): readonly Problem[] {
  return Object.entries(severity).flatMap(([check, stated]): readonly Problem[] => {
    const path = extendPath(extendPath(base, 'severity'), check);
    const known = checks.get(check);
    if (known === undefined) {
      return [
        { path, message: `unknown check; ${suggestWord(check, [...checks.keys()], '`certmuster checks` lists all')}` },
      ];
    }
    if (typeof stated === 'string') return [];
    return stated.flatMap(({ fault, roles: named = [] }, index): readonly Problem[] => {
      const rule = extendPath(path, index);
      const unknown = named.filter((role) => roles[role] === undefined);
      return [
        ...(fault === undefined || known.faults.includes(fault)
          ? []
          : [
              {
                path: `${rule}.fault`,
                message: `${check} has no fault ${quote(fault)}; ${suggestWord(fault, known.faults)}`,
              },
            ]),
        ...unknown.map((role) => ({ path: `${rule}.roles`, message: unknownRole(role, Object.keys(roles)) })),
      ];
    });
  });
}

function thresholdProblems({ thresholds }: Changes, base: string, policy: Policy): readonly Problem[] {
  if (thresholds === undefined) return [];
  // Those of the policy would be what is judged here.
  const known = findPolicy('tls-server').thresholds;
  return findOverrideProblems({ ...policy, thresholds: known }, { thresholds }).map(({ path, message }) => ({
    path: path.reduce(extendPath, base),
    message,
  }));
}

function roleProblems(
  id: string,
  role: RoleDocument,
  path: string,
  { documents, policy }: { readonly documents: Documents; readonly policy: Policy },
): readonly Problem[] {
  const known = roleIdsOf(documents);
  const { extendedKeyUsage = {}, sharing = {}, termination, signature = {} } = role;
  const purposes = (['required', 'oneOf', 'allowed', 'forbidden'] as const).flatMap((list) =>
    (extendedKeyUsage[list] ?? []).flatMap((purpose, index) =>
      purposeOid(purpose) === undefined
        ? [
            {
              path: `${path}.extendedKeyUsage.${list}[${index}]`,
              message: `${quote(purpose)} is neither a dotted OID nor a known name; ${suggestWord(purpose, purposeNames)}`,
            },
          ]
        : [],
    ),
  );
  const algorithms = (['allowed', 'forbidden', 'deprecated'] as const).flatMap((list) =>
    (signature[list] ?? []).flatMap((name, index) =>
      signatureAlgorithmNames.some((each) => each === name)
        ? []
        : [
            {
              path: `${path}.signature.${list}[${index}]`,
              message: `unknown hash or scheme ${quote(name)}: expected ${signatureAlgorithmNames.join(', ')}`,
            },
          ],
    ),
  );
  const named = [
    ...(['sameKeyAs', 'sameCertificateAs', 'sameIssuerAs', 'sameSubjectAs', 'differentKeyFrom'] as const).flatMap(
      (list) => (sharing[list] ?? []).map((name, index) => ({ name, path: `${path}.sharing.${list}[${index}]` })),
    ),
    ...(termination === undefined ? [] : [{ name: termination.endsAt, path: `${path}.termination.endsAt` }]),
  ];
  return [
    ...extensionProblems(id, role, path, documents),
    ...purposes,
    ...algorithms,
    ...named.flatMap(({ name, path: where }) =>
      policy.roles[name] === undefined ? [{ path: where, message: unknownRole(name, Object.keys(policy.roles)) }] : [],
    ),
    ...(role.extends !== undefined && !known.includes(role.extends)
      ? [{ path: `${path}.extends`, message: unknownRole(role.extends, known) }]
      : []),
  ];
}

/** A role that extends itself over others, or has no title of its own. */
function extensionProblems(id: string, role: RoleDocument, path: string, documents: Documents): readonly Problem[] {
  const problems: Problem[] = [];
  const seen: string[] = [];
  for (let next: string | undefined = id; next !== undefined; ) {
    if (seen.includes(next)) {
      problems.push({ path: `${path}.extends`, message: `${[...seen, next].join(' extends ')}: break the circle` });
      break;
    }
    if (seen.length > maxExtensions) {
      problems.push({
        path: `${path}.extends`,
        message: `extends more than ${maxExtensions} roles, one over the other`,
      });
      break;
    }
    seen.push(next);
    const current: string = next;
    next = documents
      .flatMap(({ roles = {} }) => (Object.hasOwn(roles, current) ? [roles[current]] : []))
      .findLast((each) => each?.extends !== undefined)?.extends;
  }
  const whole = mergeStatements(statementsOf(id, documents));
  if (whole.title === undefined && whole.abstract !== true && role.extends === undefined) {
    problems.push({ path: `${path}.title`, message: 'is missing: what holds the certificate, in a few words' });
  }
  return problems;
}

function unknownRole(role: string, known: readonly string[]): string {
  return `unknown role ${quote(role)}; ${suggestWord(role, known)}`;
}
