import assert from 'node:assert/strict';
import { test } from 'node:test';

import { limitPerAddress } from '../../src/audit/address-limit.ts';

test('where nobody says, an address is spared and this machine is not', () => {
  const limit = limitPerAddress(undefined);
  assert.equal(limit('192.0.2.1'), 32);
  assert.equal(limit('2001:db8::1'), 32);
  assert.equal(limit('127.0.0.1'), Number.POSITIVE_INFINITY);
  assert.equal(limit('127.200.3.4'), Number.POSITIVE_INFINITY);
  assert.equal(limit('::1'), Number.POSITIVE_INFINITY);
});

test('what the operator says holds everywhere', () => {
  assert.equal(limitPerAddress(4)('192.0.2.1'), 4);
  assert.equal(limitPerAddress(4)('127.0.0.1'), 4);
});
