import type { HistoryDatabase } from '../../history/database.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Arguments } from '../command.ts';
import { problem } from '../problem.ts';
import { commandLineErrors, type InputError } from './report-input-errors.ts';

/** Opens the history that `--history` names. */
export async function openNamedHistory(args: Arguments): Promise<Result<HistoryDatabase, readonly InputError[]>> {
  const path = args.text('history');
  if (path === undefined) {
    return err(
      commandLineErrors([problem('is missing: name the file that `scan --history FILE` writes', '--history')]),
    );
  }
  const { openHistory } = await import('../../history/database.ts');
  const database = openHistory(path, { create: false });
  return database.ok ? ok(database.value) : err([{ about: path, problems: [problem(database.error)] }]);
}
