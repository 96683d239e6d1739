import { renderDocument } from '../../report/data/render-json.ts';
import type { Arguments, Option } from '../command.ts';
import type { ProcessContext } from '../process-context.ts';

/** The options of commands that print a list. */
export const listFormat = {
  format: { kind: 'text', choices: ['table', 'json'], describe: 'format of standard output (table)' },
  json: { kind: 'flag', describe: 'the same as --format json' },
} as const satisfies Record<string, Option>;

/** Whether a list is wanted for a program. */
export function isJson(args: Arguments): boolean {
  return args.flag('json') || args.text('format') === 'json';
}

/** Prints records as a table of the columns named, or all of them as a JSON array. */
export async function printList<Row extends object>(
  args: Arguments,
  context: ProcessContext,
  rows: readonly Row[],
  columns: readonly (keyof Row & string)[],
): Promise<void> {
  const { width, colour, write } = context.stdout;
  if (isJson(args)) {
    await write(renderDocument(rows));
    return;
  }
  const { renderRecords } = await import('../../report/terminal/render-records.ts');
  await write(renderRecords(rows, columns, { width, colour }));
}
