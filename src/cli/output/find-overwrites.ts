import { resolve } from 'node:path';

import type { Problem } from '../../model/problem.ts';
import { problem } from '../problem.ts';
import type { Destination } from '../options/output-options.ts';

/** Outputs that would overwrite an input of the same command. */
export function findOverwrites(
  outputs: readonly Destination[],
  inputs: readonly { readonly path: string }[],
  command: 'scan' | 'render' | 'evaluate' | 'verify',
): readonly Problem[] {
  const read = new Set(inputs.map(({ path }) => resolve(path)));
  return outputs.flatMap(({ path }) =>
    path !== undefined && read.has(resolve(path))
      ? [problem(`${path} is an input of this ${command}`, '--output')]
      : [],
  );
}
