import type { Snapshot } from '../../history/snapshot.ts';
import type { Comparison } from '../../history/compare-snapshots.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Arguments, Command } from '../command.ts';
import { exitCodes } from '../exit-code.ts';
import { commandLineErrors, type InputError, reportInputErrors } from '../input/report-input-errors.ts';
import { historyOption } from '../options/history-options.ts';
import { isJson, listFormat } from '../output/print-list.ts';
import { problem } from '../problem.ts';
import type { ProcessContext } from '../process-context.ts';

export const diffCommand: Command = {
  name: 'diff',
  positionals: [
    {
      usage: '[runs..]',
      describe:
        'the earlier run and the later one: reports in JSON or NDJSON, or with --history numbers of runs (the last two)',
    },
  ],
  describe: 'Shows what changed between two runs; exits 1 if something is new or worse',
  options: {
    ...historyOption,
    series: { kind: 'text', describe: 'with --history: the series of the runs (that of the last run)' },
    ...listFormat,
  },
  examples: [
    ['diff yesterday.json today.json', 'two reports'],
    ['diff --history audit.db', 'the last two runs of a history'],
    ['diff 17 --history audit.db', 'run 17 and the last one of its series'],
  ],
  run: diff,
};

async function diff(args: Arguments, context: ProcessContext) {
  const both = args.text('history') === undefined ? await readReports(args, context) : await readRuns(args);
  if (!both.ok) return reportInputErrors(context, both.error, 'Nothing was compared.');
  const { compareSnapshots } = await import('../../history/compare-snapshots.ts');
  const [before, after] = both.value;
  const comparison = compareSnapshots(before, after);
  const heading = { before: nameOf(before), after: nameOf(after) };
  if (isJson(args)) {
    const { renderDocument } = await import('../../report/data/render-json.ts');
    await context.stdout.write(renderDocument({ ...heading, ...comparison }));
  } else {
    const { renderComparison } = await import('../output/render-comparison.ts');
    await context.stdout.write(renderComparison(comparison, heading, context.stdout));
  }
  return isWorse(comparison) ? exitCodes.findings : exitCodes.clean;
}

function nameOf({ name, startedAt }: Snapshot) {
  return { name, startedAt };
}

/** Something is new or worse; what is waived or only said does not count. */
function isWorse({ causes }: Comparison): boolean {
  return [...causes.new, ...causes.worse].some(({ waived, severity }) => !waived && severity !== 'info');
}

type Both = Result<readonly [Snapshot, Snapshot], readonly InputError[]>;

async function readReports(args: Arguments, context: ProcessContext): Promise<Both> {
  const [old, now, ...others] = args.positionals;
  if (old === undefined || now === undefined || others.length > 0) {
    return err(commandLineErrors([problem('needs two reports, the earlier one first, or --history FILE', 'diff')]));
  }
  const { readReport } = await import('../input/read-report.ts');
  const { snapshotOfReport } = await import('../../history/snapshot-of-report.ts');
  const reports = [await readReport(old, context), await readReport(now, context)] as const;
  const [before, after] = reports;
  if (!before.ok || !after.ok) return err(reports.flatMap((each) => (each.ok ? [] : [each.error])));
  return ok([
    snapshotOfReport(old, before.value, before.value.endpoints),
    snapshotOfReport(now, after.value, after.value.endpoints),
  ]);
}

async function readRuns(args: Arguments): Promise<Both> {
  const { openNamedHistory } = await import('../input/open-history.ts');
  const { chooseRuns } = await import('../../history/choose-runs.ts');
  const { snapshotOfRun } = await import('../../history/snapshot-of-run.ts');
  const database = await openNamedHistory(args);
  if (!database.ok) return database;
  try {
    const chosen = chooseRuns(database.value, args.positionals, args.text('series'));
    if (!chosen.ok) return err(commandLineErrors([problem(chosen.error)]));
    const [before, after] = chosen.value;
    return ok([snapshotOfRun(database.value, before), snapshotOfRun(database.value, after)]);
  } finally {
    database.value.close();
  }
}
