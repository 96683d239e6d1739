import { basename, dirname, resolve } from 'node:path';
import process from 'node:process';

import { openHistory } from '../../history/database.ts';
import { quote } from '../../model/problem.ts';
import type { Arguments, Option } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { commandLineErrors, reportInputErrors } from '../input/report-input-errors.ts';
import { problem } from '../problem.ts';
import type { ProcessContext } from '../process-context.ts';
import { describePlan } from './describe-plan.ts';
import { readPlan } from './read-plan.ts';
import { runService } from './run-service.ts';
import { testChannels } from './test-channels.ts';

/** Runs the service until a signal ends it. Its log goes to standard error, a line an event. */
export async function serve(
  args: Arguments,
  context: ProcessContext,
  options: Readonly<Record<string, Option>>,
): Promise<ExitCode> {
  const path = args.text('config');
  if (path === undefined) {
    const missing = problem('is missing: name the file that says what to audit and when', '--config');
    return reportInputErrors(context, commandLineErrors([missing]), 'Nothing was started.');
  }
  const isTest = args.flag('test-notification');
  const [stray] = isTest ? [] : args.positionals;
  if (stray !== undefined) {
    const wrong = problem(`${quote(stray)} is not expected; channels are named with --test-notification`, 'serve');
    return reportInputErrors(context, commandLineErrors([wrong]), 'Nothing was started.');
  }
  const file = resolve(path);
  // All paths of the configuration are relative to it, also those within options.
  process.chdir(dirname(file));
  const plan = await readPlan(basename(file), options, context);
  if (!plan.ok) return reportInputErrors(context, plan.error, 'Nothing was started.');
  if (isTest) return await testChannels(plan.value.notifications, args.positionals, context);
  if (args.flag('check')) {
    context.say(`The configuration is sound: ${describePlan(plan.value)}.`);
    return exitCodes.clean;
  }
  const history = openHistory(plan.value.history, { create: true });
  if (!history.ok) {
    const wrong = { about: plan.value.history, problems: [problem(history.error)] };
    return reportInputErrors(context, [wrong], 'Nothing was started.');
  }
  try {
    const ended = await runService(plan.value, history.value, { file: basename(file), options, context });
    if (ended.ok) return exitCodes.clean;
    const wrong = { about: path, problems: [problem(ended.error, 'http.listen')] };
    return reportInputErrors(context, [wrong], 'Nothing was started.');
  } finally {
    history.value.close();
  }
}
