import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createAddressFamilies } from '../../src/net/address-families.ts';

const lacksOf = (own: readonly string[] | undefined, addresses: readonly string[]) => {
  const { lackFor } = createAddressFamilies({ ownAddresses: () => own });
  return addresses.map((address) => lackFor(address)?.reason);
};

test('a loopback address of its own reaches loopback addresses only', () => {
  const found = lacksOf(['127.0.0.1', '::1'], ['127.9.9.9', '::1', '192.0.2.1', '2001:db8::1', 'fe80::1%eth0']);
  assert.deepEqual(found, [undefined, undefined, 'missing', 'missing', 'missing']);
});

test('a link-local IPv6 address reaches the link only, a link-local IPv4 address everything', () => {
  const found = lacksOf(['169.254.7.7', 'fe80::7%eth0'], ['192.0.2.1', 'fe80::1%eth0', '2001:db8::1']);
  assert.deepEqual(found, [undefined, undefined, 'missing']);
});

test('an IPv4-mapped address is of IPv4', () => {
  const { lackFor } = createAddressFamilies({ only: 'IPv6', ownAddresses: () => ['192.0.2.7'] });
  assert.deepEqual(lackFor('::ffff:192.0.2.1'), { family: 'IPv4', reason: 'excluded' });
  assert.deepEqual(lacksOf(['192.0.2.7'], ['::ffff:192.0.2.1']), [undefined]);
});

test('if the system does not tell its addresses, nothing is missing', () => {
  assert.deepEqual(lacksOf(undefined, ['192.0.2.1', '2001:db8::1']), [undefined, undefined]);
});

test('the addresses of the machine are asked for once, and only when an address is dialed', () => {
  let asked = 0;
  const ownAddresses = (): readonly string[] => {
    asked += 1;
    return ['192.0.2.7'];
  };
  const { lackFor } = createAddressFamilies({ ownAddresses });
  assert.equal(asked, 0);
  lackFor('2001:db8::1');
  lackFor('192.0.2.1');
  assert.equal(asked, 1);
});
