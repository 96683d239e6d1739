import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

import { repositoryPath } from '../repository-path.ts';
import { isThere, namedTests } from './named-tests.ts';

const page = readFileSync(repositoryPath('docs/field-reports.md'), 'utf8');
const references = namedTests(page);
const rows = page.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| report |'));

test('every test that docs/field-reports.md names is there', () => {
  assert.ok(references.length > 100);
  assert.deepEqual(
    references.filter((reference) => !isThere(reference)),
    [],
  );
});

test('every file that docs/field-reports.md names is there, and what is written as a reference is read as one', () => {
  const files = [...page.matchAll(/`(test\/[^`]+)`/g)].map(([, file = '']) => file);
  assert.deepEqual(
    files.filter((file) => !existsSync(repositoryPath(file))),
    [],
  );
  assert.equal(references.length, page.match(/`test\/[^`]+\.test\.ts`:/g)?.length);
});

test('every row has a report, what is said of it now, and a test', () => {
  assert.ok(rows.length > 60);
  const unheld = rows.filter((row) => {
    const [before, report, now, tests, behind, ...more] = row.split(' | ').flatMap((cell) => cell.split(/^\| | \|$/));
    return before !== '' || behind !== '' || more.length > 0 || !report || !now || namedTests(tests ?? '').length === 0;
  });
  assert.deepEqual(unheld, []);
});

test('every kind says which other instances were tried', () => {
  const kinds = page.split(/^### /m).slice(1);
  const untried = kinds.filter((kind) => !/^Also tried[:,]/m.test(kind));
  assert.deepEqual(untried, []);
});

test('every case is named with its kind, and no other', () => {
  const named = new Set([...page.replaceAll(/\s+/g, ' ').matchAll(/`case ([a-z0-9-]+)`/g)].map(([, name]) => name));
  const folders = readdirSync(repositoryPath('test/cases'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  assert.deepEqual([...named].toSorted(), folders.map(({ name }) => name).toSorted());
});

test('every public report is linked to its own address, and every address is that of a report named here', () => {
  const reports = new Set([...page.matchAll(/(?<!^)\[([\w.-]+\/[\w.-]+#\d+)\]/gm)].map(([, report = '']) => report));
  const addresses = [...page.matchAll(/^\[([\w.-]+\/[\w.-]+#\d+)\]: (\S+)$/gm)];
  assert.deepEqual(
    addresses.map(([, report]) => report),
    [...reports].toSorted((one, other) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1)),
  );
  for (const [, report = '', address = ''] of addresses) {
    const [repository, number] = report.split('#');
    assert.ok(
      [`issues/${number}`, `pull/${number}`].some((end) => address === `https://github.com/${repository}/${end}`),
    );
  }
});
