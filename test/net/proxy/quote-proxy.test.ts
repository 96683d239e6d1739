import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createProxyQuote } from '../../../src/net/proxy/quote-proxy.ts';
import { bytes, play, proxyAt, refusalOf, talkTo } from './proxies.ts';

const password = 'pässwort "7"\\of-audit';
const inHeader = Buffer.from(`audit:${password}`, 'utf8').toString('base64');
const raw = Buffer.from(password, 'utf8').toString('latin1');

function saidBy(url: string, ...pieces: readonly string[]): string {
  return refusalOf(play(talkTo(proxyAt(url, password)), pieces.map(bytes)));
}

const http = 'http://audit@proxy.test:3128';

test('a password that a proxy repeats is in no message, wherever in its answer it stands', () => {
  for (const [what, answer] of [
    ['status line of 407', `HTTP/1.1 407 ${inHeader}\r\nProxy-Authenticate: Digest realm="${inHeader} ${raw}"\r\n\r\n`],
    ['status line of 403', `HTTP/1.1 403 ${inHeader} ${raw}\r\n\r\n`],
    ['Proxy-Status', `HTTP/1.1 502 Bad\r\nProxy-Status: x; details="${inHeader} ${raw}"\r\n\r\n`],
    ['X-Squid-Error', `HTTP/1.1 503 Bad\r\nX-Squid-Error: ${raw} ${inHeader}\r\n\r\n`],
    ['a redirect', `HTTP/1.1 302 ${inHeader}\r\nLocation: http://${inHeader}/\r\n\r\n`],
    ['a status that is none', `HTTP/1.1 2000 ${inHeader} ${raw}\r\n\r\n`],
    ['no HTTP', `${raw} ${inHeader}\r\n`],
    ['what was sent', `CONNECT a:1 HTTP/1.1\r\nProxy-Authorization: Basic ${inHeader}\r\n\r\n`],
    ['what was sent, as far as it came', `Proxy-Authorization: Basic ${inHeader.slice(0, 20)}`],
    ['more than is shown', `${'x'.repeat(110)}${inHeader}`],
    ['no end', `HTTP/1.1 ${inHeader}${'x'.repeat(17_000)}`],
  ] as const) {
    const message = saidBy(http, answer);
    assert.ok(!message.includes(inHeader.slice(0, 8)), `${what}: ${message}`);
    assert.ok(!message.includes('of-audit'), `${what}: ${message}`);
    assert.match(message, /\*\*\*/, what);
  }
});

test('a SOCKS proxy that repeats the login is not quoted with it', () => {
  const short = proxyAt('socks5://audit@proxy.test', 'pw');
  const message = refusalOf(play(talkTo(short), [Uint8Array.of(5, 2), bytes('pw')]));
  assert.equal(message, 'does not answer as a SOCKS 5 proxy does: it sent "***"');
});

test('what is concealed changes no decision', () => {
  const digits = proxyAt(http, '200');
  const ended = play(talkTo(digits), [bytes('HTTP/1.1 200 OK\r\n\r\n')]);
  assert.equal(ended.last.kind, 'open');
});

test('without a password nothing is concealed', () => {
  assert.equal(createProxyQuote(proxyAt('http://proxy.test:3128'))('a "b" \x1b'), '"a \\"b\\" \\x1b"');
  assert.equal(createProxyQuote(proxyAt(http, ''))('a'), '"a"');
});
