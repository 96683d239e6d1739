import yargs, { type Argv, type CommandModule } from 'yargs';

import { tool } from '../model/tool.ts';
import type { Command, Option } from './command.ts';
import { groupOptions } from './options/option-groups.ts';

/** Values by option and positional, as yargs hands them over. */
export type ParsedArguments = Readonly<Record<string, unknown>>;

/** Is called with the command that a command line asks for. */
export type OnCommand = (command: Command, parsed: ParsedArguments) => void;

/** Parses every command line, and writes help, completion and error messages. `width`: columns of the help. */
export function createParser(commands: readonly Command[], width: number, onCommand: OnCommand): Argv {
  const parser = createStrictParser()
    .scriptName(tool.name)
    .usage(
      '$0 COMMAND, or $0 TARGET.. for `$0 scan TARGET..`\n\nAudits the certificates that TLS endpoints present, each for its role in the deployment.',
    )
    .demandCommand(1, 'A command is missing.')
    .version(tool.version)
    .alias('V', 'version')
    .completion('completion', 'Prints a shell completion script for bash or zsh')
    .help()
    .alias('h', 'help')
    .wrap(width)
    .epilogue(
      'Exit codes: 0 passed, 1 failed, 2 wrong usage or input, 3 incomplete (an endpoint not audited), 4 output not writable or a bug in certmuster.',
    );
  // `nameCommand` answers it; here it is listed and completed.
  const withHelp = parser.command('help [command]', 'Shows the options of a command', {}, () => undefined);
  return commands.reduce(
    (each, command) => each.command(commandModule(command.name, command, onCommand, groupForHelp)),
    withHelp,
  );
}

/** Parses what follows the name of one command, which here is the default command: yargs renders no help for that. */
export function createCommandParser(command: Command, onCommand: OnCommand): Argv {
  return createStrictParser()
    .version(false)
    .help(false)
    .command(commandModule('$0', command, onCommand));
}

function createStrictParser(): Argv {
  return yargs()
    .locale('en')
    .parserConfiguration({
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'dot-notation': false,
      'camel-case-expansion': false,
    })
    .exitProcess(false)
    .showHelpOnFail(false)
    .strict();
}

type Describe = (builder: Argv, command: Command) => Argv;

function commandModule(name: string, command: Command, onCommand: OnCommand, describe?: Describe): CommandModule {
  return {
    command: [name, ...command.positionals.map(({ usage }) => usage)].join(' '),
    describe: command.describe,
    builder: (builder) => (describe ?? describeCommand)(builder, command),
    handler: (parsed) => onCommand(command, parsed),
  };
}

/** The same, with its options in groups, which only the help shows. */
function groupForHelp(builder: Argv, command: Command): Argv {
  return groupOptions(Object.keys(command.options)).reduce(
    (each, [title, names]) => each.group(names, title),
    describeCommand(builder, command),
  );
}

function describeCommand(builder: Argv, command: Command): Argv {
  const withOptions = Object.entries(command.options).reduce(
    (each, [name, option]) => each.option(name, describeOption(option)),
    builder,
  );
  const withPositionals = command.positionals.reduce(
    (each, { usage, describe }) =>
      each.positional(positionalName(usage), { type: 'string', describe, array: usage.includes('..') }),
    withOptions,
  );
  return command.examples.reduce((each, [line, does]) => each.example(`$0 ${line}`, does), withPositionals);
}

/** `targets` of `[targets..]`. */
export function positionalName(usage: string): string {
  return usage.replace(/[^\w-]/g, '');
}

function describeOption({ kind, describe, choices, alias }: Option) {
  const shown = { describe, ...(choices && { choices }), ...(alias && { alias }) };
  if (kind === 'flag') return { ...shown, type: 'boolean' } as const;
  return { ...shown, type: 'string', requiresArg: true, ...(kind === 'list' && { array: true }) } as const;
}
