import { mkdir, open, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { EndpointObservation } from '../../model/endpoint-observation.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { SavedRun } from '../../model/saved-run.ts';
import { escapeJson } from '../../report/data/escape-json.ts';
import { exitCodes } from '../exit-code.ts';
import { describeFileError } from '../input/input-file.ts';
import { openReplacing } from './file-sink.ts';
import { locateOutput } from './locate-output.ts';
import type { OutputError } from './report-sink.ts';

/** Saves what an audit observes. Methods throw what the file system throws. */
export interface RunSaver {
  readonly name: string;
  readonly observation: (observation: EndpointObservation) => Promise<void>;
  readonly finish: (run: SavedRun) => Promise<void>;
}

/** Names inside a folder of saved observations. */
export const runFile = 'run.json';
export const observationsFile = 'observations.ndjson';

/**
 * Opens a folder for one run: one observation a line as they come, and `run.json` at the end, so that a folder without it
 * is a run that did not end. The folder is made if it is missing, and has to be empty.
 */
export async function openRunSaver(folder: string): Promise<Result<RunSaver, OutputError>> {
  const { encodeObservation, encodeRun } = await import('../../model/saved-documents.ts');
  try {
    const located = await locateOutput(folder);
    if (!located.ok) return err({ message: `${folder} ${located.error}`, exitCode: exitCodes.broken });
    await makeFolder(folder);
    if ((await readdir(folder)).length > 0) {
      return err({
        message: `${folder} is not empty; observations of a run have a folder of their own`,
        exitCode: exitCodes.wrongUsage,
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
    return err({ message: `${folder} ${describeFileError(error)}`, exitCode: exitCodes.broken });
  }
}

/** One folder at a time: `recursive` never ends if a parent exists that takes no folders, such as /proc. */
export async function makeFolder(folder: string): Promise<void> {
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
