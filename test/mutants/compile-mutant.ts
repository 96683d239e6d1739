import { readFileSync } from 'node:fs';

import { transformSync } from 'rolldown/utils';

import { repositoryPath } from '../repository-path.ts';
import type { Mutant } from './mutant.ts';

/** How often the text to replace occurs in its file. */
export function countMatches({ file, replace }: Pick<Mutant, 'file' | 'replace'>): number {
  return readFileSync(repositoryPath(file), 'utf8').split(replace).length - 1;
}

/** The JavaScript of the file with its text replaced. Types are dropped unchecked: a mutant need not satisfy them. */
export function compileMutant({ id, file, replace, by }: Mutant): string {
  const [before, after, ...more] = readFileSync(repositoryPath(file), 'utf8').split(replace);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`${id}: the text to replace must occur exactly once in ${file}`);
  }
  const { code, errors } = transformSync(file, `${before}${by}${after}`, {
    lang: 'ts',
    tsconfig: false,
    typescript: { rewriteImportExtensions: 'rewrite' },
  });
  if (errors.length > 0) throw new Error(`${id}: ${errors.map(({ message }) => message).join(' ')}`);
  return code;
}
