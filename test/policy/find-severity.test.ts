import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findSeverity } from '../../src/policy/find-severity.ts';
import { findPolicy } from '../../src/policy/policies.ts';

const cwa = findPolicy('cwa-2007-r2');
const plain = { role: 'virtual-server', access: 'external', protocol: 'TLSv1.2' } as const;

test('an unconditional rule holds everywhere', () => {
  assert.equal(findSeverity(cwa, 'name-match', plain), 'critical');
});

test('chain order is only information in TLS 1.3', () => {
  assert.equal(findSeverity(cwa, 'chain-order', plain), 'warning');
  assert.equal(findSeverity(cwa, 'chain-order', { ...plain, protocol: 'TLSv1.3' }), 'info');
  assert.equal(findSeverity(cwa, 'chain-order', { ...plain, protocol: null }), 'warning');
});

test('an old protocol is information inside and a warning outside, and access both counts as outside', () => {
  assert.equal(findSeverity(cwa, 'protocol-version', { ...plain, access: 'internal' }), 'info');
  assert.equal(findSeverity(cwa, 'protocol-version', { ...plain, access: 'external' }), 'warning');
  assert.equal(findSeverity(cwa, 'protocol-version', { ...plain, access: 'both' }), 'warning');
  assert.equal(findSeverity(cwa, 'protocol-version', { ...plain, access: null }), 'warning');
});

test('a wildcard is an error between servers and a warning elsewhere', () => {
  assert.equal(findSeverity(cwa, 'wildcard-name', { ...plain, role: 'mtls' }), 'error');
  assert.equal(findSeverity(cwa, 'wildcard-name', plain), 'warning');
});

test('a check that can only be not-observable has the severity null', () => {
  assert.equal(findSeverity(cwa, 'exportable-key', plain), null);
});

test('a check outside the policy has none, whatever objects inherit', () => {
  assert.equal(findSeverity(cwa, 'no-such-check', plain), undefined);
  assert.equal(findSeverity(cwa, 'constructor', plain), undefined);
});
