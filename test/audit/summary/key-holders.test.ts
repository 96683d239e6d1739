import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createKeyHolders } from '../../../src/audit/summary/key-holders.ts';
import { fingerprintOf, presented } from '../../checks/scan-findings.ts';

test('a flood of keys, endpoints and names is kept up to the bounds and counted past them', () => {
  const holders = createKeyHolders({ maximumKeys: 100 });
  for (let index = 0; index < 1_000; index += 1)
    holders.add(presented(`h${index}.contoso.com`, { key: `key ${index}` }));
  // Two thousand endpoints of one key that is known: a certificate each, then one certificate for all.
  for (let index = 0; index < 1_000; index += 1) holders.add(presented(`a${index}.contoso.com`, { key: 'key 1' }));
  for (let index = 0; index < 1_000; index += 1) {
    holders.add(presented(`b${index}.contoso.com`, { key: 'key 2', certificate: 'one' }));
  }
  for (let index = 0; index < 1_000; index += 1)
    holders.add(presented(`c${index}.contoso.com`, { key: `key ${index % 100}` }));
  const { keys, newKeysLeftOut, endpointsLeftOut } = holders.gathered();
  assert.equal(keys.length, 100);
  assert.equal(newKeysLeftOut, 900);
  assert.ok(endpointsLeftOut > 900);
  assert.ok(keys.every(({ holders }) => holders.length <= 64));
  assert.ok(keys.reduce((sum, { holders }) => sum + holders.length, 0) <= 200);
  assert.equal(keys[1]?.endpoints, 1_011);
  assert.equal(keys[2]?.endpoints, 1_011);
  assert.equal(keys[2]?.holders.filter(({ certificate }) => certificate === fingerprintOf('one')).length, 16);
});

test('moduli are kept up to the bits that are compared, each key once', () => {
  const holders = createKeyHolders({ moduliCompared: 128 });
  const octets = 2_048;
  const fitting = (128 * 2_048) / (octets * 8);
  for (let index = 0; index < fitting + 10; index += 1) {
    const place = presented(`h${index}.contoso.com`, { key: `key ${index}`, modulus: new Uint8Array(octets) });
    holders.add(place);
    holders.add({ ...place, endpoint: 'again' });
  }
  const { keys } = holders.gathered();
  assert.equal(keys.filter(({ modulus }) => modulus instanceof Uint8Array).length, fitting);
  assert.equal(keys.filter(({ modulus }) => modulus === 'left-out').length, 10);
  assert.ok(keys.every(({ holders }) => holders.every((holder) => !('modulus' in holder))));
});
