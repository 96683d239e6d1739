import assert from 'node:assert/strict';
import { test } from 'node:test';

import { nearestWord, nearestWords, suggestWord } from '../../src/model/nearest-words.ts';

const words = ['key-usage', 'key-strength', 'chain-trust', 'expired', 'not-yet-valid'];

test('the word that takes the fewest changes comes first', () => {
  assert.equal(nearestWords('key-strenght', words)[0], 'key-strength');
  assert.equal(nearestWords('expire', words)[0], 'expired');
  assert.equal(nearestWords('notyetvalid', words)[0], 'not-yet-valid');
  assert.deepEqual(nearestWords('x', words).toSorted(), words.toSorted());
});

test('a part of a word, or a word with something around it, is nearly that word', () => {
  assert.equal(nearestWord('yet', words), 'not-yet-valid');
  assert.equal(nearestWord('has-expired', words), 'expired');
  assert.equal(nearestWord('ed', words), undefined);
});

test('equally near words keep their order', () => {
  assert.deepEqual(nearestWords('c', ['b', 'a']), ['b', 'a']);
});

test('a word of which more than a third differs was not meant', () => {
  assert.equal(nearestWord('key-usages', words), 'key-usage');
  assert.equal(nearestWord('expected', words), undefined);
  assert.equal(nearestWord('expirde', words), 'expired');
  assert.equal(nearestWord('firewall', words), undefined);
  assert.equal(nearestWord('', words), undefined);
  assert.equal(nearestWord('anything', []), undefined);
});

test('two letters swapped are one change', () => {
  assert.equal(nearestWord('trsut', ['trust', 'role']), 'trust');
  assert.equal(nearestWord('turts', ['trust', 'role']), undefined);
});

test('a text of any length is compared by its first letters', () => {
  assert.equal(nearestWord('expirde'.repeat(100_000), words), undefined);
});

const many = Array.from({ length: 40 }, (_, index) => `check-${index}-of-many`);

test('the nearest word comes first, and the others if they are few', () => {
  assert.equal(suggestWord('mtsl', ['server', 'mtls', 'as-host']), 'did you mean mtls? Others: server, as-host');
  assert.equal(suggestWord('mtsl', ['mtls']), 'did you mean mtls?');
  assert.equal(suggestWord('check-7-of-mny', many), 'did you mean check-7-of-many?');
});

test('without a near word all are listed, or where they are listed if they are many', () => {
  assert.equal(suggestWord('x', ['server', 'mtls']), 'use server, mtls');
  assert.equal(suggestWord('x', many, '`certmuster checks` lists all'), '`certmuster checks` lists all');
  assert.match(suggestWord('x', many), /^use check-0-of-many, .*check-39-of-many$/);
});
