import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createTextFilter } from '../../src/model/text-filter.ts';

test('a text is new once, however many came between', () => {
  const isNew = createTextFilter();
  const texts = Array.from({ length: 50_000 }, (_, index) => `-|-/server/host-${index}.contoso.com@127.0.0.1:443`);
  assert.equal(texts.filter(isNew).length, texts.length);
  assert.equal(texts.filter(isNew).length, 0);
});

test('texts that differ in one character, in their order or in their length alone are different', () => {
  const isNew = createTextFilter();
  const texts = ['', '\u0000', 'a', 'b', 'ab', 'ba', 'aab', 'aba', 'a\u0000', '\u0000a'];
  assert.deepEqual(texts.filter(isNew), texts);
});
