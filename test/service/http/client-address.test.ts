import assert from 'node:assert/strict';
import { test } from 'node:test';

import { clientKey } from '../../../src/service/http/access/client-address.ts';

for (const [address, key] of [
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::'],
  ['2001:db8:1:2::9', '2001:db8:1:2::'],
  ['2001:db8:1:3::9', '2001:db8:1:3::'],
  ['fe80::1%eth0', 'fe80::'],
  ['::1', '::'],
  [undefined, 'unknown'],
] as const) {
  test(`limits count ${address} as ${key}`, () => assert.equal(clientKey(address), key));
}
