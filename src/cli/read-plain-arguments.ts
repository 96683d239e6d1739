import type { Arguments, Command, Option } from './command.ts';

/**
 * Reads what is written behind a command's name where nothing in it wants an opinion: known options spelt out, each with a
 * value that cannot be taken for anything else, and as many words as the command takes. Undefined for all the rest, which
 * is not wrong for that: yargs reads it. What is read here, yargs reads the same way, and a test compares the two.
 */
export function readPlainArguments(words: readonly string[], command: Command): Arguments | undefined {
  const positionals: string[] = [];
  const values = new Map<string, readonly string[]>();
  const flags = new Set<string>();
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (isPlainValue(word) || word === '-') {
      positionals.push(word);
      continue;
    }
    const spelt = /^(--?)([a-z][a-z-]*)(?:=(.*))?$/s.exec(word);
    const name = spelt && findName(command, spelt[1] === '--', spelt[2] ?? '');
    const option = name ? command.options[name] : undefined;
    if (!spelt || !name || option === undefined) return undefined;
    const written = spelt[3];
    if (option.kind === 'flag') {
      // yargs takes a `true` or `false` behind a flag for its value.
      if (written !== undefined || isBoolean(words[at + 1])) return undefined;
      flags.add(name);
      continue;
    }
    if (written === undefined) at += 1;
    const value = written ?? words[at] ?? '';
    const earlier = values.get(name) ?? [];
    if (!isPlainValue(value) || !isTaken(option, value, earlier)) return undefined;
    values.set(name, [...earlier, value]);
  }
  if (!isTakenCount(positionals.length, command)) return undefined;
  const list = (option: string): readonly string[] => values.get(option) ?? [];
  return { positionals, list, text: (option) => list(option)[0], flag: (option) => flags.has(option) };
}

/** Dashes mean options, quotes are stripped by yargs, and nothing at all may be a mistake. */
function isPlainValue(value: string): boolean {
  return /^[^-"'\0][^\0]*$/.test(value);
}

function isBoolean(word: string | undefined): boolean {
  return word === 'true' || word === 'false';
}

/** A name spelt out stands behind two dashes, a letter behind one. */
function findName({ options }: Command, isSpeltOut: boolean, written: string): string | undefined {
  if (isSpeltOut) return Object.hasOwn(options, written) ? written : undefined;
  return Object.keys(options).find((name) => options[name]?.alias === written);
}

function isTaken({ kind, choices }: Option, value: string, earlier: readonly string[]): boolean {
  return (kind === 'list' || earlier.length === 0) && (choices === undefined || choices.includes(value));
}

/** `<one>` is demanded, `[one]` is not, and dots take any number. */
function isTakenCount(count: number, { positionals }: Command): boolean {
  const least = positionals.filter(({ usage }) => usage.startsWith('<')).length;
  const most = positionals.some(({ usage }) => usage.includes('..')) ? Number.POSITIVE_INFINITY : positionals.length;
  return count >= least && count <= most;
}
