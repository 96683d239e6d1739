import assert from 'node:assert/strict';
import { test } from 'node:test';

import { compareDigests } from '../../../src/cli/input/compare-digests.ts';
import type { LineDigest } from '../../../src/model/run-manifest.ts';

/** Digests as they were saved, one letter each. */
async function* saved(letters: Iterable<string>, onRead: () => void = () => undefined): AsyncGenerator<LineDigest> {
  for (const letter of letters) {
    onRead();
    yield { sha256: letter, endpoint: `endpoint ${letter}` };
  }
}

/** What is said of a file whose lines have these digests, one problem a line. */
async function compare(before: Iterable<string>, now: Iterable<string>, maxProblems = 100): Promise<string> {
  const comparison = compareDigests(saved(before), maxProblems);
  const problems = [];
  for (const letter of now) problems.push(...(await comparison.line(letter)));
  problems.push(...(await comparison.end()));
  return problems.map(({ path, message }) => `${path} ${/changed|missing|added/.exec(message)?.[0]}`).join(', ');
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz';

for (const [before, now, words] of [
  ['', '', ''],
  ['abc', 'abc', ''],
  ['abc', 'aXc', 'line 2 changed'],
  ['abc', 'abX', 'line 3 changed'],
  ['abc', 'Xbc', 'line 1 changed'],
  ['abc', 'XYZ', 'line 1 changed, line 2 changed, line 3 changed'],
  ['abc', 'ac', 'line 2 missing'],
  ['abc', 'bc', 'line 1 missing'],
  ['abc', 'ab', 'line 3 missing'],
  ['abc', '', 'line 1 missing, line 2 missing, line 3 missing'],
  ['abc', 'abXc', 'line 3 added'],
  ['abc', 'Xabc', 'line 1 added'],
  ['abc', 'abcX', 'line 4 added'],
  ['', 'X', 'line 1 added'],
  ['abc', 'abbc', 'line 3 added'],
  ['abc', 'bac', 'line 1 missing, line 2 added'],
  ['abcdef', 'aXcef', 'line 2 changed, line 4 missing'],
  ['abcdef', 'bXdefY', 'line 1 missing, line 2 changed, line 6 added'],
] as const) {
  test(`saved ${before || 'nothing'}, found ${now || 'nothing'}: ${words || 'no problem'}`, async () => {
    assert.equal(await compare(before, now), words);
  });
}

test('a removed line does not make those behind it look changed, however many', async () => {
  const many = Array.from({ length: 5_000 }, (_, index) => `${index}`);
  const now = many.filter((_, index) => index !== 2_000);
  assert.equal(await compare(many, now), 'line 2001 missing');
});

test('a missing line is named by the endpoint that it was saved for', async () => {
  const comparison = compareDigests(saved('ab'), 100);
  await comparison.line('b');
  const [first] = await comparison.end();
  assert.match(first?.message ?? '', /saved for endpoint a/);
});

test('of a file that was cut off, no more missing lines are read than are reported', async () => {
  const endless = function* (): Generator<string> {
    for (let index = 0; ; index += 1) yield `${index}`;
  };
  const words = await compare(endless(), ['0', '1'], 20);
  assert.equal(words.split(', ').length, 20);
});

test('saved digests are read as the lines come, and no further ahead than it takes to find one again', async () => {
  let read = 0;
  let lines = 0;
  let furthest = 0;
  const million = function* (): Generator<string> {
    for (let index = 0; index < 1_000_000; index += 1) yield `${index}`;
  };
  const comparison = compareDigests(
    saved(million(), () => {
      read += 1;
    }),
    100,
  );
  // Every tenth line is another, so that there is something to look for all the time.
  for (; lines < 5_000; lines += 1) {
    await comparison.line(lines % 10 === 0 ? `not ${lines}` : `${lines}`);
    furthest = Math.max(furthest, read - lines);
  }
  assert.ok(furthest <= 66, `${furthest} ahead`);
});

test('lines are settled as they come: a change is reported before the end', async () => {
  const comparison = compareDigests(saved([...alphabet, ...alphabet.toUpperCase(), ...'0123456789'.repeat(10)]), 100);
  const early = [];
  early.push(...(await comparison.line('changed')));
  for (const letter of [...alphabet, ...alphabet.toUpperCase(), ...'0123456789'.repeat(10)].slice(1)) {
    early.push(...(await comparison.line(letter)));
  }
  assert.deepEqual(
    early.map(({ path }) => path),
    ['line 1'],
  );
});
