import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  createIdRegister,
  endpointId,
  suffixOf,
  withAddress,
  withoutKeyType,
  withoutSuffix,
} from '../../src/model/endpoint-id.ts';

const parts = { deployment: null, authority: null, role: 'server', host: 'www.contoso.com', port: 443 } as const;

test('an id names deployment, authority, role, host, address and port, with - for what is absent', () => {
  assert.equal(endpointId({ ...parts, address: null }), '-|-/server/www.contoso.com@-:443');
  const whole = endpointId({
    ...parts,
    deployment: 'contoso',
    authority: 'im.contoso.com:8443',
    address: '2001:db8::1',
    keyType: 'rsa',
  });
  assert.equal(whole, 'contoso|im.contoso.com:8443/server/www.contoso.com@[2001:db8::1]:443#rsa');
});

test('a resolved id is the one that an address given at once would have made', () => {
  for (const address of ['192.0.2.7', '2001:db8::1']) {
    assert.equal(withAddress(endpointId({ ...parts, address: null }), address), endpointId({ ...parts, address }));
  }
});

test('a resolved id keeps what told it apart, and a known address', () => {
  assert.equal(withAddress('-|-/server/a@-:443#2', '192.0.2.7'), '-|-/server/a@192.0.2.7:443#2');
  assert.equal(withAddress('a@-:1|-/server/a@192.0.2.7:443', '192.0.2.9'), 'a@-:1|-/server/a@192.0.2.7:443');
});

test('ids of a run are kept apart, also from those that look like a second one already', () => {
  const register = createIdRegister();
  assert.deepEqual(['a#2', 'a', 'a', 'a', 'a#2'].map(register), ['a#2', 'a', 'a#3', 'a#4', 'a#2#2']);
});

test('a suffix stands after the port, whatever the names before it are', () => {
  for (const [base, suffix, other] of [
    ['-|-/server/a@-:443', '', ''],
    ['-|-/server/a@192.0.2.7:443', '#rsa', ''],
    ['site #1|-/server/a@[2001:db8::1]:443', '#ml-dsa', ''],
    ['site#rsa#2|-/server/a@-:-', '#2', '#2'],
    ['x:1#y|im.contoso.com:8443/ssl/a@-:443', '#ecdsa#3', '#3'],
  ] as const) {
    const id = `${base}${suffix}`;
    assert.deepEqual([withoutSuffix(id), suffixOf(id)], [base, suffix]);
    assert.equal(withoutKeyType(id), `${base}${other}`);
  }
});
