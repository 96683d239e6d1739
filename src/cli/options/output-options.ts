import { type Problem, quote } from '../../model/problem.ts';
import { err, ok, type Result } from '../../model/result.ts';
import type { Arguments, Option } from '../command.ts';
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
}

/** Options that say where results go. */
export const outputOptions = {
  format: { kind: 'text', choices: formats, describe: 'format of standard output, or of --output FILE (table)' },
  output: { kind: 'list', describe: 'FILE in place of standard output, or FORMAT=FILE beside it (repeatable)' },
} as const satisfies Record<string, Option>;

/** `--output FILE` replaces standard output, `FORMAT=FILE` adds to it. */
export function readOutputOptions(args: Arguments): Result<readonly Destination[], readonly Problem[]> {
  const format = (args.text('format') ?? 'table') as Format;
  const read = args.list('output').map((text) => readOutput(text, format));
  const problems = read.flatMap((each) => (each.ok ? [] : [each.error]));
  const outputs = read.flatMap((each) => (each.ok ? [each.value] : []));
  const replacing = outputs.filter(({ replaces }) => replaces);
  if (replacing.length > 1) {
    problems.push(problem('only one FILE can replace standard output; FORMAT=FILE adds more', '--output'));
  }
  const paths = outputs.map(({ path }) => path ?? '-');
  for (const path of new Set(paths.filter((each, index) => paths.indexOf(each) !== index))) {
    problems.push(problem(`two formats cannot share ${path}`, '--output'));
  }
  if (problems.length > 0) return err(problems);
  const files = outputs.map(({ format: each, path }) => ({ format: each, path }));
  return ok(replacing.length > 0 ? files : [{ format, path: undefined }, ...files]);
}

/** `--resume FILE` is the only output: any other would lack what the file holds already. */
export function readResumeOption(file: string, args: Arguments): Result<readonly Destination[], readonly Problem[]> {
  const clashes = ['output', 'save-observations'].filter((option) => args.list(option).length > 0);
  const problems = clashes.map((option) => problem(`would lack what ${file} already holds`, `--${option}`));
  if ((args.text('format') ?? 'ndjson') !== 'ndjson') problems.push(problem('is ndjson with --resume', '--format'));
  if (file === '' || file === '-') problems.push(problem('the name of a file is wanted', '--resume'));
  return problems.length > 0 ? err(problems) : ok([{ format: 'ndjson', path: file, continues: true }]);
}

function readOutput(text: string, format: Format): Result<Destination & { readonly replaces: boolean }, Problem> {
  const [, named, file] = /^([a-z0-9-]+)=(.*)$/s.exec(text) ?? [];
  if (named === undefined || file === undefined) return destination(format, text, true);
  const known = formats.find((each) => each === named);
  if (known !== undefined) return destination(known, file, false);
  const next = `there are ${formats.join(', ')}; a file of that name is ./${text}`;
  return err(problem(`there is no format ${quote(named)}; ${next}`, '--output'));
}

function destination(
  format: Format,
  file: string,
  replaces: boolean,
): Result<Destination & { readonly replaces: boolean }, Problem> {
  if (file === '') return err(problem('the name of a file is wanted', '--output'));
  return ok({ format, path: file === '-' ? undefined : file, replaces: replaces || file === '-' });
}
