import assert from 'node:assert/strict';
import { test } from 'node:test';

import { objectToPassword, parseProxyUrl, readProxyUrl } from '../../src/model/proxy-url.ts';

const accepted: readonly (readonly [written: string, canonical: string])[] = [
  ['http://proxy.contoso.com:3128', 'http://proxy.contoso.com:3128'],
  ['HTTP://Proxy.Contoso.COM.:3128/', 'http://proxy.contoso.com:3128'],
  ['http://audit@proxy.contoso.com:3128', 'http://audit@proxy.contoso.com:3128'],
  ['http://CONTOSO%5Caudit@10.0.0.1:8080', 'http://CONTOSO%5Caudit@10.0.0.1:8080'],
  ['http://audit@contoso.com@10.0.0.1:8080', 'http://audit%40contoso.com@10.0.0.1:8080'],
  ['socks5://proxy', 'socks5://proxy:1080'],
  ['socks5h://[2001:DB8::1]:1081', 'socks5://[2001:db8::1]:1081'],
  ['http://bücher.test:80', 'http://xn--bcher-kva.test:80'],
];

for (const [written, canonical] of accepted) {
  test(`${written} is ${canonical}`, () => {
    const url = parseProxyUrl(written);
    assert.equal(url.ok ? url.value.text : url.error, canonical);
    // What was read once is read again the same way: endpoints are saved with it.
    const again = parseProxyUrl(canonical);
    assert.deepEqual(again, url);
  });
}

const refused: readonly (readonly [written: string, why: RegExp])[] = [
  ['proxy.contoso.com:3128', /is not the URL of a proxy; use http:/],
  ['http://proxy.contoso.com', /has no port; write http:\/\/HOST:PORT/],
  ['http://proxy:0', /has the port 0/],
  ['http://proxy:65536', /has the port 65536/],
  ['http://:3128', /no valid host/],
  ['http://127.1:3128', /no valid host/],
  ['http://3128:3128', /no valid host/],
  ['http://[::1:3128', /more than a host and a port/],
  ['http://proxy:3128/path', /more than a host and a port/],
  ['http://proxy:3128?x', /more than a host and a port/],
  ['https://proxy:3128', /is a proxy over TLS, which is not supported/],
  ['socks4://proxy:1080', /is not a SOCKS 5 proxy/],
  ['socks://proxy:1080', /is not a SOCKS 5 proxy/],
  ['ftp://proxy:21', /is not the URL of a proxy/],
  ['http://@proxy:3128', /empty user/],
  ['http://a%zz@proxy:3128', /invalid % escape/],
  ['http://a%3Ab@proxy:3128', /a colon in its user/],
  ['http://a%0D%0Ab@proxy:3128', /control character/],
  [`socks5://${'a'.repeat(256)}@proxy:1080`, /a user of more than 255 bytes/],
];

for (const [written, why] of refused) {
  test(`${written.slice(0, 60)} is refused`, () => {
    const url = parseProxyUrl(written);
    assert.match(url.ok ? '' : url.error, why);
  });
}

test('a password is refused with the remedy, and neither it nor a part of it is quoted, whatever else is wrong', () => {
  const secret = 'hunter2';
  for (const text of [
    `http://audit:${secret}@proxy:3128`,
    `http://audit:${secret}@proxy`,
    `http://audit:x/${secret}@proxy:3128`,
    `http://audit:x@${secret}@proxy:3128`,
    `http://audit:x?${secret}#${secret}@proxy:3128`,
    `audit:${secret}@proxy:3128`,
    `audit:x/${secret}@proxy:3128`,
    `https://audit:${secret}@proxy:3128`,
    `http://audit:${secret}%@proxy:3128`,
    `http://audit:${secret}@:3128/${'a'.repeat(100)}`,
  ]) {
    const url = parseProxyUrl(text);
    assert.ok(!url.ok, text);
    assert.ok(!url.error.includes(secret), url.error);
  }
  const url = parseProxyUrl(`http://audit:${secret}@proxy:3128`);
  assert.match(
    url.ok ? '' : url.error,
    /write http:\/\/audit@proxy:3128, and give the password with --proxy-password-file/,
  );
});

test('an environment may have the password in the URL', () => {
  const read = readProxyUrl('http://audit:p%40ss:word@proxy:3128');
  assert.ok(read.ok);
  assert.equal(read.value.password, 'p@ss:word');
  assert.equal(read.value.url.text, 'http://audit@proxy:3128');
});

test('a password that the proxy could not be told is refused', () => {
  const [http, socks] = ['http://a@proxy:1', 'socks5://a@proxy:1'].map((text) => parseProxyUrl(text));
  assert.ok(http?.ok && socks?.ok);
  assert.equal(objectToPassword(http.value, 'x'.repeat(300)), undefined);
  assert.match(objectToPassword(socks.value, 'x'.repeat(256)) ?? '', /more than 255 bytes/);
  assert.equal(objectToPassword(socks.value, 'x'.repeat(255)), undefined);
  assert.equal(objectToPassword(http.value, ''), 'is empty');
  assert.equal(objectToPassword(http.value, 'a\rb'), 'contains a control character');
});
