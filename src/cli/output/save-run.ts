import { mkdir, open, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { err, ok, type Result } from '../../model/result.ts';
import { escapeJson } from '../../report/data/escape-json.ts';
import { describeFileError } from '../input/input-file.ts';
import { openReplacing } from './file-sink.ts';
import { locateOutput } from './locate-output.ts';
import type { RunSaver } from './write-audit.ts';

/** Names inside a folder of saved observations. */
export const runFile = 'run.json';
export const observationsFile = 'observations.ndjson';

/**
 * Opens a folder for one run: one observation a line as they come, `run.json` at the end, so that a folder without it is
 * a run that did not end. The folder is made where it is missing, and has to be empty.
 */
export async function openRunSaver(
  folder: string,
): Promise<Result<RunSaver, { message: string; isWritable: boolean }>> {
  const { encodeObservation, encodeRun } = await import('../../model/saved-documents.ts');
  try {
    const located = await locateOutput(folder);
    if (!located.ok) return err({ message: `${folder} ${located.error}`, isWritable: false });
    await makeFolder(folder);
    if ((await readdir(folder)).length > 0) {
      return err({
        message: `${folder} is not empty; observations of a run have a folder of their own`,
        isWritable: true,
      });
    }
    const handle = await open(join(folder, observationsFile), 'wx');
    return ok({
      name: folder,
      observation: async (observation) => {
        await handle.appendFile(`${escapeJson(JSON.stringify(encodeObservation(observation)))}\n`);
      },
      finish: async (run) => {
        await handle.close();
        const file = await openReplacing(join(folder, runFile));
        if (!file.ok) throw new Error(file.error);
        await file.value.write(`${escapeJson(JSON.stringify(encodeRun(run), null, 2))}\n`);
        await file.value.finish();
      },
    });
  } catch (error) {
    return err({ message: `${folder} ${describeFileError(error)}`, isWritable: false });
  }
}

/** As `recursive` does, which never comes back where a parent is there and takes no folders, as /proc is. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    const parent = dirname(folder);
    if (code !== 'ENOENT' || parent === folder) throw error;
    await makeFolder(parent);
    await mkdir(folder);
  }
}
