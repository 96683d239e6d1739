import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createAsker } from '../../src/net/asker.ts';
import { fetchBounds } from '../../src/net/fetch-bounds.ts';
import { createRequestCredit } from '../../src/net/request-credit.ts';

test('past the bound of a host an endpoint asks one thing at a time, and nothing more after one in vain', () => {
  const credit = createRequestCredit({ ...fetchBounds, fruitlessOfHost: 2 });
  const [hostile, sound] = [createAsker(new AbortController()), createAsker(new AbortController())];
  for (let count = 0; count < 2; count += 1) {
    assert.equal(credit.refuse('a', hostile), undefined);
    credit.end(credit.begin('a', hostile));
  }
  const reason = '2 requests to this host brought nothing, and at most 2 are made';
  assert.deepEqual(credit.refuse('a', hostile), { kind: 'never', reason });
  assert.equal(credit.refuse('b', hostile), undefined);
  assert.equal(credit.refuse('a', sound), undefined);
  const request = credit.begin('a', sound);
  assert.deepEqual(credit.refuse('a', sound), { kind: 'later' });
  credit.end(request);
  credit.wasFruitful(request);
  assert.equal(credit.refuse('a', sound), undefined);
});

test('past the bound of a run an endpoint asks no host again that brought it nothing', () => {
  const credit = createRequestCredit({ ...fetchBounds, fruitlessOfRun: 1 });
  const asker = createAsker(new AbortController());
  credit.end(credit.begin('a', asker));
  assert.deepEqual(credit.refuse('a', asker), {
    kind: 'never',
    reason: '1 requests of this run brought nothing, and at most 1 are made',
  });
  assert.equal(credit.refuse('b', asker), undefined);
});
