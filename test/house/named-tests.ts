import { existsSync, readFileSync } from 'node:fs';

import { repositoryPath } from '../repository-path.ts';

/** A test as a page names it: `` `test/FILE.test.ts`: *its name* ``. */
export interface NamedTest {
  readonly file: string;
  readonly name: string;
}

/** The tests that a page names, in their order; a reference may go over the end of a line. */
export function namedTests(page: string): readonly NamedTest[] {
  const text = page.replaceAll(/\s+/g, ' ');
  return [...text.matchAll(/`(test\/[^`]+\.test\.ts)`: \*([^*]+)\*/g)].map(([, file = '', name = '']) => ({
    file,
    name,
  }));
}

/** Whether a test of that name is in that file. Of a name that is put together a page gives one instance, or the words that stay. */
export function isThere({ file, name }: NamedTest): boolean {
  return existsSync(repositoryPath(file)) && writtenNames(file).some((written) => isCalled(written, name));
}

/** Names of the tests of a file as they are written, with `${…}` where a name is put together. */
function writtenNames(file: string): readonly string[] {
  const text = readFileSync(repositoryPath(file), 'utf8');
  return [...text.matchAll(/^\s*test\(\s*(['"`])((?:\\.|(?!\1).)*)\1/gms)].map(([, , name = '']) =>
    name.replaceAll(/\\(['"`])/g, '$1'),
  );
}

function isCalled(written: string, name: string): boolean {
  const fixed = written.split(/\$\{[^}]*\}/);
  if (fixed.length === 1) return written === name;
  const pattern = fixed.map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('.+');
  return new RegExp(`^${pattern}$`).test(name) || fixed.some((part) => wordsOf(part) === name && name.length > 20);
}

/** A part of a name without what joins it to the part before. */
function wordsOf(part: string): string {
  return part.replace(/^[:,\s]+/, '').trim();
}
