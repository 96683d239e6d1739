import { suggestWord } from '../../model/nearest-words.ts';
import { type Problem, quote } from '../../model/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Arguments, Option } from '../command.ts';
import { pathIdentity } from '../output/file-identity.ts';
import { problem } from '../problem.ts';

/** The formats of a report. */
export const formats = ['table', 'json', 'ndjson', 'html', 'junit', 'csv', 'markdown', 'nagios', 'prometheus'] as const;
export type Format = (typeof formats)[number];

/** An output of the report; `path` undefined: standard output. */
export interface Destination {
  readonly format: Format;
  readonly path: string | undefined;
  /** Appends to the file instead of replacing it. */
  readonly continues?: true;
  /** A table lists every finding, and what could not be seen. */
  readonly details?: true;
  /** Writes nothing if the run exits 0. */
  readonly onlyIfUnsound?: true;
}

/** What the report on standard output looks like. */
export const formatOptions = {
  format: { kind: 'text', choices: formats, describe: 'format of standard output (table)' },
  json: { kind: 'flag', describe: 'the same as --format json' },
  details: { kind: 'flag', describe: 'list every finding and open question (table only)' },
} as const satisfies Record<string, Option>;

/** Options that say where results go. */
export const outputOptions = {
  ...formatOptions,
  output: {
    kind: 'list',
    alias: 'o',
    describe:
      'FILE to write instead of standard output (format by its extension, else --format); FORMAT=FILE is written in addition (repeatable)',
  },
} as const satisfies Record<string, Option>;

/** The format of a file by the end of its name. */
const formatsByExtension: Readonly<Record<string, Format>> = {
  json: 'json',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  html: 'html',
  htm: 'html',
  xml: 'junit',
  csv: 'csv',
  md: 'markdown',
  markdown: 'markdown',
  prom: 'prometheus',
};

/** `--format` or `--json`; undefined: neither. */
export function readFormatOptions(args: Arguments): Result<Format | undefined, Problem> {
  const format = args.text('format') as Format | undefined;
  if (!args.flag('json')) return ok(format);
  return format === undefined || format === 'json'
    ? ok('json')
    : err(problem(`conflicts with --format ${format}; use one of them`, '--json'));
}

/**
 * `--output FILE` replaces standard output, `FORMAT=FILE` adds to it. With `--quiet` and a file, standard output stays empty if all is
 * well, unless a format was named for it.
 */
export function readOutputOptions(args: Arguments): Result<readonly Destination[], readonly Problem[]> {
  const named = readFormatOptions(args);
  if (!named.ok) return err([named.error]);
  const format = named.value ?? 'table';
  const read = args.list('output').map((text) => readOutput(text, format));
  const problems = read.flatMap((each) => (each.ok ? [] : [each.error]));
  const outputs = read.flatMap((each) => (each.ok ? [each.value] : []));
  const replacing = outputs.filter(({ replaces }) => replaces);
  if (replacing.length > 1) {
    problems.push(problem('only one FILE can replace standard output; FORMAT=FILE adds more', '--output'));
  }
  const paths = outputs.map(({ path }) => (path === undefined ? '-' : pathIdentity(path)));
  const repeated = outputs.filter((_, index) => paths.indexOf(paths[index] ?? '') !== index);
  for (const path of new Set(repeated.map((each) => each.path ?? '-'))) {
    problems.push(problem(`two formats cannot share ${path}`, '--output'));
  }
  if (problems.length > 0) return err(problems);
  const details = args.flag('details') ? ({ details: true } as const) : {};
  const files = outputs.map(({ format: each, path }) => ({ format: each, path, ...details }));
  if (replacing.length > 0) return ok(files);
  const isSilent = args.flag('quiet') && files.length > 0 && named.value === undefined;
  return ok([{ format, path: undefined, ...details, ...(isSilent ? { onlyIfUnsound: true } : {}) }, ...files]);
}

/** `--resume FILE` is the only output: any other would lack what the file holds already. */
export function readResumeOption(file: string, args: Arguments): Result<readonly Destination[], readonly Problem[]> {
  const clashes = ['output', 'save-observations'].filter((option) => args.list(option).length > 0);
  const problems = clashes.map((option) =>
    problem(`cannot be used with --resume: it would lack the endpoints already in ${file}`, `--${option}`),
  );
  const format = args.flag('json') ? 'json' : (args.text('format') ?? 'ndjson');
  if (format !== 'ndjson') problems.push(problem('must be ndjson with --resume', '--format'));
  if (file === '' || file === '-') problems.push(problem('needs the name of a file', '--resume'));
  return problems.length > 0 ? err(problems) : ok([{ format: 'ndjson', path: file, continues: true }]);
}

function readOutput(text: string, format: Format): Result<Destination & { readonly replaces: boolean }, Problem> {
  const [, named, file] = /^([a-z0-9-]+)=(.*)$/s.exec(text) ?? [];
  if (named === undefined || file === undefined) return destination(formatOfFile(text) ?? format, text, true);
  const known = formats.find((each) => each === named);
  if (known !== undefined) return destination(known, file, false);
  const next = `${suggestWord(named, formats)}; for a file of that name write ./${text}`;
  return err(problem(`${quote(named)} is not a format; ${next}`, '--output'));
}

function formatOfFile(path: string): Format | undefined {
  const extension = /\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(formatsByExtension, extension) ? formatsByExtension[extension] : undefined;
}

function destination(
  format: Format,
  file: string,
  replaces: boolean,
): Result<Destination & { readonly replaces: boolean }, Problem> {
  if (file === '') return err(problem('needs the name of a file', '--output'));
  return ok({ format, path: file === '-' ? undefined : file, replaces: replaces || file === '-' });
}
