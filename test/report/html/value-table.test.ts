import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createValueTable } from '../../../src/report/html/value-table.ts';

test('a value that comes again has the position of the first', () => {
  const table = createValueTable<{ readonly key: string; readonly at: number }>(({ key }) => key);
  const positions = ['a', 'b', 'a', '__proto__', 'b'].map((key, at) => table.put({ key, at }));
  assert.deepEqual(positions, [0, 1, 0, 2, 1]);
  assert.deepEqual(
    table.all().map(({ at }) => at),
    [0, 1, 3],
  );
});
