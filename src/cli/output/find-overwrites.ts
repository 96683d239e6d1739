import { resolve } from 'node:path';

import type { Problem } from '../../model/problem.ts';
import { problem } from '../problem.ts';
import type { Destination } from '../options/output-options.ts';

/** A slip of the shell's history should not cost anyone a targets file or a report. */
export function findOverwrites(
  outputs: readonly Destination[],
  inputs: readonly { readonly path: string }[],
  command: 'scan' | 'render',
): readonly Problem[] {
  const read = new Set(inputs.map(({ path }) => resolve(path)));
  return outputs.flatMap(({ path }) =>
    path !== undefined && read.has(resolve(path)) ? [problem(`${path} is read by this ${command}`, '--output')] : [],
  );
}
