import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createPatience } from '../../src/scan/patience.ts';

test('before anyone has answered, patience is half a second, or less where there is less time', () => {
  assert.equal(createPatience(5_000).currentMs(), 500);
  assert.equal(createPatience(50).currentMs(), 50);
});

test('the first answer counts as the mean, half of it as the deviation (RFC 6298 §2.2)', () => {
  const patience = createPatience(60_000);
  patience.learn(400);
  assert.equal(patience.currentMs(), 400 + 4 * 200);
});

test('further ones move the deviation by a quarter and the mean by an eighth (RFC 6298 §2.3)', () => {
  const patience = createPatience(60_000);
  patience.learn(400);
  patience.learn(800);
  assert.equal(patience.currentMs(), 450 + 4 * (200 + (400 - 200) / 4));
});

test('steady quick answers make it short, and never shorter than a pause of our own', () => {
  const patience = createPatience(60_000);
  for (let count = 0; count < 200; count += 1) patience.learn(4);
  assert.equal(patience.currentMs(), 100);
});

test('slow answers make it long, and never longer than allowed', () => {
  const patience = createPatience(5_000);
  for (let count = 0; count < 200; count += 1) patience.learn(4_000 + (count % 2) * 2_000);
  assert.equal(patience.currentMs(), 5_000);
});
