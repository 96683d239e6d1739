import assert from 'node:assert/strict';
import { test } from 'node:test';

import { daysLeft, describeDaysLeft, isPast } from '../../src/report/days-left.ts';

const notAfter = '2027-01-01T00:00:00.000Z';

test('counts whole days, rounded down', () => {
  assert.equal(daysLeft(notAfter, '2026-12-30T00:00:00.000Z'), 2);
  assert.equal(daysLeft(notAfter, '2026-12-30T00:00:00.001Z'), 1);
});

test('counts whole days since the end below zero, and is 0 within a day of it on both sides', () => {
  assert.equal(daysLeft(notAfter, notAfter), 0);
  assert.equal(daysLeft(notAfter, '2027-01-01T23:59:59.999Z'), 0);
  assert.equal(daysLeft(notAfter, '2027-01-02T00:00:00.000Z'), -1);
  assert.equal(daysLeft(notAfter, '2027-01-16T23:00:00.000Z'), -15);
});

test('notAfter itself is not past, and one millisecond later is', () => {
  assert.equal(isPast(notAfter, notAfter), false);
  assert.equal(isPast(notAfter, '2027-01-01T00:00:00.001Z'), true);
});

test('says the same number in words', () => {
  assert.equal(describeDaysLeft(notAfter, '2026-12-23T00:00:00.000Z'), 'in 9 days');
  assert.equal(describeDaysLeft(notAfter, '2026-12-31T00:00:00.000Z'), 'in 1 day');
  assert.equal(describeDaysLeft(notAfter, '2026-12-31T12:00:00.000Z'), 'in 12 hours');
  assert.equal(describeDaysLeft(notAfter, '2027-01-01T12:00:00.000Z'), 'expired 12 hours ago');
  assert.equal(describeDaysLeft(notAfter, '2027-01-16T23:00:00.000Z'), 'expired 15 days ago');
});
