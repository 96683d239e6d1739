import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { repositoryPath } from '../repository-path.ts';
import { chooseMutants } from './choose-mutants.ts';
import { compileMutant, countMatches } from './compile-mutant.ts';
import { mutants } from './mutants.ts';

/*
 * That the list of defences is whole. That each is noticed once it is switched off is shown by `npm run mutants`, and some of
 * them by turns by `npm test`.
 */

test('every mutant has an id of its own', () => {
  assert.equal(new Set(mutants.map(({ id }) => id)).size, mutants.length);
});

test('what a mutant replaces stands exactly once in its file, and what it puts there compiles', () => {
  const wrong = mutants.filter((mutant) => countMatches(mutant) !== 1).map(({ id, file }) => `${id}: ${file}`);
  assert.deepEqual(wrong, []);
  for (const mutant of mutants) {
    assert.notEqual(mutant.by, mutant.replace, mutant.id);
    compileMutant(mutant);
  }
});

test('the test that has to notice a mutant is one that SECURITY.md names', () => {
  const page = readFileSync(repositoryPath('SECURITY.md'), 'utf8');
  const unnamed = mutants.filter(({ test: { file, title } }) => !page.includes(`\`${file}\`: *${title}*`));
  assert.deepEqual(
    unnamed.map(({ id, test: { file, title } }) => `${id}: \`${file}\`: *${title}*`),
    [],
  );
});

test('each mutant has its turn, a few at a time', () => {
  const now = new Date('2026-11-30T12:00:00Z');
  const perTurn = 5;
  const turns = Math.ceil(mutants.length / perTurn);
  const ids = Array.from({ length: turns }, (_, turn) =>
    chooseMutants(mutants, { some: String(perTurn), seed: String(turn) }, now).map(({ id }) => id),
  );
  assert.ok(ids.every((each) => new Set(each).size === perTurn));
  assert.equal(new Set(ids.flat()).size, mutants.length);
  const tomorrow = new Date(now.getTime() + 86_400_000);
  const ofDay = (day: Date) => chooseMutants(mutants, { some: String(perTurn) }, day);
  assert.deepEqual(ofDay(now), ofDay(now));
  assert.notDeepEqual(ofDay(now), ofDay(tomorrow));
});

test('mutants are chosen by their ids', () => {
  const [first, second] = mutants;
  assert.ok(first && second);
  assert.deepEqual(chooseMutants(mutants, { only: [second.id] }, new Date()), [second]);
  assert.deepEqual(chooseMutants(mutants, { only: [second.id, first.id] }, new Date()), [first, second]);
  assert.throws(() => chooseMutants(mutants, { only: [first.id, 'x'] }, new Date()), /there is no mutant x/);
});
