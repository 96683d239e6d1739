import { err, ok, type Result } from '../../model/result.ts';
import type { Problem } from '../../model/problem.ts';
import { decodeText } from '../../model/decode-text.ts';
import type { DialPermission } from '../../net/dial-guard.ts';
import { parseExclusion } from '../../targets/exclusions.ts';
import type { Arguments } from '../command.ts';
import { readInputFile } from '../input/input-file.ts';
import { problem } from '../problem.ts';

/** Some hundred thousand lines. */
const maxFileBytes = 16_777_216;

/** Reads `--allow` and the file of `--allow-file`; nothing else may be dialed. Each line is written like a value of `--exclude`. */
export async function readAllowances(args: Arguments): Promise<Result<readonly DialPermission[], readonly Problem[]>> {
  const problems: Problem[] = [];
  const permissions: DialPermission[] = [];
  const add = (text: string, at: string): void => {
    const read = parseExclusion(text);
    if (read.ok) permissions.push(read.value);
    else problems.push(problem(read.error, at));
  };
  for (const text of args.list('allow')) add(text, '--allow');
  const path = args.text('allow-file');
  if (path !== undefined) {
    const file = await readInputFile(path, maxFileBytes);
    if (!file.ok) problems.push(problem(`${path} ${file.error}`, '--allow-file'));
    const lines = file.ok ? decodeText(file.value.bytes).split(/\r?\n/) : [];
    for (const [index, line] of lines.entries()) {
      const text = line.replace(/#.*/, '').trim();
      if (text !== '') add(text, `${path}, line ${index + 1}`);
    }
  }
  return problems.length === 0 ? ok(permissions) : err(problems);
}
