import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createAsker } from '../../src/net/asker.ts';
import { fetchBounds } from '../../src/net/fetch-bounds.ts';
import { createFetchQueue } from '../../src/net/fetch-queue.ts';
import { createRequestCredit } from '../../src/net/request-credit.ts';

test('nothing begins once the queue is closed, and all that wait or come later hear why', async () => {
  const queue = newQueue({ atOnceOfHost: 1 });
  const asker = createAsker(new AbortController());
  const begun = await queue.enter('a', [asker]).turn;
  assert.equal(begun.ok, true);
  const waiting = queue.enter('a', [asker]);
  queue.close();
  const late = queue.enter('b', [asker]);
  late.join(createAsker(new AbortController()));
  const error = { kind: 'refused', reason: 'the run was interrupted' };
  assert.deepEqual(await waiting.turn, { ok: false, error });
  assert.deepEqual(await late.turn, { ok: false, error });
});

test('a request for which no endpoint waits any longer leaves the queue', async () => {
  const queue = newQueue({ atOnceOfHost: 1 });
  const [first, second] = [createAsker(new AbortController()), createAsker(new AbortController())];
  const begun = await queue.enter('a', [first]).turn;
  const place = queue.enter('a', [first, second]);
  place.leave(first);
  place.leave(second);
  place.join(first);
  assert.deepEqual(await place.turn, { ok: false, error: { kind: 'left' } });
  assert.ok(begun.ok);
  begun.value.end();
  assert.equal(first.requests, 1);
});

function newQueue(bounds: Partial<typeof fetchBounds>) {
  const all = { ...fetchBounds, ...bounds };
  return createFetchQueue(all, createRequestCredit(all));
}
