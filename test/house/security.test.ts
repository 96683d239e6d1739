import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { repositoryPath } from '../repository-path.ts';
import { isThere, namedTests } from './named-tests.ts';

const page = readFileSync(repositoryPath('SECURITY.md'), 'utf8');

const references = namedTests(page);

test('every test that SECURITY.md names is there', () => {
  const missing = references.filter((reference) => !isThere(reference));
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
