import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { repositoryPath } from '../repository-path.ts';
import { compileMutant } from './compile-mutant.ts';
import type { Mutant } from './mutant.ts';

/** A copy of the built checkout, in which one file at a time is replaced. */
export interface BuildCopy {
  /** Absolute path of a compiled test file, given its source file. */
  readonly testPath: (sourceFile: string) => string;
  /** Puts the compiled mutant in place. Returns what takes it out again. */
  readonly mutate: (mutant: Mutant) => () => void;
  readonly remove: () => void;
}

/**
 * What is linked, not copied, is only read; a linked module would import what stands beside it in the checkout. Without the bundle the
 * command line runs the compiled sources.
 */
export function copyBuild(): BuildCopy {
  const folder = mkdtempSync(join(tmpdir(), 'certmuster-mutants-'));
  for (const name of readdirSync(repositoryPath('.'))) {
    if (!['dist', 'bin', '.git'].includes(name)) symlinkSync(repositoryPath(name), join(folder, name));
  }
  for (const room of ['bin', 'dist/src', 'dist/test']) {
    cpSync(repositoryPath(room), join(folder, room), {
      recursive: true,
      filter: (path) => !/\.(?:map|d\.ts)$/.test(path),
    });
  }
  const compiled = (sourceFile: string): string => join(folder, 'dist', sourceFile.replace(/\.ts$/, '.js'));
  return {
    testPath: compiled,
    mutate: (mutant) => {
      const path = compiled(mutant.file);
      const before = readFileSync(path);
      writeFileSync(path, compileMutant(mutant));
      return () => writeFileSync(path, before);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
