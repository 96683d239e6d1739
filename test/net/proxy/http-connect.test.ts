import assert from 'node:assert/strict';
import { test } from 'node:test';

import { maxProxyBytes } from '../../../src/net/proxy/proxy-talk.ts';
import { bytes, play, proxyAt, refusalOf, talkTo } from './proxies.ts';

const proxy = proxyAt('http://proxy.test:3128');
const opened = 'HTTP/1.1 200 Connection established\r\nVia: 1.1 proxy\r\n\r\n';

test('CONNECT names the host with its port, and IPv6 in brackets', () => {
  const sent = Buffer.from(talkTo(proxy).start()).toString();
  assert.equal(
    sent,
    'CONNECT www.contoso.test:443 HTTP/1.1\r\nHost: www.contoso.test:443\r\nUser-Agent: certmuster\r\n\r\n',
  );
  assert.match(
    Buffer.from(talkTo(proxy, { host: '2001:db8::1', port: 25 }).start()).toString(),
    /^CONNECT \[2001:db8::1\]:25 /,
  );
});

test('a user is sent by Basic, in UTF-8', () => {
  const sent = Buffer.from(talkTo(proxyAt('http://CONTOSO%5Caudit@proxy.test:3128', 'gehÄim:1')).start()).toString();
  const encoded = /^Proxy-Authorization: Basic (.*)\r$/m.exec(sent)?.[1] ?? '';
  assert.equal(Buffer.from(encoded, 'base64').toString(), 'CONTOSO\\audit:gehÄim:1');
});

test('what follows the answer belongs to the server, however the bytes are cut', () => {
  const whole = bytes(`${opened}220 mx.contoso.test ESMTP\r\n`);
  for (let at = 1; at < whole.length; at += 1) {
    const { last } = play(talkTo(proxy), [whole.subarray(0, at), whole.subarray(at)]);
    assert.equal(last.kind === 'open' && Buffer.from(last.rest).toString(), '220 mx.contoso.test ESMTP\r\n');
  }
  const { last } = play(
    talkTo(proxy),
    Array.from(whole, (byte) => Uint8Array.of(byte)),
  );
  assert.equal(last.kind === 'open' && Buffer.from(last.rest).toString(), '220 mx.contoso.test ESMTP\r\n');
});

test('a length that a 2xx answer announces means nothing (RFC 9110 §9.3.6)', () => {
  const { last } = play(talkTo(proxy), [
    bytes('HTTP/1.0 201 OK\r\nContent-Length: 7\r\nTransfer-Encoding: chunked\r\n\r\nserver!'),
  ]);
  assert.equal(last.kind === 'open' && Buffer.from(last.rest).toString(), 'server!');
});

test('lines may end with LF alone, and a status may lack its reason', () => {
  assert.equal(play(talkTo(proxy), [bytes('HTTP/1.1 200\n\n')]).last.kind, 'open');
});

test('provisional answers come before the one that counts', () => {
  const early = 'HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\n';
  assert.equal(play(talkTo(proxy), [bytes(early), bytes(opened)]).last.kind, 'open');
  assert.match(refusalOf(play(talkTo(proxy), [bytes('HTTP/1.1 101 Switching Protocols\r\n\r\n')])), /101 Switching/);
});

const refusals: readonly (readonly [status: string, headers: string, message: string])[] = [
  [
    '407 Proxy Authentication Required',
    'Proxy-Authenticate: Basic realm="x"\r\n',
    'demands a user and a password (407); write http://USER@HOST:PORT, and give the password with --proxy-password-file or CERTMUSTER_PROXY_PASSWORD',
  ],
  [
    '407 Proxy Authentication Required',
    'Proxy-Authenticate: Negotiate\r\nproxy-authenticate: NTLM\r\n',
    'demands authentication that is not supported: "Negotiate, NTLM"; let the proxy accept Basic',
  ],
  [
    '403 Forbidden',
    'X-Squid-Error: ERR_ACCESS_DENIED 0\r\n',
    'does not allow a connection to www.contoso.test:443: it answered "403 Forbidden" ("ERR_ACCESS_DENIED 0"); allow it in the rules of the proxy',
  ],
  [
    '502 Bad Gateway',
    'Proxy-Status: p; error=dns_error\r\n',
    'could not connect to www.contoso.test:443: it answered "502 Bad Gateway" ("p; error=dns_error")',
  ],
  ['503 Service Unavailable', '', 'could not connect to www.contoso.test:443: it answered "503 Service Unavailable"'],
  ['504 Gateway Timeout', '', 'had no answer from www.contoso.test:443 in time: it answered "504 Gateway Timeout"'],
  [
    '405 Method Not Allowed',
    '',
    'refused CONNECT www.contoso.test:443: it answered "405 Method Not Allowed"; use a proxy that allows tunnels to this port',
  ],
  [
    '302 Found',
    'Location: http://login/\r\n',
    'did not open a tunnel to www.contoso.test:443: it answered "302 Found"',
  ],
];

for (const [status, headers, message] of refusals) {
  test(`${status} is told as the proxy's: ${message.slice(0, 50)}`, () => {
    const page = '<html>HTTP/1.1 200 OK\r\n\r\n';
    assert.equal(refusalOf(play(talkTo(proxy), [bytes(`HTTP/1.1 ${status}\r\n${headers}\r\n${page}`)])), message);
  });
}

test('a user that the proxy refuses is named, the password is not', () => {
  const message = refusalOf(
    play(talkTo(proxyAt('http://audit@proxy.test:3128', 's3cret')), [
      bytes('HTTP/1.1 407 No\r\nProxy-Authenticate: Digest x, Basic realm="s"\r\n\r\n'),
    ]),
  );
  assert.equal(message, 'refused the user "audit" with this password (407); correct one of them');
});

test('what is no HTTP proxy is found out at its first wrong byte, and quoted escaped', () => {
  for (const [said, shown] of [
    ['\u0015\u0003\u0003\u0000\u0002\u0002F', '"\\x15\\x03\\x03\\x00\\x02\\x02F"'],
    ['SSH-2.0-x\u001b[31m"', '"SSH-2.0-x\\x1b[31m\\""'],
    ['HTTP/2 200 OK\r\n', '"HTTP/2 200 OK\\x0d\\x0a"'],
    ['HTTP/1.1 2000 OK\r\n', '"HTTP/1.1 2000 OK"'],
    ['HTTP/1.1 700 OK\r\n', '"HTTP/1.1 700 OK"'],
    ['HTTP/1.9 200 OK\r\n', '"HTTP/1.9 200 OK"'],
  ] as const) {
    const message = refusalOf(play(talkTo(proxy), [bytes(said)]));
    assert.equal(message, `does not answer as an HTTP proxy does: it sent ${shown}`);
  }
});

test('an answer without end goes past the bound: one line, many lines, provisional answers', () => {
  const endless = [
    'x'.repeat(1_000),
    'x: y\r\n'.repeat(200),
    `\r\n${'HTTP/1.1 100 Continue\r\n\r\n'.repeat(60)}HTTP/1.1 100\r\n`,
  ];
  for (const piece of endless) {
    const talk = talkTo(proxy);
    talk.start();
    let step = talk.receive(bytes('HTTP/1.1 100 Continue\r\n'));
    let received = 23;
    while (step.kind === 'more') {
      assert.ok(received <= maxProxyBytes, 'it should have ended');
      step = talk.receive(bytes(piece));
      received += piece.length;
    }
    assert.match(
      step.kind === 'refused' ? step.refusal.message : '',
      new RegExp(`sent more than ${maxProxyBytes} bytes`),
    );
  }
});

test('however much of the server comes with the answer, the bound is not its', () => {
  const { last } = play(talkTo(proxy), [bytes(`${opened}${'x'.repeat(2 * maxProxyBytes)}`)]);
  assert.equal(last.kind === 'open' && last.rest.length, 2 * maxProxyBytes);
});
