import assert from 'node:assert/strict';
import { test } from 'node:test';

import { nearestWord, nearestWords } from '../../src/model/nearest-words.ts';

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
