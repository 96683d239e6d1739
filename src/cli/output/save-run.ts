import { createHash, hash, type KeyObject, sign } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { EndpointObservation } from '../../model/endpoint-observation.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { LineDigest, RunManifest } from '../../model/run-manifest.ts';
import type { SavedRun } from '../../model/saved-run.ts';
import { savedRunFiles } from '../../model/saved-run-files.ts';
import { tool } from '../../model/tool.ts';
import { escapeJson } from '../../report/data/escape-json.ts';
import { exitCodes } from '../exit-code.ts';
import { describeFileError } from '../input/input-file.ts';
import { fingerprintKey } from '../input/signing-keys.ts';
import { batchWrites } from './batch-writes.ts';
import { openNew, openReplacing } from './file-sink.ts';
import { locateOutput } from './locate-output.ts';
import type { OutputError } from './report-sink.ts';

/** Saves what an audit observes. Methods throw what the file system throws. */
export interface RunSaver {
  readonly name: string;
  readonly observation: (observation: EndpointObservation) => Promise<void>;
  /** Returns the SHA-256 of the manifest. */
  readonly finish: (run: SavedRun) => Promise<string>;
}

/**
 * Opens a folder for one run: one observation a line as they come, each with its digest, and at the end the manifest and `run.json`,
 * so that a folder without `run.json` is a run that did not end. The folder is made if it is missing, and has to be empty. With
 * `signKey` (Ed25519) the manifest is signed.
 */
export async function openRunSaver(
  folder: string,
  signKey: KeyObject | undefined,
): Promise<Result<RunSaver, OutputError>> {
  const { encodeObservation, encodeRun } = await import('../../model/saved-documents.ts');
  try {
    const located = await locateOutput(folder);
    if (!located.ok) return err({ message: `${folder} ${located.error}`, exitCode: exitCodes.broken });
    await makeFolder(folder);
    if ((await readdir(folder)).length > 0) {
      return err({
        message: `${folder} is not empty; name a new or empty folder`,
        exitCode: exitCodes.wrongUsage,
      });
    }
    const observations = await openLines(join(folder, savedRunFiles.observations));
    const digests = await openLines(join(folder, savedRunFiles.digests));
    return ok({
      name: folder,
      observation: async (observation) => {
        const sha256 = await observations.write(JSON.stringify(encodeObservation(observation)));
        const digest: LineDigest = { sha256, endpoint: observation.endpoint.id };
        await digests.write(JSON.stringify(digest));
      },
      finish: async (run) => {
        const runText = document(encodeRun({ ...run, manifest: savedRunFiles.manifest }));
        const manifest: RunManifest = {
          schemaVersion: '1.0',
          tool,
          sha256: {
            [savedRunFiles.run]: hash('sha256', runText),
            [savedRunFiles.observations]: await observations.finish(),
            [savedRunFiles.digests]: await digests.finish(),
          },
          ...(signKey === undefined ? {} : { signedBy: fingerprintKey(signKey) }),
        };
        const manifestText = document(manifest);
        if (signKey !== undefined) {
          const signature = sign(null, Buffer.from(manifestText), signKey);
          await writeWhole(join(folder, savedRunFiles.signature), signature);
        }
        await writeWhole(join(folder, savedRunFiles.manifest), manifestText);
        await writeWhole(join(folder, savedRunFiles.run), runText);
        return hash('sha256', manifestText);
      },
    });
  } catch (error) {
    return err({ message: `${folder} ${describeFileError(error)}`, exitCode: exitCodes.broken });
  }
}

function document(value: unknown): string {
  return `${escapeJson(JSON.stringify(value, null, 2))}\n`;
}

/** A new file of lines, which are hashed one by one and all together. */
async function openLines(path: string) {
  const file = batchWrites(await openNew(path));
  const whole = createHash('sha256');
  return {
    /** Returns the digest of the line. */
    write: async (json: string): Promise<string> => {
      const bytes = Buffer.from(`${escapeJson(json)}\n`);
      whole.update(bytes);
      await file.write(bytes);
      return hash('sha256', bytes.subarray(0, -1));
    },
    /** Returns the digest of the file. */
    finish: async (): Promise<string> => {
      await file.finish();
      return whole.digest('hex');
    },
  };
}

async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const file = await openReplacing(path);
  if (!file.ok) throw new Error(file.error);
  await file.value.write(content);
  await file.value.finish();
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
