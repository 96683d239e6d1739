import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { StartTlsProtocol } from '../../../src/model/vocabulary.ts';
import { converse } from './converse.ts';

const lineProtocols: readonly StartTlsProtocol[] = ['smtp', 'lmtp', 'pop3', 'imap', 'ftp', 'nntp', 'sieve', 'irc'];

for (const protocol of lineProtocols) {
  test(`${protocol}: a line that does not end is given up, however it is cut`, () => {
    const endless = 'x'.repeat(70_000);
    const whole = converse(protocol, endless);
    assert.equal(whole.kind, 'limit');
    assert.match(
      whole.message,
      /^The server sent a line of more than 8192 bytes before TLS: it began with "x{200}…"\.$/,
    );
    assert.equal(converse(protocol, endless, 1_000).message, whole.message);
    assert.equal(converse(protocol, `${endless}\r\n`).message, whole.message);
  });

  test(`${protocol}: a server that begins with TLS says so by an alert, which is no greeting`, () => {
    for (const level of [1, 2]) {
      const alert = `\x15\x03\x01\x00\x02${String.fromCharCode(level)}\x0a`;
      const { kind, message } = converse(protocol, alert);
      assert.equal(kind, 'starttls');
      assert.match(message, /begins with TLS at once: .* TLS alert unexpected_message; leave out --starttls/);
      assert.equal(converse(protocol, alert, 1).message, message);
    }
  });
}

const floods: readonly (readonly [StartTlsProtocol, first: string, again: string])[] = [
  ['smtp', '', '220-more\r\n'],
  ['lmtp', '', '220-more\r\n'],
  ['pop3', '+OK\r\n+OK\r\n', 'MORE\r\n'],
  ['imap', '* OK\r\n', '* 1 EXISTS\r\n'],
  ['ftp', '', '120 wait\r\n'],
  ['nntp', '200\r\n101\r\n', 'MORE\r\n'],
  ['sieve', '', '"MORE"\r\n'],
  ['irc', '', 'PING x\r\n'],
];

for (const [protocol, first, again] of floods) {
  test(`${protocol}: no more than 64 KiB are read before TLS, however they are cut`, () => {
    const flood = first + again.repeat(100_000);
    const whole = converse(protocol, flood);
    assert.equal(whole.kind, 'limit');
    assert.match(whole.message, /more than 65536 bytes before TLS\. The last it sent was "/);
    const pieces = converse(protocol, flood, 1_460);
    assert.deepEqual([pieces.message, pieces.sent], [whole.message, whole.sent]);
    assert.ok(whole.sent.length < 70_000);
  });
}

test('a literal longer than all that may come is not waited for', () => {
  assert.equal(converse('imap', '* OK\r\n* ID {99999999}\r\n').kind, 'limit');
  assert.equal(converse('sieve', '{65536}\r\n').kind, 'limit');
  assert.equal(converse('sieve', '{65000}\r\n').end, 'more');
});

test('a greeting is quoted in ASCII, and no more than 200 bytes of it', () => {
  const { message } = converse('smtp', `554 \x1b]0;title\x07"\\${'é'.repeat(400)}\r\n`);
  assert.match(message, /"554 \\x1b\]0;title\\x07\\"\\\\(\\xe9){175,190}…"\.$/);
});

test('what was awaited is known at any time, and what was heard last', () => {
  assert.deepEqual(converse('smtp', '').progress, { awaits: 'the greeting', heard: undefined });
  assert.deepEqual(converse('smtp', '220 m').progress, { awaits: 'the greeting', heard: '"220 m"' });
  assert.deepEqual(converse('imap', '* OK hi\r\n').progress, {
    awaits: 'the answer to CAPABILITY',
    heard: '"* OK hi"',
  });
});

test('lines may end without a carriage return', () => {
  assert.equal(converse('smtp', '220 a\n250-a\n250 STARTTLS\n220 go\n').end, 'ready');
});
