import { stat } from 'node:fs/promises';

import { evaluateSaved } from '../../../audit/evaluate-saved.ts';
import type { HistoryDatabase } from '../../../history/database.ts';
import { openHistory } from '../../../history/database.ts';
import { beginRun } from '../../../history/record-run.ts';
import type { RecordedEndpoint } from '../../../history/recording.ts';
import { ok, type Result } from '../../../model/result.ts';
import type { SavedRun } from '../../../model/saved-run.ts';
import type { ScanSummary } from '../../../model/scan-report.ts';
import type { Arguments } from '../../command.ts';
import type { Action } from '../../dispatch-action.ts';
import { exitCodes } from '../../exit-code.ts';
import { readReport } from '../../input/read-report.ts';
import { readSavedRun } from '../../input/read-saved-run.ts';
import { commandLineErrors, type InputError, reportInputErrors } from '../../input/report-input-errors.ts';
import { problem } from '../../problem.ts';
import type { ProcessContext } from '../../process-context.ts';

/** `history import`: saved observations, judged as they were saved, or reports, which cannot be judged again. */
export const importRuns: Action = async (paths, args, context) => {
  const path = args.text('history');
  if (path === undefined) {
    const missing = problem('is missing: name the file to import into', '--history');
    return reportInputErrors(context, commandLineErrors([missing]), 'Nothing was imported.');
  }
  const database = openHistory(path, { create: true });
  if (!database.ok) {
    return reportInputErrors(context, [{ about: path, problems: [problem(database.error)] }], 'Nothing was imported.');
  }
  try {
    for (const source of paths) {
      const read = await readSource(source, context);
      if (!read.ok) return reportInputErrors(context, read.error, `${source} was not imported.`);
      const objection = await importRun(database.value, read.value, { source, args });
      context.say(
        objection === undefined
          ? `Imported ${source}.`
          : `certmuster: ${source} was not imported: ${path} ${objection}.`,
      );
      if (objection !== undefined) return exitCodes.wrongUsage;
    }
    return exitCodes.clean;
  } finally {
    database.value.close();
  }
};

/** A run to import, endpoints first. */
interface Source {
  readonly startedAt: string;
  readonly inputs: readonly { readonly path: string }[];
  readonly events: AsyncIterable<RecordedEndpoint | Finished>;
}

interface Finished {
  readonly summary: ScanSummary;
  readonly saved: SavedRun | undefined;
}

async function readSource(path: string, context: ProcessContext): Promise<Result<Source, readonly InputError[]>> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) {
    const report = await readReport(path, context);
    if (!report.ok) return { ok: false, error: [report.error] };
    const { endpoints, ...summary } = report.value;
    return ok({
      startedAt: summary.startedAt,
      inputs: summary.inputs,
      events: (async function* () {
        for (const each of endpoints) yield { report: each };
        yield { summary, saved: undefined };
      })(),
    });
  }
  const folder = await readSavedRun(path, undefined);
  if (!folder.ok) return folder;
  const { run, observations } = folder.value;
  const { now, monotonicMs, signal } = context;
  const judged = evaluateSaved(
    run,
    observations(),
    { at: undefined, failOn: run.failOn },
    { now, monotonicMs, signal },
  );
  return ok({
    startedAt: run.startedAt,
    inputs: run.inputs,
    events: (async function* () {
      for await (const event of judged) {
        if (event.kind === 'endpoint') yield event;
        else yield { summary: event.summary, saved: event.run };
      }
    })(),
  });
}

/** The objection is a clause about the history. */
async function importRun(
  database: HistoryDatabase,
  { startedAt, inputs, events }: Source,
  { source, args }: { readonly source: string; readonly args: Arguments },
): Promise<string | undefined> {
  const series = args.text('series') ?? (inputs.map(({ path }) => path).join(' ') || source);
  const later = database.prepare('select max(started_at) as last from run where series = ?').get(series)?.['last'];
  if (typeof later === 'string' && later > startedAt)
    return `has a later run of ${series} (${later}) already; import the oldest run first`;
  const begun = beginRun(database, { series, startedAt: new Date(startedAt) });
  if (!begun.ok) return begun.error;
  for await (const event of events) {
    if ('summary' in event) begun.value.finish(event.summary, event.saved);
    else begun.value.endpoint(event);
  }
  return undefined;
}
