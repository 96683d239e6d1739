import { nearestWord, suggestWord } from '../model/nearest-words.ts';
import { quote } from '../model/problem.ts';
import { tool } from '../model/tool.ts';
import type { Command } from './command.ts';
import { positionalName } from './create-parser.ts';
import { findForeignOption } from './foreign-options.ts';
import { unknownCommand } from './name-command.ts';

/** What the line names and what there is. */
interface Known {
  /** Undefined: the line begins with no command. */
  readonly named: Command | undefined;
  readonly commands: readonly Command[];
}

/** What is wrong with a command line and what to write instead, in sentences. `message`: what yargs says of it. */
export function describeMistake(message: string, argv: readonly string[], { named, commands }: Known): string {
  const [word = ''] = argv;
  if (named === undefined && word !== '' && !word.startsWith('-')) {
    return unknownCommand(
      word,
      commands.map(({ name }) => name),
    );
  }
  const foreign = named && findForeignOption(argv, named);
  if (foreign !== undefined) return withHelp(foreign, named);
  const unknown = /^Unknown arguments?: (.*)$/.exec(message)?.[1];
  const what =
    unknown !== undefined
      ? describeUnknown(unknown, argv, named)
      : (describeChoice(message, named) ?? describeMissing(message, named));
  return withHelp(what, named);
}

function withHelp(what: string, named: Command | undefined): string {
  const help = [tool.name, ...(named === undefined ? [] : [named.name]), '--help'].join(' ');
  return `${what}\n\`${help}\` lists the ${named === undefined ? 'commands' : 'options'}.`;
}

/** A value that an option does not take; undefined: something else is wrong. */
function describeChoice(message: string, named: Command | undefined): string | undefined {
  const [, name = '', given = ''] = /Argument: (\S+), Given: "(.*?)", Choices:/.exec(message) ?? [];
  const choices = named?.options[name]?.choices;
  return choices && `--${name} cannot be ${quote(given)}; ${suggestWord(given, choices)}.`.replace(/\?\.$/, '?');
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
  // openssl and Go's flags have one dash, which here begins single letters: yargs names those.
  const oneDash = argv.find((word) => /^-[a-z][\w-]*[a-z_-]/i.test(word));
  if (oneDash !== undefined && name.split(', ').some((letter) => nameOf(oneDash).includes(letter))) {
    const meant = nearestWord(nameOf(oneDash), options);
    return `Unknown option ${oneDash.replace(/=.*$/s, '')}.${meant === undefined ? '' : ` Did you mean --${meant}?`}`;
  }
  // A single letter differs too much from every option for `nearestWord`: `--h` is the start of `--help`.
  const nearest = name.length === 1 ? options.find((option) => option.startsWith(name)) : nearestWord(name, options);
  const isAsGiven = argv.some((argument) => argument === unknown || argument.startsWith(`--${name}`));
  const asGiven = !isAsGiven ? withDashes(name) : unknown.startsWith('-') ? unknown : `--${name}`;
  return `Unknown option ${asGiven}.${nearest === undefined ? '' : ` Did you mean --${nearest}?`}`;
}

/** `timeout` of `-timeout=5`. */
function nameOf(word: string): string {
  return word.replace(/^-+/, '').replace(/=.*$/s, '');
}

function withDashes(option: string): string {
  return option.length === 1 ? `-${option}` : `--${option}`;
}
