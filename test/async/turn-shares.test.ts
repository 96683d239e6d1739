import assert from 'node:assert/strict';
import { test } from 'node:test';

import { turnEnd } from '../../src/async/turn-end.ts';
import { createTurnShares } from '../../src/async/turn-shares.ts';

test('those who ask at once go on in their order, no more in one turn than the bound, and a larger one by itself', async () => {
  const share = createTurnShares(10);
  let turn = 0;
  const seen: (readonly [number, number])[] = [];
  const all = Promise.all(
    [4, 6, 1, 50, 3, 3].map(async (amount) => {
      await share(amount);
      seen.push([amount, turn]);
    }),
  );
  for (; turn < 6; turn += 1) await turnEnd();
  await all;
  assert.deepEqual(
    seen.map(([amount]) => amount),
    [4, 6, 1, 50, 3, 3],
  );
  const turns = seen.map(([, at]) => at);
  assert.equal(turns[0], turns[1]);
  assert.equal(turns[4], turns[5]);
  assert.equal(new Set(turns).size, 4);
});
