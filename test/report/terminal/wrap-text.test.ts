import assert from 'node:assert/strict';
import { test } from 'node:test';

import { displayWidth } from '../../../src/report/terminal/display-width.ts';
import { truncateText, wrapText } from '../../../src/report/terminal/wrap-text.ts';

test('breaks between words', () => {
  assert.deepEqual(wrapText('the quick brown fox', 10), ['the quick', 'brown fox']);
});

test('breaks a name that is too long after a dot', () => {
  assert.deepEqual(wrapText('download.im.contoso.com', 20), ['download.im.contoso.', 'com']);
});

test('breaks a word without any such place where it must', () => {
  assert.deepEqual(wrapText('abcdefghij', 4), ['abcd', 'efgh', 'ij']);
});

test('counts wide characters twice and marks not at all', () => {
  assert.equal(displayWidth('東京'), 4);
  assert.equal(displayWidth('e\u0301'), 1);
  assert.deepEqual(wrapText('東京東京', 4), ['東京', '東京']);
});

test('a wide character in a column of one still comes to an end', () => {
  assert.deepEqual(wrapText('東京', 1), ['東', '京']);
});

test('cuts with an ellipsis, and only what is too long', () => {
  assert.equal(truncateText('abcdef', 6), 'abcdef');
  assert.equal(truncateText('abcdefg', 6), 'abcde…');
});
