import type { HistoryDatabase } from '../../../history/database.ts';
import type { Arguments } from '../../command.ts';
import type { ExitCode } from '../../exit-code.ts';
import { openNamedHistory } from '../../input/open-history.ts';
import { reportInputErrors } from '../../input/report-input-errors.ts';
import type { ProcessContext } from '../../process-context.ts';

/** Does something with the history that `--history` names, and closes it. */
export async function withHistory(
  args: Arguments,
  context: ProcessContext,
  work: (database: HistoryDatabase) => Promise<ExitCode>,
): Promise<ExitCode> {
  const database = await openNamedHistory(args);
  if (!database.ok) return reportInputErrors(context, database.error, 'Nothing was read.');
  try {
    return await work(database.value);
  } finally {
    database.value.close();
  }
}
