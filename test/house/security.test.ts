import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

import { repositoryPath } from '../repository-path.ts';

const page = readFileSync(repositoryPath('SECURITY.md'), 'utf8');

interface Reference {
  readonly file: string;
  readonly name: string;
}

const references: readonly Reference[] = [...page.matchAll(/`(test\/[^`]+\.test\.ts)`: \*([^*]+)\*/g)].map(
  ([, file = '', name = '']) => ({ file, name }),
);

/** Names of the tests of a file as they are written, with `${…}` where a name is put together. */
function testNames(file: string): readonly string[] {
  const text = readFileSync(repositoryPath(file), 'utf8');
  return [...text.matchAll(/^\s*test\(\s*(['"`])((?:\\.|(?!\1).)*)\1/gms)].map(([, , name = '']) =>
    name.replaceAll(/\\(['"`])/g, '$1'),
  );
}

/** Whether a test is called so; of a name that is put together, what stands between the parts that change. */
function isCalled(written: string, name: string): boolean {
  const parts = written.split(/\$\{[^}]*\}/).map((part) => part.replace(/^[:,\s]+/, '').trim());
  return parts.length === 1 ? written === name : parts.some((part) => part.length > 20 && name.includes(part));
}

test('every test that SECURITY.md names is there', () => {
  const missing = references.filter(
    ({ file, name }) =>
      !existsSync(repositoryPath(file)) || !testNames(file).some((written) => isCalled(written, name)),
  );
  assert.deepEqual(missing, []);
});

test('every line of the threat model names a test', () => {
  const lines = page.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| … |'));
  assert.ok(lines.length > 40);
  const unheld = lines.filter((line) => !/`: \*/.test(line));
  assert.deepEqual(unheld, []);
});

test('what is written as a reference is read as one', () => {
  const written = page.match(/`test\/[^`]+\.test\.ts`:/g) ?? [];
  assert.equal(references.length, written.length);
});

test('SECURITY.md sends nobody to an address that may lapse', () => {
  assert.doesNotMatch(page, /@|https?:/);
});
