import { nearestWord } from '../model/nearest-words.ts';
import type { Command } from './command.ts';
import { exists } from './input/input-file.ts';

/** A command line that names its command, or what is wrong with it. */
export type NamedLine =
  | { readonly kind: 'words'; readonly argv: readonly string[] }
  | { readonly kind: 'wrong'; readonly message: string };

/** Commands that yargs answers itself. */
const ofParser = ['completion', '--get-yargs-completions'];

/** Words that ask for help or the version. */
export const asksForText: readonly string[] = ['-h', '--help', '-V', '--version'];

/**
 * Puts the command in front of a line that does not begin with one: `help COMMAND` is `COMMAND --help`, and targets or options alone
 * mean `scan`. A line that names no target and no command stays as it is.
 */
export async function nameCommand(argv: readonly string[], commands: readonly Command[]): Promise<NamedLine> {
  const [first, ...others] = argv;
  const names = commands.map(({ name }) => name);
  if (first === undefined || names.includes(first) || ofParser.includes(first)) return words(argv);
  if (first === 'help') return nameHelp(others, names);
  if (first.startsWith('-') && first !== '-') {
    const isOfParser = argv.some((word) => names.includes(word) || asksForText.includes(word));
    return words(isOfParser ? argv : ['scan', ...argv]);
  }
  return words((await isTarget(first)) ? ['scan', ...argv] : argv);
}

function words(argv: readonly string[]): NamedLine {
  return { kind: 'words', argv };
}

function nameHelp([about, ...others]: readonly string[], names: readonly string[]): NamedLine {
  if (about === undefined || about.startsWith('-')) return words(['--help']);
  if (names.includes(about)) return words([about, ...others.filter((word) => word.startsWith('-')), '--help']);
  return { kind: 'wrong', message: unknownCommand(about, names) };
}

/** A host has a dot, a port or a scheme; a file exists or has a dot or a folder. A single word is more likely a command with a slip. */
async function isTarget(word: string): Promise<boolean> {
  return word === '-' || word === 'localhost' || /[.:/\\]/.test(word) || (await exists(word));
}

/** What to say of a word that stands where a command should. */
export function unknownCommand(word: string, names: readonly string[]): string {
  // No command has a figure, and many hosts do.
  const nearest = /\d/.test(word) ? undefined : nearestWord(word, names);
  const next =
    nearest === undefined ? `To audit a host of that name: certmuster scan ${word}` : `Did you mean ${nearest}?`;
  return `Unknown command ${word}. ${next}\n\`certmuster --help\` lists the commands.`;
}
