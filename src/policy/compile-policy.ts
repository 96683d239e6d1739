import type { PolicyDocument } from '../model/policy-document.ts';
import { ownRecord } from '../model/own-record.ts';
import { compileRole } from './compile-role.ts';
import { type Layer, mergeStatements, roleIdsOf, statementsOf } from './layers.ts';
import { withDemandedChecks } from './demanded-checks.ts';
import type { Policy, RolePolicy, SeverityRule, Thresholds } from './policy.ts';

/**
 * The policy that a document and the documents it extends make, weakest first; what they cannot mean is reported where they are
 * read. At least one document, and the first one states every threshold.
 */
export function compilePolicy(documents: readonly [PolicyDocument, ...PolicyDocument[]]): Policy {
  const rows = documents
    .flatMap(({ dated = [] }) => dated)
    .toSorted((one, other) => Date.parse(one.from) - Date.parse(other.from));
  return {
    ...compileLayers(documents, documents),
    dated: rows.map(({ from }, index) => ({
      from: Date.parse(from),
      policy: compileLayers(documents, [...documents, ...rows.slice(0, index + 1)]),
    })),
  };
}

/** What binds a certificate issued at an instant; undefined: the instant is not known, so only what is not dated binds. */
export function policyAt(policy: Policy, notBefore: Date | undefined): Policy {
  if (policy.dated.length === 0 || notBefore === undefined) return policy;
  return policy.dated.findLast(({ from }) => notBefore.getTime() >= from)?.policy ?? policy;
}

type Fields = NonNullable<PolicyDocument['parameters']>;

function compileLayers(documents: readonly [PolicyDocument, ...PolicyDocument[]], layers: readonly Layer[]): Policy {
  const last = documents.at(-1) ?? documents[0];
  const roles = rolesOf(layers, last.source);
  const { topology } = documents.findLast((each) => each.topology !== undefined) ?? {};
  const parameters = Object.assign({}, ...documents.map((each) => each.parameters)) as Fields;
  return {
    id: last.id,
    title: last.title,
    notices: documents.flatMap(({ notices = [] }) => notices),
    roles,
    topology: Object.keys(parameters).length > 0 ? parameters : topology,
    requestFormat: documents.findLast(({ requestFormat }) => requestFormat !== undefined)?.requestFormat ?? 'openssl',
    severities: severitiesOf(layers, roles),
    // Complete, because the first document states every one.
    thresholds: Object.assign({}, ...layers.map(({ thresholds }) => thresholds)) as Thresholds,
    pathProfile: documents.findLast(({ pathProfile }) => pathProfile !== undefined)?.pathProfile ?? 'rfc5280',
    documents,
    dated: [],
  };
}

function rolesOf(layers: readonly Layer[], source: string | undefined): Readonly<Record<string, RolePolicy>> {
  const merged = roleIdsOf(layers).map((id) => [id, mergeStatements(statementsOf(id, layers))] as const);
  return ownRecord(
    merged.flatMap(([id, role]) => (role.abstract === true ? [] : [[id, compileRole(id, role, source)] as const])),
  );
}

/** A later layer replaces all rules of a check. */
function severitiesOf(layers: readonly Layer[], roles: Readonly<Record<string, RolePolicy>>): Policy['severities'] {
  const merged: NonNullable<Layer['severity']> = Object.assign({}, ...layers.map(({ severity }) => severity));
  return Object.fromEntries(
    Object.entries(withDemandedChecks(merged, roles)).flatMap(([check, stated]) => {
      const rules = typeof stated === 'string' ? [{ severity: stated }] : stated;
      // `off` in a list keeps later rules from fitting, and is the end of the check otherwise.
      return rules.every(({ severity }) => severity === 'off') ? [] : [[check, rules.map(severityRule)]];
    }),
  );
}

type StatedRule = Exclude<NonNullable<Layer['severity']>[string], string>[number];

function severityRule({ severity, roles, access, protocol, fault }: StatedRule): SeverityRule {
  return {
    severity: severity === 'not-observable' ? null : severity,
    ...(roles && { roles }),
    ...(access && { access }),
    ...(protocol && { protocol }),
    ...(fault && { fault }),
  };
}
