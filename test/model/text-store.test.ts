import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createTextStore } from '../../src/model/text-store.ts';

test('every text is found under its key, and none under a key that was not added', () => {
  const store = createTextStore();
  const key = (index: number): string => `host-${index}.contoso.com`;
  for (let index = 0; index < 20_000; index += 2) store.add(key(index), `["10.0.0.${index % 256}"]`);
  for (let index = 0; index < 20_000; index += 1) {
    assert.equal(store.get(key(index)), index % 2 === 0 ? `["10.0.0.${index % 256}"]` : undefined);
  }
  assert.equal(store.size(), 10_000);
});

test('keys that begin alike, empty keys and empty texts are kept apart', () => {
  const store = createTextStore();
  const texts = { '': 'of nobody', a: '', 'a ': 'with a space', aa: 'twice' };
  for (const [key, text] of Object.entries(texts)) store.add(key, text);
  assert.deepEqual(Object.keys(texts).map(store.get), Object.values(texts));
  assert.equal(store.characters(), 'of nobody'.length + 'a'.length + 'a with a space'.length + 'aatwice'.length + 4);
});
