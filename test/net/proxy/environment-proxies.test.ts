import assert from 'node:assert/strict';
import { test } from 'node:test';

import { proxyForUrl, readEnvironmentProxies } from '../../../src/net/proxy/environment-proxies.ts';

function proxyFor(url: string, environment: Readonly<Record<string, string>>): string | undefined {
  const read = readEnvironmentProxies(environment);
  assert.ok(read.ok, read.ok ? '' : read.error.message);
  return proxyForUrl(read.value, new URL(url))?.url.text;
}

const both = { HTTP_PROXY: 'http://a.test:1', HTTPS_PROXY: 'b.test:2' };

test('each scheme has its proxy; lower case comes first, and a missing scheme is http', () => {
  assert.equal(proxyFor('http://pki.test/x', both), 'http://a.test:1');
  assert.equal(proxyFor('https://pki.test/x', both), 'http://b.test:2');
  assert.equal(proxyFor('http://pki.test/x', { ...both, http_proxy: 'socks5://c.test' }), 'socks5://c.test:1080');
  assert.equal(proxyFor('http://pki.test/x', { HTTPS_PROXY: 'b.test:2' }), undefined);
  assert.equal(proxyFor('http://pki.test/x', { HTTP_PROXY: '' }), undefined);
});

const exceptions: readonly (readonly [noProxy: string, url: string, isExcepted: boolean])[] = [
  ['*', 'http://pki.test/', true],
  ['pki.test', 'http://PKI.test./', true],
  ['test', 'http://pki.test/', true],
  ['.test', 'http://pki.test/', true],
  ['*.test', 'http://pki.test/', true],
  ['ki.test', 'http://pki.test/', false],
  ['pki.test:80', 'http://pki.test/', true],
  ['pki.test:81', 'http://pki.test/', false],
  ['other.test, pki.test', 'http://pki.test/', true],
  ['10.0.0.0/8', 'http://10.1.2.3/', true],
  ['10.0.0.0/8', 'http://11.1.2.3/', false],
  ['10.1.2.3', 'http://10.1.2.3/', true],
  ['2.3', 'http://10.1.2.3/', false],
  ['[::1]', 'http://[::1]/', true],
  ['::1', 'http://[::1]:8080/', true],
];

for (const [noProxy, url, isExcepted] of exceptions) {
  test(`NO_PROXY=${noProxy} ${isExcepted ? 'excepts' : 'does not except'} ${url}`, () => {
    assert.equal(proxyFor(url, { ...both, NO_PROXY: noProxy }), isExcepted ? undefined : 'http://a.test:1');
  });
}

test('a variable that is wrong is named, and its password is not quoted', () => {
  const read = readEnvironmentProxies({ HTTPS_PROXY: 'https://u:hunter2@proxy.test:1' });
  assert.ok(!read.ok);
  assert.equal(read.error.variable, 'HTTPS_PROXY');
  assert.ok(!read.error.message.includes('hunter2'), read.error.message);
});
