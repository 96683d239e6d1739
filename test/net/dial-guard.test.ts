import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseAddressRange } from '../../src/model/address-range.ts';
import { createDialGuard, type DialPermission } from '../../src/net/dial-guard.ts';

const range = (text: string, ports?: readonly number[]): DialPermission => {
  const hosts = parseAddressRange(text);
  assert.ok(hosts);
  return { hosts, ports };
};
const guard = createDialGuard(
  [range('10.0.0.0/24'), range('10.1.0.1', [443]), range('2001:db8::/32'), { hosts: 'im.contoso.com', ports: [443] }],
  '--allow',
);

test('what no permission names is refused, with the place and the option', () => {
  assert.equal(guard.refuse(undefined, '10.0.1.1', 443), '10.0.1.1:443 is not among what --allow allows');
  assert.equal(guard.refuse(undefined, 'fd00::1', 443), '[fd00::1]:443 is not among what --allow allows');
  assert.equal(createDialGuard([], '--allow').refuse(undefined, '10.0.0.1', 443) === undefined, false);
});

test('an address is allowed by its range and port', () => {
  assert.equal(guard.refuse(undefined, '10.0.0.255', 25), undefined);
  assert.equal(guard.refuse(undefined, '2001:db8::1', 25), undefined);
  assert.equal(guard.refuse(undefined, '10.1.0.1', 443), undefined);
  assert.match(guard.refuse(undefined, '10.1.0.1', 444) ?? '', /^10\.1\.0\.1:444 /);
});

test('a name allows what is found for it here, at its port, and no address that somebody gives', () => {
  assert.equal(guard.refuse('im.contoso.com', '192.0.2.1', 443), undefined);
  assert.notEqual(guard.refuse('im.contoso.com', '192.0.2.1', 444), undefined);
  assert.notEqual(guard.refuse(undefined, '192.0.2.1', 443), undefined);
  assert.notEqual(guard.refuse('evil.im.contoso.com', '192.0.2.1', 443), undefined);
  assert.equal(guard.refuseName('im.contoso.com', 443), undefined);
  assert.notEqual(guard.refuseName('im.contoso.com', 80), undefined);
});

test('an IPv6 address that carries an IPv4 one needs both', () => {
  assert.notEqual(guard.refuse(undefined, '::ffff:10.0.0.1', 443), undefined);
  const wide = createDialGuard([range('::/0')], '--allow');
  assert.notEqual(wide.refuse(undefined, '::ffff:10.0.0.1', 443), undefined);
  assert.notEqual(wide.refuse(undefined, '64:ff9b::10.0.0.1', 443), undefined);
  const both = createDialGuard([range('::/0'), range('10.0.0.0/8')], '--allow');
  assert.equal(both.refuse(undefined, '::ffff:10.0.0.1', 443), undefined);
});

test('what is no address is refused', () => {
  for (const text of ['', 'localhost', '10.0.0.1%eth0', 'fe80::1%1', '010.0.0.1']) {
    assert.notEqual(guard.refuse(undefined, text, 443), undefined, text);
  }
});
