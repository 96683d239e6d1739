import assert from 'node:assert/strict';
import { test } from 'node:test';

import { spanText } from '../../src/model/span-text.ts';

for (const [seconds, text] of [
  [0, 'less than a second'],
  [0.9, 'less than a second'],
  [1, '1 second'],
  [59.9, '59 seconds'],
  [60, '1 minute'],
  [3_599, '59 minutes'],
  [3_600, '1 hour'],
  [86_399, '23 hours'],
  [86_400, '1 day'],
  [172_799, '1 day'],
  [172_800, '2 days'],
] as const) {
  test(`${seconds} s are ${text}`, () => assert.equal(spanText(seconds * 1_000), text));
}

test('days begin where they are asked to', () => {
  assert.equal(spanText(172_799_000, 2), '47 hours');
  assert.equal(spanText(172_800_000, 2), '2 days');
  assert.equal(spanText(259_200_000, Number.POSITIVE_INFINITY), '72 hours');
});
