import assert from 'node:assert/strict';
import { test } from 'node:test';

import stringWidth from 'string-width';

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
  assert.equal(stringWidth('東京'), 4);
  assert.equal(stringWidth('e\u0301'), 1);
  assert.deepEqual(wrapText('東京東京', 4), ['東京', '東京']);
});

test('a wide character in a column of one still comes to an end', () => {
  assert.deepEqual(wrapText('東京', 1), ['東', '京']);
});

test('cuts with an ellipsis, and only what is too long', () => {
  assert.equal(truncateText('abcdef', 6), 'abcdef');
  assert.equal(truncateText('abcdefg', 6), 'abcde…');
});

test('never parts a letter from its marks, nor an emoji or a flag', () => {
  assert.deepEqual(wrapText('e\u0301e\u0301e\u0301', 2), ['e\u0301e\u0301', 'e\u0301']);
  assert.deepEqual(wrapText('👍🏽👍🏽', 3), ['👍🏽', '👍🏽']);
  assert.equal(truncateText('🇩🇪🇫🇷🇮🇹', 5), '🇩🇪🇫🇷…');
});

test('breaks after the last dot that leaves no more than half a line empty', () => {
  assert.deepEqual(wrapText('aa.bb.cccccc', 8), ['aa.bb.', 'cccccc']);
  assert.deepEqual(wrapText('aaa.bbbbbbbb', 8), ['aaa.bbbb', 'bbbb']);
});

test('no line is wider than asked, whatever is written', () => {
  const text = `${'東.a-é'.repeat(9)} ${'👍🏽/'.repeat(9)}:@,`;
  for (let width = 2; width < 20; width += 1) {
    const lines = wrapText(text, width);
    assert.equal(lines.join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
    for (const line of lines) assert.ok(stringWidth(line) <= width, `${line} at ${width}`);
  }
});

test('a text beyond 2,000 characters is cut before it is laid out, and says how much is missing', () => {
  const whole = wrapText('a'.repeat(2_080), 80);
  assert.equal(whole.join('').length, 2_080);
  const cut = wrapText(`${'ab '.repeat(100_000)}`, 80).join(' ');
  assert.match(cut, /… \(298,000 more characters, all in --format json\)$/);
  assert.ok(cut.length < 2_100);
});

test('no half of a character is left where a text is cut', () => {
  assert.doesNotMatch(wrapText(`a${'😀'.repeat(2_000)}`, 80).join(''), /[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
});
