import { evaluateSaved } from '../../audit/evaluate-saved.ts';
import type { Arguments, Command } from '../command.ts';
import { compareOptions, readCompareOptions } from '../options/compare-option.ts';
import { commandLineErrors, reportInputErrors } from '../input/report-input-errors.ts';
import { judgeOptions, readJudgeOptions } from '../options/judge-options.ts';
import { outputOptions, readOutputOptions } from '../options/output-options.ts';
import { readTrustDataOption } from '../options/trust-data-option.ts';
import { runAudit } from './run-audit.ts';
import { tuneEngine } from '../tune-engine.ts';
import type { ProcessContext } from '../process-context.ts';

export const evaluateCommand: Command = {
  name: 'evaluate',
  positionals: [{ usage: '<dir>', describe: 'folder that `scan --save-observations` made' }],
  describe: 'Judges saved observations again, without touching the network',
  options: { ...judgeOptions, ...compareOptions, ...outputOptions },
  examples: [
    ['evaluate run-1', 'as of the day of the scan'],
    ['evaluate run-1 --at 2027-01-31 --format json', 'what will have expired by then'],
  ],
  run: evaluate,
};

async function evaluate(args: Arguments, context: ProcessContext) {
  // Imported late: it loads the schema library.
  const { readSavedRun } = await import('../input/read-saved-run.ts');
  const judge = readJudgeOptions(args);
  const compare = readCompareOptions(args);
  const outputs = readOutputOptions(args);
  const trustData = await readTrustDataOption(args);
  const saved = await readSavedRun(args.positionals[0] ?? '.');
  const problems = [...judge.problems, ...compare.problems, ...(outputs.ok ? [] : outputs.error)];
  const errors = [
    ...commandLineErrors(problems),
    ...(saved.ok ? [] : saved.error),
    ...(trustData.ok ? [] : trustData.error),
  ];
  if (errors.length > 0 || !outputs.ok || !saved.ok || !trustData.ok) return reportInputErrors(context, errors);
  const { run, observations, count } = saved.value;
  tuneEngine(count);
  const failOn = judge.failOn ?? run.failOn;
  const { compareModuli } = compare;
  const options = { at: judge.at, failOn, compareModuli, publicStore: trustData.value.store };
  const { now, monotonicMs } = context;
  return await runAudit(
    {
      destinations: outputs.value,
      failOn,
      count,
      isQuiet: judge.isQuiet,
      start: (signal) => evaluateSaved(run, observations(), options, { now, monotonicMs, signal }),
    },
    context,
  );
}
