import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createSource } from '../../src/scan/source.ts';

test('a synchronous source hands over its item before it returns, and knows how many it has left', () => {
  const source = createSource(['one', 'two', 'three']);
  const taken: string[] = [];
  assert.equal(
    source.read((item) => taken.push(item)),
    undefined,
  );
  assert.deepEqual(taken, ['one']);
  assert.equal(source.isExhausted(), false);
  assert.equal(source.countLeft(), 2);
  assert.equal(source.isExhausted(), true);
  assert.equal(source.countLeft(), 0);
});

test('a source is exhausted once there is no next item, and hands nothing over then', async () => {
  async function* items(): AsyncGenerator<string> {
    yield 'one';
  }
  for (const source of [createSource(['one']), createSource(items())]) {
    const taken: string[] = [];
    await source.read((item) => taken.push(item));
    assert.deepEqual([taken, source.isExhausted()], [['one'], false]);
    await source.read((item) => taken.push(item));
    assert.deepEqual([taken, source.isExhausted()], [['one'], true]);
  }
});

test('how many items an asynchronous source has left is known only at its end', async () => {
  async function* none(): AsyncGenerator<string> {}
  const source = createSource(none());
  assert.equal(source.countLeft(), null);
  await source.read(() => undefined);
  assert.equal(source.countLeft(), 0);
});

test('a source that is not read to its end is told to close', async () => {
  const closed: string[] = [];
  function* items(): Generator<number> {
    try {
      for (;;) yield 1;
    } finally {
      closed.push('synchronous');
    }
  }
  async function* laterItems(): AsyncGenerator<number> {
    try {
      for (;;) yield 1;
    } finally {
      closed.push('asynchronous');
    }
  }
  for (const source of [createSource(items()), createSource(laterItems())]) {
    await source.read(() => undefined);
    source.close();
  }
  await undefined;
  assert.deepEqual(closed, ['synchronous', 'asynchronous']);
});
