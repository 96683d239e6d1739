import { findJsonFaults } from '../model/json-faults.ts';
import { err, ok, type Result } from '../model/result.ts';
import { type TargetDeclaration, targetSchema } from '../model/targets-file.ts';
import type { Problem } from '../model/problem.ts';
import { shapeProblems } from '../model/shape-problems.ts';

/** Reads one line of an NDJSON list: a JSON object like an entry of `targets`. */
export function parseTargetObject(text: string): Result<TargetDeclaration, readonly Problem[]> {
  const json = parseJson(text);
  if (!json.ok) return err([{ path: '', message: `is not JSON: ${json.error}` }]);
  const faults = findJsonFaults(text);
  if (faults.length > 0) return err(faults);
  const shape = targetSchema.safeParse(json.value);
  return shape.success ? ok(shape.data) : err(shapeProblems(shape.error.issues, json.value, targetSchema));
}

function parseJson(text: string): Result<unknown, string> {
  try {
    return ok(JSON.parse(text));
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}
