import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createAnswerMemory } from '../../src/net/answer-memory.ts';

test('the latest answers are remembered up to the bound, and never more than twice as many', () => {
  const memory = createAnswerMemory<readonly string[]>({ answers: 100, characters: 1_000_000 });
  for (let index = 0; index < 1_000; index += 1) {
    memory.set(`host-${index}.test`, [`10.0.0.${index % 256}`]);
    assert.deepEqual(memory.get(`host-${Math.max(0, index - 99)}.test`), [`10.0.0.${Math.max(0, index - 99) % 256}`]);
  }
  const known = Array.from({ length: 1_000 }, (_, index) => memory.get(`host-${index}.test`)).filter(Boolean);
  assert.ok(known.length >= 100 && known.length <= 200, `${known.length}`);
});

test('long answers are forgotten sooner', () => {
  const memory = createAnswerMemory<string>({ answers: 100, characters: 1_000 });
  for (const key of ['one', 'two', 'three']) memory.set(key, key.repeat(400));
  assert.equal(memory.get('one'), undefined);
  assert.equal(memory.get('three'), 'three'.repeat(400));
});
