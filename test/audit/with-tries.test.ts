import assert from 'node:assert/strict';
import { test } from 'node:test';

import { withTries } from '../../src/audit/with-tries.ts';
import type { Endpoint } from '../../src/model/endpoint.ts';
import { silentObservation } from '../../src/model/silent-observation.ts';

const failure = { stage: 'tcp', kind: 'timeout', message: 'Nobody answered.' } as const;
const observation = silentObservation({ id: 'one' } as Endpoint, new Date(), failure);

test('an observation of the first try says nothing of tries', () => {
  assert.equal(withTries(observation, 0), observation);
});

test('a later one says how many came before it, and its failure how often it was tried', () => {
  const { retries, failure: told } = withTries(observation, 2);
  assert.equal(retries, 2);
  assert.equal(told?.message, 'Nobody answered. Tried 3 times.');
});

test('a later one that succeeded has no failure to tell of', () => {
  assert.equal(withTries({ ...observation, failure: null }, 1).failure, null);
});
