import type { Argv, default as Yargs } from 'yargs';

import { tool } from '../model/tool.ts';
import type { Arguments, Command, CommandLine, Option } from './command.ts';

/** Lines of help are no longer than this, whatever the terminal. */
const maxHelpWidth = 100;

/** Reads any command line. Unknown commands and options are refused, and so is an option said twice that takes one value. */
export async function parseWithYargs(
  argv: readonly string[],
  commands: readonly Command[],
  width: number,
): Promise<CommandLine> {
  // Not bundled, and a package of ES modules only: imported, never required.
  const { default: yargs } = await import('yargs');
  let chosen: { readonly command: Command; readonly args: Arguments; readonly problem: string | undefined } | undefined;
  const parser = commands.reduce(
    (each, command) =>
      each.command({
        command: [command.name, ...command.positionals.map(({ usage }) => usage)].join(' '),
        describe: command.describe,
        builder: (builder) => describeCommand(builder, command),
        handler: (parsed) => {
          chosen = {
            command,
            args: readArguments(parsed, command),
            problem: findRepetition(parsed, command) ?? findValueOfFlag(argv, command),
          };
        },
      }),
    createParser(yargs, Math.min(width, maxHelpWidth)),
  );
  let message: string | undefined;
  let text = '';
  await parser.parse(hideDashes(argv), {}, (error: Error | undefined | null, _parsed: unknown, output: string) => {
    if (error) message = error.message || output;
    text = output;
  });
  if (message === undefined && chosen?.problem !== undefined) message = chosen.problem;
  if (message !== undefined) {
    const command = commands.find(({ name }) => name === argv[0]);
    return { kind: 'wrong', message: withNextStep(message, argv, commands), command };
  }
  if (chosen === undefined) return { kind: 'text', text: `${text}\n` };
  return { kind: 'run', command: chosen.command, args: chosen.args };
}

/**
 * yargs-parser drops a lone `-`, which here means standard input, and loses what follows `--`. Both hide behind a character
 * that no argument can hold.
 */
const hidden = '\u0000';

function hideDashes(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  const [before, after] = end < 0 ? [argv, []] : [argv.slice(0, end), argv.slice(end + 1)];
  return [
    ...before.map((argument) => (argument === '-' ? `${hidden}-` : argument)),
    ...after.map((argument) => (argument.startsWith('-') ? `${hidden}${argument}` : argument)),
  ];
}

function showDash(value: unknown): string {
  const text = String(value);
  return text.startsWith(hidden) ? text.slice(hidden.length) : text;
}

function createParser(yargs: typeof Yargs, width: number): Argv {
  return yargs()
    .scriptName(tool.name)
    .usage('$0 COMMAND\n\nAudits the certificates that TLS endpoints present, each by its role in the deployment.')
    .locale('en')
    .parserConfiguration({
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'dot-notation': false,
      'boolean-negation': false,
      'camel-case-expansion': false,
    })
    .exitProcess(false)
    .showHelpOnFail(false)
    .strict()
    .demandCommand(1, 'A command is missing.')
    .version(tool.version)
    .completion('completion', 'Prints a script that completes commands and options in bash or zsh')
    .help()
    .wrap(width)
    .epilogue(
      'Exit codes: 0 sound, 1 findings, 2 wrong usage, 3 not everything audited, 4 our bug or unwritable output.',
    );
}

function describeCommand(builder: Argv, command: Command): Argv {
  const withOptions = Object.entries(command.options).reduce(
    (each, [name, option]) => each.option(name, describeOption(option)),
    builder,
  );
  const withPositionals = command.positionals.reduce(
    (each, { usage, describe }) =>
      each.positional(usage.replace(/[^\w-]/g, ''), { type: 'string', describe, array: usage.includes('..') }),
    withOptions,
  );
  return command.examples.reduce((each, [line, does]) => each.example(`$0 ${line}`, does), withPositionals);
}

function describeOption({ kind, describe, choices, alias }: Option) {
  const shown = { describe, ...(choices && { choices }), ...(alias && { alias }) };
  if (kind === 'flag') return { ...shown, type: 'boolean' } as const;
  return { ...shown, type: 'string', requiresArg: true, ...(kind === 'list' && { array: true }) } as const;
}

function readArguments(parsed: Readonly<Record<string, unknown>>, command: Command): Arguments {
  const positionals = command.positionals.flatMap(({ usage }) => {
    const value = parsed[usage.replace(/[^\w-]/g, '')];
    return value === undefined ? [] : [value].flat().map(showDash);
  });
  const list = (option: string): readonly string[] =>
    parsed[option] === undefined ? [] : [parsed[option]].flat().map(showDash);
  return { positionals, list, text: (option) => list(option)[0], flag: (option) => parsed[option] === true };
}

/** yargs takes `--quiet=yes` for false without a word. */
function findValueOfFlag(argv: readonly string[], command: Command): string | undefined {
  const flags = Object.entries(command.options).flatMap(([name, { kind }]) => (kind === 'flag' ? [name] : []));
  const wrong = flags.find((name) => argv.some((argument) => argument.startsWith(`--${name}=`)));
  return wrong && `--${wrong} takes no value.`;
}

function findRepetition(parsed: Readonly<Record<string, unknown>>, command: Command): string | undefined {
  const twice = Object.entries(command.options).find(
    ([name, { kind }]) => kind === 'text' && Array.isArray(parsed[name]),
  );
  return twice && `--${twice[0]} is given more than once; it takes one value.`;
}

function withNextStep(message: string, argv: readonly string[], commands: readonly Command[]): string {
  const [word = ''] = argv;
  const known = commands.find(({ name }) => name === word);
  const help = [tool.name, ...(known === undefined ? [] : [known.name]), '--help'].join(' ');
  const unknown = /^Unknown arguments?: (.*)$/.exec(message)?.[1];
  const isCommand = known !== undefined || word === '' || word.startsWith('-');
  const what = unknown === undefined ? message : describeUnknown(unknown, argv);
  return `${isCommand ? what : `There is no command ${word}.`}\n\`${help}\` shows what there is.`;
}

/** yargs calls an option it does not know and a word too many by the same name. */
function describeUnknown(unknown: string, argv: readonly string[]): string {
  const name = unknown.replace(/^-+/, '');
  const isWord = argv.includes(unknown) && !unknown.startsWith('-');
  return isWord ? `There is one argument too many: ${unknown}.` : `There is no option --${name}.`;
}
