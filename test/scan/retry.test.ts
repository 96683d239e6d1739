import assert from 'node:assert/strict';
import { test } from 'node:test';

import { type FailureKind, failureKinds } from '../../src/model/vocabulary.ts';
import { backoffMs, isTemporary } from '../../src/scan/retry.ts';

test('silence, a reset, a missing route and a DNS that does not answer may pass; every answer stays', () => {
  const passing = failureKinds.filter((kind: FailureKind) => isTemporary({ stage: 'tls', kind, message: '' }));
  assert.deepEqual(passing, ['timeout', 'unreachable', 'reset', 'dns-error']);
});

test('each wait is twice as long as the one before, up to 32 seconds, and its second half is left to chance', () => {
  const shortest = [1, 2, 3, 4, 5, 6, 60].map((tries) => backoffMs(tries, () => 0));
  const longest = [1, 2, 3, 4, 5, 6, 60].map((tries) => backoffMs(tries, () => 1));
  assert.deepEqual(shortest, [1_000, 2_000, 4_000, 8_000, 16_000, 16_000, 16_000]);
  assert.deepEqual(longest, [2_000, 4_000, 8_000, 16_000, 32_000, 32_000, 32_000]);
});
