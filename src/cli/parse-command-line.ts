import type { Argv } from 'yargs';

import type { Arguments, Command, CommandLine } from './command.ts';
import {
  createCommandParser,
  createParser,
  type OnCommand,
  type ParsedArguments,
  positionalName,
} from './create-parser.ts';
import { asksForText, nameCommand } from './name-command.ts';

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
  if (isCompletion(written)) return await completeLine(written, commands, width);
  const namedLine = await nameCommand(written, commands);
  if (namedLine.kind === 'wrong') return { ...namedLine, command: undefined };
  const { argv } = namedLine;
  const named = commands.find(({ name }) => name === argv[0]);
  if (named !== undefined) {
    const line = await parseWith((onCommand) => createCommandParser(named, onCommand), argv.slice(1));
    if (line.kind === 'run') return line;
  }
  const helpWidth = Math.min(width, maxHelpWidth);
  const parsed = await parseWith((onCommand) => createParser(commands, helpWidth, onCommand), argv);
  const line = named === undefined ? parsed : (refuseHelpByChance(parsed, argv) ?? parsed);
  if (line.kind !== 'wrong') return line;
  // Imported late: few lines are wrong.
  const { describeMistake } = await import('./describe-mistake.ts');
  return { kind: 'wrong', message: describeMistake(line.message, argv, { named, commands }), command: named };
}

/** Whether the completion script of the shell asks, which calls the program with this option of yargs. */
function isCompletion([first]: readonly string[]): boolean {
  return first === '--get-yargs-completions';
}

/** Answers the shell, which asks with the option of yargs, the name of the program, and the words so far. */
async function completeLine(
  [flag = '', program = '', ...words]: readonly string[],
  commands: readonly Command[],
  width: number,
): Promise<CommandLine> {
  // A first word is complete once another one follows.
  const isNamed = words.length > 1 || words[0]?.startsWith('-') === true;
  const line = isNamed && words[0] !== 'help' ? await nameCommand(words, commands) : undefined;
  const argv = line?.kind === 'words' ? line.argv : words;
  // Imported late: it may read policies.
  const { completeWords } = await import('./complete-words.ts');
  const text = await completeWords(argv, commands);
  if (text !== undefined) return { kind: 'text', text };
  return await parseWith((onCommand) => createParser(commands, width, onCommand), [flag, program, ...argv]);
}

/** yargs reads `-showcerts` as single letters, one of them `-h`. Undefined: help was asked for, or nothing was. */
function refuseHelpByChance({ kind }: CommandLine, argv: readonly string[]): CommandLine | undefined {
  if (kind !== 'text' || argv.some((word) => asksForText.includes(word))) return undefined;
  const letters = argv.find((word) => /^-[a-z]{2}/i.test(word));
  return letters === undefined
    ? undefined
    : { kind: 'wrong', message: `Unknown argument: ${letters}`, command: undefined };
}

async function parseWith(create: (onCommand: OnCommand) => Argv, argv: readonly string[]): Promise<CommandLine> {
  let run: CommandLine | undefined;
  let problem: string | undefined;
  let text = '';
  const parser = create((command, parsed) => {
    problem =
      findDigits(parsed, command) ??
      findRepetition(parsed, command) ??
      findValueOfFlag(argv, command) ??
      findNegation(parsed, command);
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
  return {
    positionals,
    list,
    text: (option) => list(option)[0],
    flag: (option) => parsed[option] === true,
    isGiven: (option) => parsed[option] !== undefined,
  };
}

/** yargs takes `-3` for a negative number, and so for a word like any other, if the command has no such option. */
function findDigits(parsed: ParsedArguments, command: Command): string | undefined {
  const words = command.positionals.flatMap(({ usage }) => [parsed[positionalName(usage)] ?? []].flat().map(String));
  const digits = words.find((word) => word.startsWith('-'));
  return digits && `Unknown argument: ${digits}`;
}

/** yargs reads `--quiet=yes` as false and reports nothing. */
function findValueOfFlag(argv: readonly string[], command: Command): string | undefined {
  const flags = Object.entries(command.options).flatMap(([name, { kind }]) => (kind === 'flag' ? [name] : []));
  const wrong = flags.find((name) => argv.some((argument) => argument.startsWith(`--${name}=`)));
  return wrong && `--${wrong} takes no value.`;
}

/** yargs reads `--no-trust` as `--trust false`. */
function findNegation(parsed: ParsedArguments, command: Command): string | undefined {
  const negated = Object.entries(command.options).find(
    ([name, { kind }]) => kind !== 'flag' && [parsed[name]].flat().includes(false),
  );
  return negated && `Unknown option --no-${negated[0]}. Only switches can be turned off; leave --${negated[0]} out.`;
}

function findRepetition(parsed: ParsedArguments, command: Command): string | undefined {
  const twice = Object.entries(command.options).find(
    ([name, { kind }]) => kind === 'text' && Array.isArray(parsed[name]),
  );
  return twice && `--${twice[0]} is given more than once; it takes one value.`;
}
