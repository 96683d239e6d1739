import type { AuditEvent, EndpointEvent } from '../../audit/contract.ts';
import type { HistoryDatabase } from '../../history/database.ts';
import type { RunRecorder } from '../../history/record-run.ts';
import type { Comparison } from '../../history/compare-snapshots.ts';
import { err, ok, type Result } from '../../model/result.ts';
import { exitCodes } from '../exit-code.ts';
import type { OutputError } from './report-sink.ts';

/** Where a run is recorded. */
export interface HistoryChoice {
  readonly path: string;
  readonly series: string;
}

/** Records a run in a history while it happens. Methods throw what the database throws. */
export interface HistoryWriter {
  readonly name: string;
  readonly endpoint: (event: EndpointEvent) => void;
  /** Returns what is new and what is mended since the last run of the series; undefined: there was none. */
  readonly finish: (event: Exclude<AuditEvent, EndpointEvent>) => Comparison['causes'] | undefined;
  readonly close: () => void;
}

/** Opens the history and begins the run, so that nothing is dialed in vain. */
export async function openHistoryWriter(
  { path, series }: HistoryChoice,
  startedAt: Date,
): Promise<Result<HistoryWriter, OutputError>> {
  // Imported late: it loads native code.
  const { openHistory } = await import('../../history/database.ts');
  const { beginRun } = await import('../../history/record-run.ts');
  const database = openHistory(path, { create: true });
  if (!database.ok) return err({ message: `${path} ${database.error}`, exitCode: exitCodes.wrongUsage });
  const begun = beginRun(database.value, { series, startedAt });
  const { changesSinceLast } = await import('../../history/changes-since-last.ts');
  const changes = (run: number): Comparison['causes'] | undefined => changesSinceLast(database.value, { series, run });
  if (begun.ok) return ok(writerOf(path, { database: database.value, recorder: begun.value, changes }));
  database.value.close();
  return err({ message: `${path} ${begun.error}`, exitCode: exitCodes.wrongUsage });
}

interface Recording {
  readonly database: HistoryDatabase;
  readonly recorder: RunRecorder;
  readonly changes: (run: number) => Comparison['causes'] | undefined;
}

function writerOf(path: string, { database, recorder, changes }: Recording): HistoryWriter {
  return {
    name: path,
    endpoint: ({ report, observation }) => recorder.endpoint({ report, observation }),
    finish: ({ summary, run }) => {
      recorder.finish(summary, run);
      const found = changes(recorder.run);
      database.close();
      return found;
    },
    close: () => database.close(),
  };
}
