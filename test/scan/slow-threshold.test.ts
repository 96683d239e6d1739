import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createSlowThreshold } from '../../src/scan/slow-threshold.ts';

test('before any endpoint has answered, the threshold is half a second, or less if there is less time', () => {
  assert.equal(createSlowThreshold(5_000).currentMs(), 500);
  assert.equal(createSlowThreshold(50).currentMs(), 50);
});

test('the first answer counts as the mean, half of it as the deviation (RFC 6298 §2.2)', () => {
  const threshold = createSlowThreshold(60_000);
  threshold.learn(400);
  assert.equal(threshold.currentMs(), 400 + 4 * 200);
});

test('further ones move the deviation by a quarter and the mean by an eighth (RFC 6298 §2.3)', () => {
  const threshold = createSlowThreshold(60_000);
  threshold.learn(400);
  threshold.learn(800);
  assert.equal(threshold.currentMs(), 450 + 4 * (200 + (400 - 200) / 4));
});

test('steady quick answers make it short, but not shorter than a pause of our own', () => {
  const threshold = createSlowThreshold(60_000);
  for (let count = 0; count < 200; count += 1) threshold.learn(4);
  assert.equal(threshold.currentMs(), 100);
});

test('slow answers make it long, but not longer than allowed', () => {
  const threshold = createSlowThreshold(5_000);
  for (let count = 0; count < 200; count += 1) threshold.learn(4_000 + (count % 2) * 2_000);
  assert.equal(threshold.currentMs(), 5_000);
});
