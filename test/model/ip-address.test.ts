import assert from 'node:assert/strict';
import { isIP } from 'node:net';
import { test } from 'node:test';

import { formatIpAddress, normaliseIpAddress, parseIpAddress } from '../../src/model/ip-address.ts';
import { hex } from '../x509/build-der.ts';

/** Address in canonical form and its bytes. */
const addresses: readonly (readonly [string, string])[] = [
  ['0.0.0.0', '00000000'],
  ['10.0.0.1', '0a000001'],
  ['255.255.255.255', 'ffffffff'],
  ['::', '00000000000000000000000000000000'],
  ['::1', '00000000000000000000000000000001'],
  ['1::', '00010000000000000000000000000000'],
  ['2001:db8::1', '20010db8000000000000000000000001'],
  ['2001:db8:0:1:1:1:1:1', '20010db8000000010001000100010001'],
  ['2001:db8::1:0:0:1', '20010db8000000000001000000000001'],
  ['2001:0:0:1::1', '20010000000000010000000000000001'],
  ['::ffff:a00:1', '00000000000000000000ffff0a000001'],
  ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
];

test('writes and reads addresses both ways, IPv6 as RFC 5952 says', () => {
  for (const [text, bytes] of addresses) {
    assert.equal(formatIpAddress(hex(bytes)), text);
    assert.deepEqual(parseIpAddress(text), hex(bytes));
  }
});

test('reads IPv6 that is not canonical', () => {
  assert.deepEqual(parseIpAddress('2001:0DB8:0:0::1'), parseIpAddress('2001:db8::1'));
  assert.deepEqual(parseIpAddress('::ffff:10.0.0.1'), hex('00000000000000000000ffff0a000001'));
  assert.deepEqual(parseIpAddress('1:2:3:4:5:6:10.0.0.1'), hex('0001000200030004000500060a000001'));
  assert.deepEqual(parseIpAddress('1:2:3:4:5:6:7::'), hex('00010002000300040005000600070000'));
});

const wrong =
  '1 1.2.3 1.2.3.4.5 256.0.0.1 01.2.3.4 1.2.3.4. .1.2.3 1.2.3.-4 1.2.3.4/8 0x7f.0.0.1 : ::: 1: :1 1:2:3:4:5:6:7 1:2:3:4:5:6:7:8:9 1:2:3:4:5:6:7:8:: ::1:2:3:4:5:6:7:8 1::2::3 12345:: g:: 10.0.0.1:: ::10.0.0.1:1 [::1] fe80::1%eth0 ::1.2.3 contoso.com';

test('reads nothing else as an address', () => {
  for (const text of [...wrong.split(' '), '', ' 1.2.3.4', '::1 ']) assert.equal(parseIpAddress(text), undefined, text);
});

test('writes ranges of name constraints, and any other length as hexadecimal', () => {
  assert.equal(formatIpAddress(hex('0a000000 ff000000')), '10.0.0.0/8');
  assert.equal(formatIpAddress(hex('00000000 00000000')), '0.0.0.0/0');
  assert.equal(formatIpAddress(hex('0a000000 ff00ff00')), '10.0.0.0/255.0.255.0');
  assert.equal(formatIpAddress(hex(`20010db8${'00'.repeat(12)}ffffffff${'00'.repeat(12)}`)), '2001:db8::/32');
  assert.equal(formatIpAddress(hex('0a0000')), '0x0a0000');
});

const spellings: readonly (readonly [string, string | undefined])[] = [
  ['10.0.0.1', '10.0.0.1'],
  ['010.0.0.1', undefined],
  ['10.0.0.01', undefined],
  ['::', '::'],
  ['0:0:0:0:0:0:0:0', '::'],
  ['0000:0000:0000:0000:0000:0000:0000:0001', '::1'],
  ['00000::1', undefined],
  ['2001:0DB8:0:0:0:0:0:1', '2001:db8::1'],
  ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
  ['::2:3:4:5:6:7:8', '0:2:3:4:5:6:7:8'],
  ['1:0:0:2::3', '1:0:0:2::3'],
  ['::ffff:10.0.0.1', '::ffff:a00:1'],
  ['::10.0.0.1', '::a00:1'],
  ['::ffff:010.0.0.1', undefined],
  ['::ffff:10.0.0.256', undefined],
  ['::ffff:10.0.0', undefined],
  ['fe80::1%eth0', undefined],
  ['fe80::1%25eth0', undefined],
  ['[::1]', undefined],
  ['::1/128', undefined],
];

test('gives every spelling of an address the same text, and none to what is no address', () => {
  for (const [text, expected] of spellings) assert.equal(normaliseIpAddress(text), expected, text);
});

test('agrees with Node about what is an address, and with the URL standard about how it is written', () => {
  const texts = [...addresses.map(([text]) => text), ...spellings.map(([text]) => text), ...wrong.split(' ')];
  for (const text of texts) {
    assert.equal(parseIpAddress(text) !== undefined, isIP(text) !== 0 && !text.includes('%'), text);
    if (text.includes(':') && parseIpAddress(text) !== undefined) {
      assert.equal(`[${normaliseIpAddress(text)}]`, new URL(`http://[${text}]`).hostname, text);
    }
  }
});
