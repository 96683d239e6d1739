import { err, ok, type Result } from '../../model/result.ts';
import type { DeclaredWaiver } from '../../model/waiver.ts';
import type { Policy } from '../../policy/policy.ts';
import { readDocument } from '../../targets/documents/read-document.ts';
import { problem } from '../problem.ts';
import { readTextFile } from './input-file.ts';
import { commandLineErrors, type InputError } from './report-input-errors.ts';

/** The waivers of `--waivers FILE`. */
export interface WaiversFile {
  readonly path: string;
  readonly sha256: string;
  readonly waivers: readonly DeclaredWaiver[];
}

/** Reads them for deployments that are judged by these policies. */
export async function readWaivers(
  path: string,
  judgedBy: readonly Policy[],
): Promise<Result<WaiversFile, readonly InputError[]>> {
  const file = await readTextFile(path);
  if (!file.ok) return err(commandLineErrors([problem(`${path} ${file.error}`, '--waivers')]));
  const { sha256, text } = file.value;
  const document = await readDocument(text, path);
  if (!document.ok) return err([{ about: path, problems: document.error }]);
  const { value, problems: faults, locate } = document.value;
  const { parseWaivers } = await import('../../targets/parse-waivers.ts');
  const { waivableChecks } = await import('../../evaluate/waivable-checks.ts');
  const waivers = parseWaivers(value, { judgedBy, checks: waivableChecks() });
  if (waivers.ok && faults.length === 0) return ok({ path, sha256, waivers: waivers.value });
  const nextStep = 'A waivers file is a list like `waivers` of a deployment in a targets file.';
  return err([{ about: path, problems: [...faults, ...(waivers.ok ? [] : waivers.error)], nextStep, locate }]);
}
