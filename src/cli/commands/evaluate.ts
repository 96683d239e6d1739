import type { Arguments, Command } from '../command.ts';
import { compareOptions, readCompareOptions } from '../options/compare-option.ts';
import { complain } from '../input/complain.ts';
import { judgeOptions, readJudgeOptions } from '../options/judge-options.ts';
import { outputOptions, readOutputOptions } from '../options/output-options.ts';
import { readTrustDataOption } from '../options/trust-data-option.ts';
import { runAndTell } from './run-and-tell.ts';
import { tuneEngine } from '../tune-engine.ts';
import type { World } from '../world.ts';

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

async function evaluate(args: Arguments, world: World) {
  const [{ readSavedRun }, { evaluateSaved }] = await Promise.all([
    import('../input/read-saved-run.ts'),
    import('../../audit/evaluate-saved.ts'),
  ]);
  const judge = readJudgeOptions(args);
  const compare = readCompareOptions(args);
  const outputs = readOutputOptions(args);
  const trustData = await readTrustDataOption(args);
  const saved = await readSavedRun(args.positionals[0] ?? '.');
  const problems = [...judge.problems, ...compare.problems, ...(outputs.ok ? [] : outputs.error)];
  if (problems.length > 0 || !outputs.ok || !saved.ok || !trustData.ok) {
    const commandLine = problems.length === 0 ? [] : [{ about: 'the command line', problems }];
    return complain(world, [
      ...commandLine,
      ...(saved.ok ? [] : saved.error),
      ...(trustData.ok ? [] : trustData.error),
    ]);
  }
  const { run, observations, count } = saved.value;
  tuneEngine(count);
  const failOn = judge.failOn ?? run.failOn;
  const { compareModuli } = compare;
  const options = { at: judge.at, failOn, compareModuli, publicStore: trustData.value.store };
  const { now, monotonicMs } = world;
  return await runAndTell(
    {
      destinations: outputs.value,
      failOn,
      count,
      isQuiet: judge.isQuiet,
      start: (signal) => evaluateSaved(run, observations(), options, { now, monotonicMs, signal }),
    },
    world,
  );
}
