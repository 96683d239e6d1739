import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isShortLived, lifetimeMs } from '../../../src/checks/certificate/lifetime.ts';

const notBefore = new Date('2026-03-01T00:00:00Z');
const validUntil = (notAfter: string) => ({ notBefore, notAfter: new Date(notAfter) });

test('the last second counts', () => {
  assert.equal(lifetimeMs(validUntil('2026-03-01T00:00:00Z')), 1_000);
  assert.equal(lifetimeMs(validUntil('2026-03-01T23:59:59Z')), 86_400_000);
});

test('a certificate of exactly the threshold is short-lived, one of a second more is not', () => {
  assert.ok(isShortLived(validUntil('2026-03-07T23:59:59Z'), 7));
  assert.ok(!isShortLived(validUntil('2026-03-08T00:00:00Z'), 7));
});
