import type { Problem } from '../../model/problem.ts';
import { problem } from '../problem.ts';
import type { Destination } from '../options/output-options.ts';
import { fileIdentity } from './file-identity.ts';

/** Outputs that would overwrite an input of the same command. */
export function findOverwrites(
  outputs: readonly Destination[],
  inputs: readonly { readonly path: string }[],
  command: 'scan' | 'render' | 'evaluate' | 'verify',
): readonly Problem[] {
  const read = new Set(inputs.map(({ path }) => fileIdentity(path)));
  return outputs.flatMap(({ path }) =>
    path !== undefined && read.has(fileIdentity(path))
      ? [problem(`${path} is an input of this ${command}`, '--output')]
      : [],
  );
}
