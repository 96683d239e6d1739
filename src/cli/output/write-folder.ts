import { join } from 'node:path';

import { type ExitCode, exitCodes } from '../exit-code.ts';
import { describeFileError } from '../input/input-file.ts';
import type { ProcessContext } from '../process-context.ts';
import { openReplacing } from './file-sink.ts';
import { locateOutput } from './locate-output.ts';
import { makeFolder } from './save-run.ts';

/** Writes files into a folder, which is made if it is missing; files of the same names are replaced. Reports what went wrong. */
export async function writeFolder(
  folder: string,
  files: ReadonlyMap<string, string>,
  context: ProcessContext,
): Promise<ExitCode> {
  try {
    const located = await locateOutput(folder);
    if (!located.ok) return fail(`${folder} ${located.error}`);
    await makeFolder(folder);
    for (const [name, content] of files) {
      const path = join(folder, name);
      const file = await openReplacing(path);
      if (!file.ok) return fail(`${path} ${file.error}`);
      await file.value.write(content);
      await file.value.finish();
    }
  } catch (error) {
    return fail(`${folder} ${describeFileError(error)}`);
  }
  context.say(`Written to ${folder}:`);
  for (const name of files.keys()) context.say(`  ${name}`);
  return exitCodes.clean;

  function fail(message: string): ExitCode {
    context.say(`certmuster: ${message}.`);
    return exitCodes.broken;
  }
}
