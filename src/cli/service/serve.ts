import { constants, realpathSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import process from 'node:process';

import { checkHistory } from '../../history/check-history.ts';
import { notWritable, openHistory } from '../../history/database.ts';
import { holdHistory } from '../../history/hold-history.ts';
import { quote } from '../../model/problem.ts';
import type { Arguments, Option } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-code.ts';
import { exists } from '../input/input-file.ts';
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
  const historyFile = plan.value.history;
  const reportHistory = (error: string): ExitCode =>
    reportInputErrors(context, [{ about: historyFile, problems: [problem(error)] }], 'Nothing was started.');
  if (args.flag('check')) {
    const objection = await objectToHistory(historyFile);
    if (objection !== undefined) return reportHistory(objection);
    context.say(`The configuration is valid: ${describePlan(plan.value)}.`);
    return exitCodes.clean;
  }
  const history = openHistory(historyFile, { create: true });
  if (!history.ok) return reportHistory(history.error);
  // The same file by another name is the same history.
  const held = holdHistory(realpathSync(historyFile));
  try {
    if (!held.ok) return reportHistory(held.error);
    const objection = checkHistory(history.value);
    if (objection !== undefined)
      return reportHistory(/readonly/.test(objection) ? notWritable : objection.replace(/^the history /, ''));
    const place = { file: basename(file), folder: dirname(file), options, context };
    const ended = await runService(plan.value, history.value, place);
    if (ended.ok) return ended.value === 'asked' ? exitCodes.clean : exitCodes.broken;
    const wrong = { about: path, problems: [problem(ended.error, 'http.listen')] };
    return reportInputErrors(context, [wrong], 'Nothing was started.');
  } finally {
    history.value.close();
    if (held.ok) held.value();
  }
}

/** Why the service could not open its history, a clause; undefined: it could. No file is made. */
async function objectToHistory(path: string): Promise<string | undefined> {
  if (await exists(path)) {
    const history = openHistory(path, { create: false });
    if (history.ok) history.value.close();
    return history.ok ? undefined : history.error;
  }
  try {
    await access(dirname(path), constants.W_OK);
    return undefined;
  } catch {
    return 'cannot be created: its folder is missing, or may not be written to';
  }
}
