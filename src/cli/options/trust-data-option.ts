import { err, ok, type Result } from '../../model/result.ts';
import type { TrustStore } from '../../pki/path/path.ts';
import type { MozillaStoreOptions } from '../../pki/trust/mozilla-store.ts';
import type { Arguments, Option } from '../command.ts';
import { readJsonFile } from '../input/input-file.ts';
import { commandLineErrors, type InputError } from '../input/report-input-errors.ts';
import { problem } from '../problem.ts';

/** Problems that are listed of one file. */
const maxProblemsListed = 20;

export const trustDataOption = {
  kind: 'text',
  describe: 'JSON file of Mozilla roots; replaces the bundled ones',
} as const satisfies Option;

/** The Mozilla roots that the operator chose; `store` undefined: the bundled ones. */
export interface TrustDataChoice {
  readonly mozilla: MozillaStoreOptions;
  readonly store: TrustStore | undefined;
}

/** Reads `--trust-data` and the file it names, and checks every root in it. */
export async function readTrustDataOption(args: Arguments): Promise<Result<TrustDataChoice, readonly InputError[]>> {
  const file = args.text('trust-data');
  if (file === undefined) return ok({ mozilla: {}, store: undefined });
  const read = await readJsonFile(file);
  if (!read.ok) {
    return err(commandLineErrors([problem(`${file} ${read.error}`, '--trust-data')]));
  }
  const [{ readTrustData }, { createMozillaStore }] = await Promise.all([
    import('../../pki/trust/read-trust-data.ts'),
    import('../../pki/trust/mozilla-store.ts'),
  ]);
  const data = readTrustData(read.value.json);
  if (!data.ok) return err([{ about: file, problems: data.error.slice(0, maxProblemsListed) }]);
  const mozilla = { data: data.value, file };
  return ok({ mozilla, store: createMozillaStore(mozilla) });
}
