import process from 'node:process';

import type { Arguments, Command } from './command.ts';
import { commands } from './command-list.ts';
import { type ExitCode, exitCodes } from './exit-code.ts';
import { describeFileError } from './input/input-file.ts';
import { inOneLine, reportInputErrors } from './input/report-input-errors.ts';
import { parseCommandLine } from './parse-command-line.ts';
import { isStdoutFailure, openProcessContext, type ProcessContext } from './process-context.ts';

/** Runs the command line of this process to its end and hands back the exit code. */
export async function main(): Promise<ExitCode> {
  const context = openProcessContext();
  const onBug = (error: unknown): never => process.exit(reportBug(error, context));
  process.on('uncaughtException', onBug);
  process.on('unhandledRejection', onBug);
  try {
    return await run(process.argv.slice(2), context);
  } catch (error) {
    if (!isStdoutFailure(error)) return reportBug(error, context);
    context.say(`certmuster: standard output could not be written: it ${describeFileError(error)}.`);
    return exitCodes.broken;
  }
}

async function run(argv: readonly string[], context: ProcessContext): Promise<ExitCode> {
  const line = await parseCommandLine(argv, commands, context.stdout.width);
  switch (line.kind) {
    case 'run':
      return await runCommand(line.command, line.args, context);
    case 'text':
      await context.stdout.write(line.text);
      return exitCodes.clean;
    case 'wrong':
      if (line.command?.refuse !== undefined) return await line.command.refuse(line.message, context);
      context.say(`certmuster: ${line.message}`);
      return exitCodes.wrongUsage;
  }
}

/** With the options of the environment and of a file, if there are any. */
async function runCommand(command: Command, args: Arguments, context: ProcessContext): Promise<ExitCode> {
  const hasVariables = Object.keys(context.environment).some((name) => name.startsWith('CERTMUSTER_'));
  if (command.hasOwnConfig || (!hasVariables && !args.isGiven('config'))) return await command.run(args, context);
  // Imported late: few runs have any.
  const { applySettings } = await import('./settings/apply-settings.ts');
  const applied = await applySettings(args, { command, commands }, context);
  if (!applied.ok) {
    if (command.refuse !== undefined) return await command.refuse(inOneLine(applied.error), context);
    return reportInputErrors(context, applied.error, 'Nothing was done.');
  }
  const { args: effective, origins, warnings } = applied.value;
  // A plugin has one line for its monitor.
  const isSilent = command.refuse !== undefined || effective.flag('quiet');
  if (!isSilent) for (const warning of warnings) context.say(warning);
  return await command.run(effective, { ...context, origins });
}

function reportBug(error: unknown, context: ProcessContext): ExitCode {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  context.say(`certmuster: this is a bug in certmuster; please report it with the lines below.\n${stack}`);
  return exitCodes.broken;
}
