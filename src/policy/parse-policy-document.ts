import { type PolicyDocument, policyDocumentSchema } from '../model/policy-document.ts';
import type { Problem } from '../model/problem.ts';
import { withoutReservedKeys } from '../model/reserved-keys.ts';
import { err, ok, type Result } from '../model/result.ts';
import { shapeProblems } from '../model/shape-problems.ts';

/** Reads a policy document, already parsed as JSON or YAML. Only the shape is checked: `findPolicyProblems` checks the meaning. */
export function parsePolicyDocument(value: unknown): Result<PolicyDocument, readonly Problem[]> {
  const { json, problems: reserved } = withoutReservedKeys(value);
  const shape = policyDocumentSchema.safeParse(json);
  const problems = [
    ...reserved,
    ...(shape.success ? sizeProblems(shape.data) : shapeProblems(shape.error.issues, json)),
  ];
  return shape.success && problems.length === 0 ? ok(shape.data) : err(problems);
}

/** Every dated row is compiled with all roles and with all rows before it. */
function sizeProblems({ roles = {}, dated = [] }: PolicyDocument): readonly Problem[] {
  const declared = [roles, ...dated.map((row) => row.roles ?? {})].reduce(
    (sum, each) => sum + Object.keys(each).length,
    0,
  );
  return [
    ...(declared > maxRoles
      ? [{ path: 'roles', message: `states ${declared} roles; at most ${maxRoles} are read` }]
      : []),
    ...(dated.length > maxRows
      ? [{ path: 'dated', message: `has ${dated.length} rows; at most ${maxRows} are read` }]
      : []),
  ];
}

/** Roles that a document states, those in dated rows included. */
const maxRoles = 500;
const maxRows = 50;
