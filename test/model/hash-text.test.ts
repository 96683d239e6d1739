import assert from 'node:assert/strict';
import { test } from 'node:test';

import { hashText, textHashBytes } from '../../src/model/hash-text.ts';

const hash = (text: string): string => Buffer.from(hashText(text)).toString('hex');

test('a text has one hash, of the length that is promised', () => {
  assert.equal(hash('www.contoso.com'), hash(['www', 'contoso', 'com'].join('.')));
  assert.equal(hashText('').length, textHashBytes);
});

test('texts that differ in one character, in their order or in their length alone have different hashes', () => {
  const texts = ['', '\u0000', 'a', 'b', 'ab', 'ba', 'aab', 'aba', 'a\u0000', '\u0000a'];
  assert.equal(new Set(texts.map(hash)).size, texts.length);
});

test('ids of a long list have different hashes, and their first bytes are evenly distributed', () => {
  const ids = Array.from({ length: 50_000 }, (_, index) => `-|-/server/host-${index}.contoso.com@127.0.0.1:443`);
  assert.equal(new Set(ids.map(hash)).size, ids.length);
  const counts = new Array<number>(64).fill(0);
  for (const id of ids) {
    const bucket = (hashText(id)[0] ?? 0) % counts.length;
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  const even = ids.length / counts.length;
  assert.ok(counts.every((count) => count > even * 0.8 && count < even * 1.2));
});
