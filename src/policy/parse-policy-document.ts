import { type PolicyDocument, policyDocumentSchema } from '../model/policy-document.ts';
import type { Problem } from '../model/problem.ts';
import { withoutReservedKeys } from '../model/reserved-keys.ts';
import { err, ok, type Result } from '../model/result.ts';
import { shapeProblems } from '../model/shape-problems.ts';

/** Reads a policy document, already parsed as JSON or YAML. Only the shape is checked: `findPolicyProblems` checks the meaning. */
export function parsePolicyDocument(value: unknown): Result<PolicyDocument, readonly Problem[]> {
  const { json, problems: reserved } = withoutReservedKeys(value);
  const shape = policyDocumentSchema.safeParse(json);
  if (shape.success && reserved.length === 0) return ok(shape.data);
  return err([...reserved, ...(shape.success ? [] : shapeProblems(shape.error.issues, json))]);
}
