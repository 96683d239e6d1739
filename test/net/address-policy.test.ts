import assert from 'node:assert/strict';
import { test } from 'node:test';

import { type AddressPolicy, createAddressPolicy } from '../../src/net/address-policy.ts';

const special = [
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '100.127.255.255',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '192.0.2.1',
  '198.19.0.1',
  '224.0.0.1',
  '239.255.255.255',
  '255.255.255.255',
  '::',
  '::1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fec0::1',
  'ff02::1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:10.0.0.1',
  '::127.0.0.1',
  '64:ff9b::10.0.0.1',
  '64:ff9b:1::8.8.8.8',
  '2002:7f00:1::',
  '2001::1',
  '2001:db8::1',
  '4000::1',
  'fe80::1%eth0',
];
const ordinary = [
  '8.8.8.8',
  '100.63.255.255',
  '100.128.0.1',
  '172.15.0.1',
  '172.32.0.1',
  '192.167.255.255',
  '223.255.255.254',
];
const ordinaryIpv6 = ['2606:4700::1111', '2a00:1450:4001::5', '::ffff:8.8.8.8', '64:ff9b::8.8.8.8', '2002:808:808::'];

test('nothing but the public internet is dialed unless it is allowed', () => {
  for (const address of special) assert.notEqual(policy().refuse('a.example', address), undefined, address);
  for (const address of [...ordinary, ...ordinaryIpv6]) {
    assert.equal(policy().refuse('a.example', address), undefined, address);
  }
});

test('a range allows its own addresses, to the last bit of its prefix', () => {
  const allowed = policy('10.128.0.0/9', 'fd00:1::/33');
  assert.equal(allowed.refuse('a.example', '10.128.0.1'), undefined);
  assert.equal(allowed.refuse('a.example', '10.255.255.255'), undefined);
  assert.notEqual(allowed.refuse('a.example', '10.127.255.255'), undefined);
  assert.equal(allowed.refuse('a.example', 'fd00:1:7fff::1'), undefined);
  assert.notEqual(allowed.refuse('a.example', 'fd00:1:8000::1'), undefined);
  assert.equal(allowed.refuse('a.example', '::ffff:10.128.0.1'), undefined);
});

test('a single address allows itself only', () => {
  assert.equal(policy('127.0.0.1').refuse('127.0.0.1', '127.0.0.1'), undefined);
  assert.notEqual(policy('127.0.0.1').refuse('127.0.0.2', '127.0.0.2'), undefined);
  assert.notEqual(policy('0.0.0.0/0').refuse('::1', '::1'), undefined);
});

test('`private` allows the private ranges and neither loopback nor link-local', () => {
  for (const address of ['10.0.0.1', '172.20.0.1', '192.168.1.1', '100.64.0.1', 'fd00::1']) {
    assert.equal(policy('private').refuse('a.example', address), undefined, address);
  }
  for (const address of ['127.0.0.1', '169.254.169.254', '::1', 'fe80::1', '224.0.0.1']) {
    assert.notEqual(policy('private').refuse('a.example', address), undefined, address);
  }
});

test('a name allows whatever it resolves to, in any case and with a final dot, and no name below it', () => {
  const allowed = policy('PKI.contoso.com');
  assert.equal(allowed.refuse('pki.contoso.com', '127.0.0.1'), undefined);
  assert.equal(allowed.refuse('pki.contoso.com.', '10.0.0.1'), undefined);
  assert.notEqual(allowed.refuse('a.pki.contoso.com', '10.0.0.1'), undefined);
});

test('an entry that is nothing of the kind is named', () => {
  for (const entry of [
    '10.0.0.0/33',
    '10.0.0',
    'http://pki.contoso.com/',
    'a b',
    '',
    '1.2.3.4/8/9',
    'fd00::/129',
    '*.contoso.com',
  ]) {
    const made = createAddressPolicy(['127.0.0.1', entry]);
    assert.ok(!made.ok && made.error.includes(JSON.stringify(entry)), entry);
  }
});

function policy(...allow: readonly string[]): AddressPolicy {
  const made = createAddressPolicy(allow);
  assert.ok(made.ok);
  return made.value;
}
