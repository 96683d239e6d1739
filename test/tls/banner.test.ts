import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createProbe } from '../../src/tls/create-probe.ts';
import type { ProbeFailure } from '../../src/tls/probe.ts';
import { seededOptions } from './seeded.ts';

function hear(
  text: string,
  pieceBytes: number,
): { readonly failure: ProbeFailure | undefined; readonly isDone: boolean } {
  const probe = createProbe(seededOptions('banner'));
  probe.start();
  const bytes = Buffer.from(text, 'latin1');
  let isDone = false;
  for (let start = 0; start < bytes.length && !isDone; start += pieceBytes) {
    isDone = probe.receive(bytes.subarray(start, start + pieceBytes)).done;
  }
  return { failure: probe.result().failure, isDone };
}

const banners: readonly (readonly [text: string, message: RegExp])[] = [
  [
    'HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n',
    /plain HTTP, not TLS: it sent "HTTP\/1\.1 400 Bad Request\\r\\n"\.$/,
  ],
  ['<html><head>', /plain HTTP/],
  ['SSH-2.0-OpenSSH_9.2p1\r\n', /SSH.*"SSH-2\.0-OpenSSH_9\.2p1\\r\\n"/],
  ['220 mail.contoso.com ESMTP Postfix\r\n', /speaks SMTP/],
  ['554 5.7.1 no SMTP service here\r\n', /speaks SMTP/],
  ['220 (vsFTPd 3.0.3)\r\n', /speaks FTP/],
  ['220 contoso ready\r\n', /SMTP or FTP/],
  ['* OK IMAP4rev1 ready\r\n', /IMAP/],
  ['+OK POP3 ready\r\n', /POP3/],
  ['SIP/2.0 400 Bad request\r\n', /plain SIP/],
  ['\x80\x2e\x04\x00\x00\x02', /SSL 2\.0/],
  ['J\0\0\0\n5.7.44\0', /speaks MySQL, not TLS: it sent "J\\x00\\x00\\x00\\n"/],
  ['\x03\0\0\x09\x02\xf0\x80\x21\x80', /speaks RDP, not TLS/],
  ['\x1b[31mred "quoted" \\ text\r\n', /"\\x1b\[31m"/],
  ['no line feed, and more than sixty-four characters of it, so that it is cut', /of it, so \w*"\.$/],
];

for (const [text, message] of banners) {
  test(`says what ${JSON.stringify(text.slice(0, 20))} is, in whatever pieces it comes`, () => {
    const whole = hear(text, text.length);
    assert.equal(whole.failure?.kind, 'not-tls');
    assert.match(whole.failure?.message ?? '', message);
    assert.deepEqual(hear(text, 1), whole);
    assert.deepEqual(hear(text, 3).failure, whole.failure);
  });
}

test('half a banner is enough when the peer closes, or sends no more', () => {
  const probe = createProbe(seededOptions('banner'));
  probe.start();
  assert.equal(probe.receive(Buffer.from('SSH')).done, false);
  assert.match(probe.result().failure?.message ?? '', /it sent "SSH"/);
  assert.equal(probe.end().done, true);
  assert.equal(probe.result().failure?.kind, 'not-tls');
});

test('a peer that goes away without a word closed the connection', () => {
  const probe = createProbe(seededOptions('banner'));
  probe.start();
  assert.deepEqual(probe.end(), { send: undefined, done: true });
  assert.deepEqual(probe.result().failure, {
    kind: 'closed',
    message: 'The peer closed the connection without answering the hello.',
  });
});

test('one that says nothing has not failed yet', () => {
  const probe = createProbe(seededOptions('banner'));
  probe.start();
  assert.equal(probe.result().failure, undefined);
});

test('no more of a banner is waited for and quoted than 64 bytes', () => {
  const probe = createProbe(seededOptions('banner'));
  probe.start();
  assert.equal(probe.receive(Buffer.from('a'.repeat(63))).done, false);
  assert.equal(probe.receive(Buffer.from('a'.repeat(1_000))).done, true);
  assert.match(probe.result().failure?.message ?? '', /it sent "a{64}"/);
});
