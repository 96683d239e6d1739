import assert from 'node:assert/strict';
import { test } from 'node:test';

import { daysLeft } from '../../src/report/days-left.ts';

const notAfter = '2027-01-01T00:00:00.000Z';

test('counts whole days, rounded down', () => {
  assert.equal(daysLeft(notAfter, '2026-12-30T00:00:00.000Z'), 2);
  assert.equal(daysLeft(notAfter, '2026-12-30T00:00:00.001Z'), 1);
});

test('is 0 at the very instant of notAfter and -1 just after', () => {
  assert.equal(daysLeft(notAfter, notAfter), 0);
  assert.equal(daysLeft(notAfter, '2027-01-01T00:00:00.001Z'), -1);
});

test('counts the whole days since the end, so that "expired 15 days ago" is -15', () => {
  assert.equal(daysLeft(notAfter, '2027-01-02T00:00:00.001Z'), -1);
  assert.equal(daysLeft(notAfter, '2027-01-03T00:00:00.000Z'), -2);
  assert.equal(daysLeft(notAfter, '2027-01-16T23:59:59.999Z'), -15);
});
