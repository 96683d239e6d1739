import yargs, { type Argv } from 'yargs';

import { tool } from '../model/tool.ts';
import type { Arguments, Command, Option } from './command.ts';

/** What a command line asks for. */
export type CommandLine =
  | { readonly kind: 'run'; readonly command: Command; readonly args: Arguments }
  /** Help or version. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'wrong'; readonly message: string };

/** Lines of help are no longer than this, whatever the terminal. */
const maxHelpWidth = 100;

/** Reads the command line. Unknown commands and options are refused, and so is an option said twice that takes one value. */
export async function parseCommandLine(
  argv: readonly string[],
  commands: readonly Command[],
  width: number,
): Promise<CommandLine> {
  let chosen: { readonly command: Command; readonly args: Arguments; readonly problem: string | undefined } | undefined;
  const parser = commands.reduce(
    (each, command) =>
      each.command({
        command: [command.name, ...command.positionals.map(({ usage }) => usage)].join(' '),
        describe: command.describe,
        builder: (builder) => describeCommand(builder, command),
        handler: (parsed) => {
          chosen = { command, args: readArguments(parsed, command), problem: findRepetition(parsed, command) };
        },
      }),
    createParser(Math.min(width, maxHelpWidth)),
  );
  let message: string | undefined;
  let text = '';
  await parser.parse(argv.map(hideDash), {}, (error: Error | undefined | null, _parsed: unknown, output: string) => {
    if (error) message = error.message || output;
    text = output;
  });
  if (message === undefined && chosen?.problem !== undefined) message = chosen.problem;
  if (message !== undefined) return { kind: 'wrong', message: withNextStep(message, argv, commands) };
  if (chosen === undefined) return { kind: 'text', text: `${text}\n` };
  return { kind: 'run', command: chosen.command, args: chosen.args };
}

/** yargs-parser drops a lone `-`, which here means standard input; no argument can hold the character it hides behind. */
const hiddenDash = '\u0000-';

function hideDash(argument: string): string {
  return argument === '-' ? hiddenDash : argument;
}

function showDash(value: unknown): string {
  return value === hiddenDash ? '-' : String(value);
}

function createParser(width: number): Argv {
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

function describeOption({ kind, describe, choices }: Option) {
  const shown = { describe, ...(choices && { choices }) };
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
  const unknownOption = /^Unknown arguments?: (.*)$/.exec(message)?.[1];
  const isCommand = known !== undefined || word === '' || word.startsWith('-');
  const option = unknownOption === undefined ? message : `There is no option --${unknownOption.replace(/^-+/, '')}.`;
  const what = isCommand ? option : `There is no command ${word}.`;
  return `${what}\n\`${help}\` shows what there is.`;
}
