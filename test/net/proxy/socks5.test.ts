import assert from 'node:assert/strict';
import { test } from 'node:test';

import { bytes, play, proxyAt, refusalOf, talkTo } from './proxies.ts';

const open = proxyAt('socks5://proxy.test');
const named = proxyAt('socks5://audit@proxy.test', 's3cret');
const accepted = Uint8Array.of(5, 0, 0, 1, 10, 0, 0, 1, 0x30, 0x39);

test('a name goes to the proxy as it is, which resolves it', () => {
  const { sent, last } = play(talkTo(open), [Uint8Array.of(5, 0), accepted]);
  assert.equal(last.kind, 'open');
  const request = [5, 1, 0, 3, 16, ...bytes('www.contoso.test'), 0x01, 0xbb];
  assert.deepEqual([...sent], [5, 1, 0, ...request]);
});

test('an address goes as its bytes', () => {
  const v4 = play(talkTo(open, { host: '192.0.2.7', port: 25 }), [Uint8Array.of(5, 0)]);
  assert.deepEqual([...v4.sent.subarray(3)], [5, 1, 0, 1, 192, 0, 2, 7, 0, 25]);
  const v6 = play(talkTo(open, { host: '2001:db8::7', port: 25 }), [Uint8Array.of(5, 0)]);
  assert.deepEqual([...v6.sent.subarray(3, 11)], [5, 1, 0, 4, 0x20, 0x01, 0x0d, 0xb8]);
  assert.equal(v6.sent.length, 3 + 4 + 16 + 2);
});

test('user and password are sent only if the proxy asks for them (RFC 1929)', () => {
  const asked = play(talkTo(named), [Uint8Array.of(5, 2), Uint8Array.of(1, 0), accepted]);
  assert.equal(asked.last.kind, 'open');
  assert.deepEqual([...asked.sent.subarray(0, 4)], [5, 2, 0, 2]);
  assert.deepEqual([...asked.sent.subarray(4, 18)], [1, 5, ...bytes('audit'), 6, ...bytes('s3cret')]);
  const unasked = play(talkTo(named), [Uint8Array.of(5, 0), accepted]);
  assert.equal(unasked.last.kind, 'open');
  assert.ok(!Buffer.from(unasked.sent).includes('s3cret'));
});

const forms = [
  ['IPv4', [1, 10, 0, 0, 1]],
  ['IPv6', [4, ...Array<number>(16).fill(0)]],
  ['a name', [3, 5, ...bytes('proxy')]],
  ['an empty name', [3, 0]],
] as const;

for (const [what, bound] of forms) {
  test(`what follows an answer with ${what} belongs to the server, however the bytes are cut`, () => {
    const whole = Uint8Array.of(5, 2, 1, 0, 5, 0, 0, ...bound, 0, 80, ...bytes('220 mx'));
    for (let at = 1; at < whole.length; at += 1) {
      const { last } = play(talkTo(named), [whole.subarray(0, at), whole.subarray(at)]);
      assert.equal(last.kind === 'open' && Buffer.from(last.rest).toString(), '220 mx');
    }
    const { last } = play(
      talkTo(named),
      Array.from(whole, (byte) => Uint8Array.of(byte)),
    );
    assert.equal(last.kind === 'open' && Buffer.from(last.rest).toString(), '220 mx');
  });
}

const replies: readonly (readonly [code: number, message: RegExp])[] = [
  [1, /^could not connect to www\.contoso\.test:443: it answered 1 \(general SOCKS server failure\)$/],
  [2, /^does not allow a connection to www\.contoso\.test:443: it answered 2 .*; allow it in the rules/],
  [3, /it answered 3 \(network unreachable\)$/],
  [4, /it answered 4 \(host unreachable\)$/],
  [5, /it answered 5 \(connection refused\)$/],
  [6, /it answered 6 \(TTL expired\)$/],
  [7, /it answered 7 \(command not supported\)$/],
  [8, /^cannot take www\.contoso\.test:443: it answered 8 \(address type not supported\); give an IPv4 address/],
  [9, /it answered 9 \(an undefined code\)$/],
  [255, /it answered 255 /],
];

for (const [code, message] of replies) {
  test(`reply ${code} is named, even if no more comes`, () => {
    assert.match(refusalOf(play(talkTo(open), [Uint8Array.of(5, 0), Uint8Array.of(5, code)])), message);
  });
}

test('no method that is acceptable, and one that was not offered', () => {
  assert.match(
    refusalOf(play(talkTo(open), [Uint8Array.of(5, 0xff)])),
    /^does not accept anonymous clients \(0xFF\); write socks5:\/\/USER@HOST:PORT/,
  );
  assert.match(refusalOf(play(talkTo(named), [Uint8Array.of(5, 0xff)])), /^accepts neither a user with a password nor/);
  assert.match(
    refusalOf(play(talkTo(open), [Uint8Array.of(5, 2)])),
    /^chose authentication 0x02, which was not offered/,
  );
  assert.match(refusalOf(play(talkTo(named), [Uint8Array.of(5, 1)])), /^chose authentication 0x01/);
});

test('a refused user is named, the password is not', () => {
  assert.equal(
    refusalOf(play(talkTo(named), [Uint8Array.of(5, 2), Uint8Array.of(1, 1)])),
    'refused the user "audit" with this password; correct one of them',
  );
});

test('what is no SOCKS 5 proxy is quoted escaped, wherever it shows', () => {
  for (const pieces of [
    [bytes('HTTP/1.1 400')],
    [Uint8Array.of(4, 0)],
    [Uint8Array.of(5, 2), Uint8Array.of(0x1b, 0)],
    [Uint8Array.of(5, 2), Uint8Array.of(1, 0), Uint8Array.of(0, 0)],
  ]) {
    assert.match(refusalOf(play(talkTo(named), pieces)), /^does not answer as a SOCKS 5 proxy does: it sent "[ -~]*"$/);
  }
  const odd = play(talkTo(open), [Uint8Array.of(5, 0), Uint8Array.of(5, 0, 0, 2)]);
  assert.match(refusalOf(odd), /^sent an answer that breaks RFC 1928: address type 0x02/);
});
