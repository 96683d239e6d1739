import { findJsonFaults } from '../../model/json-faults.ts';
import type { Problem } from '../../model/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { findJsonOffsets } from './json-offsets.ts';
import { type SourceDocument, sourceDocument } from './source-document.ts';

/**
 * Reads a document in JSON or YAML (1.2, core schema): comments and trailing commas are fine in both. The name of its file decides only
 * whether `//` begins a comment, which it does not in `.yaml` and `.yml`. An error lists what made it unreadable, with positions.
 */
export async function readDocument(
  text: string,
  fileName: string,
): Promise<Result<SourceDocument, readonly Problem[]>> {
  const json = parseJson(text);
  if (json.ok) return readJson(text, json.value);
  // Imported late: few files need the YAML reader.
  const { readYaml } = await import('./read-yaml.ts');
  return readYaml(text, { mayBeJson: !/\.ya?ml$/i.test(fileName) });
}

function readJson(text: string, value: unknown): Result<SourceDocument, readonly Problem[]> {
  const problems = findJsonFaults(text);
  // Nesting without end must not reach anything that recurses.
  if (problems.some(({ path }) => path === '')) return err(problems);
  return ok(sourceDocument(text, { value, problems, findOffsets: (wanted) => findJsonOffsets(text, wanted) }));
}

function parseJson(text: string): Result<unknown, undefined> {
  try {
    return ok(JSON.parse(text));
  } catch {
    return err(undefined);
  }
}
