import type { Argv } from 'yargs';

import { nearestWord } from '../model/nearest-words.ts';
import { tool } from '../model/tool.ts';
import type { Arguments, Command, CommandLine } from './command.ts';
import {
  createCommandParser,
  createParser,
  type OnCommand,
  type ParsedArguments,
  positionalName,
} from './create-parser.ts';
import { nameCommand, unknownCommand } from './name-command.ts';

/** Lines of help are no longer than this, whatever the terminal. */
const maxHelpWidth = 100;

/**
 * Reads the command line. Unknown commands and options are refused, and so is a repeated option that takes one value.
 *
 * A line that starts with a command and is correct is read by a parser of that command alone. The parser of all commands
 * reads the others: help, completion, mistakes. It renders the help of every command that it runs, which takes a quarter of
 * the CPU time of a small scan.
 */
export async function parseCommandLine(
  written: readonly string[],
  commands: readonly Command[],
  width: number,
): Promise<CommandLine> {
  if (isCompletion(written)) {
    // Imported late: it may read policies.
    const { completeWords } = await import('./complete-words.ts');
    const text = await completeWords(written);
    if (text !== undefined) return { kind: 'text', text };
  }
  const namedLine = await nameCommand(written, commands);
  if (namedLine.kind === 'wrong') return { ...namedLine, command: undefined };
  const { argv } = namedLine;
  const named = commands.find(({ name }) => name === argv[0]);
  if (named !== undefined) {
    const line = await parseWith((onCommand) => createCommandParser(named, onCommand), argv.slice(1));
    if (line.kind === 'run') return line;
  }
  const helpWidth = Math.min(width, maxHelpWidth);
  const line = await parseWith((onCommand) => createParser(commands, helpWidth, onCommand), argv);
  if (line.kind !== 'wrong') return line;
  return { kind: 'wrong', message: withNextStep(line.message, argv, { named, commands }), command: named };
}

/** Whether the completion script of the shell asks, which calls the program with this option of yargs. */
function isCompletion([first]: readonly string[]): boolean {
  return first === '--get-yargs-completions';
}

async function parseWith(create: (onCommand: OnCommand) => Argv, argv: readonly string[]): Promise<CommandLine> {
  let run: CommandLine | undefined;
  let problem: string | undefined;
  let text = '';
  const parser = create((command, parsed) => {
    problem = findRepetition(parsed, command) ?? findValueOfFlag(argv, command);
    run = { kind: 'run', command, args: readArguments(parsed, command) };
  });
  await parser.parse(hideDashes(argv), {}, (error: Error | undefined | null, _parsed: unknown, output: string) => {
    if (error) problem = error.message || output;
    text = output;
  });
  if (problem !== undefined) return { kind: 'wrong', message: problem, command: undefined };
  return run ?? { kind: 'text', text: `${text}\n` };
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

function readArguments(parsed: ParsedArguments, command: Command): Arguments {
  const list = (name: string): readonly string[] =>
    parsed[name] === undefined ? [] : [parsed[name]].flat().map(showDash);
  const positionals = command.positionals.flatMap(({ usage }) => list(positionalName(usage)));
  return { positionals, list, text: (option) => list(option)[0], flag: (option) => parsed[option] === true };
}

/** yargs reads `--quiet=yes` as false and reports nothing. */
function findValueOfFlag(argv: readonly string[], command: Command): string | undefined {
  const flags = Object.entries(command.options).flatMap(([name, { kind }]) => (kind === 'flag' ? [name] : []));
  const wrong = flags.find((name) => argv.some((argument) => argument.startsWith(`--${name}=`)));
  return wrong && `--${wrong} takes no value.`;
}

function findRepetition(parsed: ParsedArguments, command: Command): string | undefined {
  const twice = Object.entries(command.options).find(
    ([name, { kind }]) => kind === 'text' && Array.isArray(parsed[name]),
  );
  return twice && `--${twice[0]} is given more than once; it takes one value.`;
}

function withNextStep(
  message: string,
  argv: readonly string[],
  { named, commands }: { readonly named: Command | undefined; readonly commands: readonly Command[] },
): string {
  const [word = ''] = argv;
  const help = [tool.name, ...(named === undefined ? [] : [named.name]), '--help'].join(' ');
  const unknown = /^Unknown arguments?: (.*)$/.exec(message)?.[1];
  const isCommand = named !== undefined || word === '' || word.startsWith('-');
  const what = unknown === undefined ? describeMissing(message, named) : describeUnknown(unknown, argv, named);
  if (!isCommand)
    return unknownCommand(
      word,
      commands.map(({ name }) => name),
    );
  return `${what}\n\`${help}\` lists the ${named === undefined ? 'commands' : 'options'}.`;
}

/** yargs counts the arguments that are missing, and names no one; no command requires more than one. */
function describeMissing(message: string, named: Command | undefined): string {
  const option = /^Not enough arguments following: (.*)$/.exec(message)?.[1];
  if (option !== undefined) return `${withDashes(option)} needs a value.`;
  const required = named?.positionals.find(({ usage }) => usage.startsWith('<'));
  if (required === undefined || !message.startsWith('Not enough non-option arguments')) return message;
  const name = positionalName(required.usage);
  return `${(required.usage.includes('..') ? name.replace(/s$/, '') : name).toUpperCase()} is missing.`;
}

/** yargs calls an option it does not know and a word too many by the same name. */
function describeUnknown(unknown: string, argv: readonly string[], named: Command | undefined): string {
  const name = unknown.replace(/^-+/, '');
  const isWord = argv.includes(unknown) && !unknown.startsWith('-');
  if (isWord) return `Unexpected argument ${unknown}.`;
  const options = ['help', 'version', ...Object.keys(named?.options ?? {})];
  // A single letter differs too much from every option for `nearestWord`: `--h` is the start of `--help`.
  const nearest = name.length === 1 ? options.find((option) => option.startsWith(name)) : nearestWord(name, options);
  const asGiven = argv.some((argument) => argument.startsWith(`--${name}`)) ? `--${name}` : withDashes(name);
  return `Unknown option ${asGiven}.${didYouMean(nearest && `--${nearest}`)}`;
}

function withDashes(option: string): string {
  return option.length === 1 ? `-${option}` : `--${option}`;
}

function didYouMean(nearest: string | undefined): string {
  return nearest === undefined ? '' : ` Did you mean ${nearest}?`;
}
