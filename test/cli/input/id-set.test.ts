import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createIdSet } from '../../../src/cli/input/id-set.ts';

test('a set of ids knows what was added and nothing else, each once', () => {
  const ids = createIdSet();
  const id = (index: number): string => `-|-/server/host-${index}.contoso.com@127.0.0.1:443`;
  for (let index = 0; index < 20_000; index += 2) ids.add(id(index));
  for (let index = 0; index < 20_000; index += 2) ids.add(id(index));
  assert.equal(ids.size, 10_000);
  for (let index = 0; index < 20_000; index += 1) assert.equal(ids.has(id(index)), index % 2 === 0, id(index));
});
