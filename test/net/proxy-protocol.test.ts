import assert from 'node:assert/strict';
import { test } from 'node:test';

import { proxyHeader } from '../../src/net/proxy-protocol.ts';

const v4 = { localAddress: '192.0.2.1', localPort: 56_324, remoteAddress: '192.0.2.2', remotePort: 443 };
const v6 = { localAddress: 'fe80::1%eth0', localPort: 1, remoteAddress: '2001:db8::2', remotePort: 65_535 };
const signature = '0d0a0d0a000d0a515549540a';

const hex = (header: Uint8Array): string => Buffer.from(header).toString('hex');
const text = (header: Uint8Array): string => Buffer.from(header).toString('latin1');

test('version 1 is a line: family, addresses, ports', () => {
  assert.equal(text(proxyHeader('v1', v4)), 'PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n');
  assert.equal(text(proxyHeader('v1', v6)), 'PROXY TCP6 fe80::1 2001:db8::2 1 65535\r\n');
});

test('version 2 is its signature, command, family, length, addresses, ports', () => {
  assert.equal(hex(proxyHeader('v2', v4)), `${signature}2111000cc0000201c0000202dc0401bb`);
  const addresses = 'fe800000000000000000000000000001' + '20010db8000000000000000000000002';
  assert.equal(hex(proxyHeader('v2', v6)), `${signature}21210024${addresses}0001ffff`);
});

test('of a connection whose ends are not known the listener is told to take it as it is', () => {
  assert.equal(text(proxyHeader('v1', undefined)), 'PROXY UNKNOWN\r\n');
  assert.equal(hex(proxyHeader('v2', undefined)), `${signature}20000000`);
  assert.equal(text(proxyHeader('v1', { ...v4, remoteAddress: '::1' })), 'PROXY UNKNOWN\r\n');
});
