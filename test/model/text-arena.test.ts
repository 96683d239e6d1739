import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createTextArena } from '../../src/model/text-arena.ts';

test('texts of any kind are read back as they were, across many pieces', () => {
  const arena = createTextArena();
  const texts = Array.from({ length: 3_000 }, (_, index) => `${index} Ä€😀 ${'x'.repeat(index)}`);
  const places = texts.map(arena.add);
  assert.deepEqual(places.map(arena.read), texts);
});

test('an empty text is a text, and one that fills a piece but for a byte is kept', () => {
  const arena = createTextArena();
  const long = 'a'.repeat(1_048_575);
  const places = ['', long, ''].map(arena.add);
  assert.deepEqual(places.map(arena.read), ['', long, '']);
  assert.throws(() => arena.add(`${long}a`), /too long/);
});
