import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createAuthority } from '../../src/lab/authority.ts';
import { issueServerCertificate } from '../../src/lab/issue-server-certificate.ts';
import { makeKeyPair } from '../../src/lab/key-pair.ts';
import { createAddressFamilies } from '../../src/net/address-families.ts';
import { createAddressPolicy } from '../../src/net/address-policy.ts';
import { type FetchRequest, type Fetched, fetchUrl } from '../../src/net/fetch-url.ts';
import { createNameResolver } from '../../src/net/name-resolver.ts';
import { readEnvironmentProxies } from '../../src/net/proxy/environment-proxies.ts';
import { createProxyDialer } from '../../src/net/proxy/http-socket.ts';
import { createProxyBook } from '../../src/net/proxy/proxy-book.ts';
import { startHttpProxy, startScripted } from './proxy/scripted-proxy.ts';
import { startWebServer } from './web-server.ts';

const bounded = { timeout: 20_000 };

interface Circumstances {
  readonly proxy: string;
  readonly allow?: readonly string[];
  readonly passwords?: ReadonlyMap<string, string>;
  readonly environment?: Readonly<Record<string, string>>;
}

async function get(
  url: string,
  { proxy, allow = [], passwords, environment = {} }: Circumstances,
  request: Partial<FetchRequest> = {},
): Promise<Fetched> {
  const policy = createAddressPolicy(allow);
  const proxies = readEnvironmentProxies(environment);
  assert.ok(policy.ok && proxies.ok);
  // Names are not known here, so whoever resolves one fails.
  const { resolve } = createNameResolver({ overrides: new Map(), hostsFile: undefined, dnsServers: ['127.0.0.1:9'] });
  return await fetchUrl(
    { url, accept: '*/*', maxBytes: 1_000, proxy, ...request },
    {
      ...{ policy: policy.value, resolve, families: createAddressFamilies(), monotonicMs: () => performance.now() },
      proxies: {
        book: createProxyBook({ passwords, environment: proxies.value }),
        dialer: createProxyDialer(resolve),
      },
      signal: AbortSignal.timeout(10_000),
    },
  );
}

test(
  'an http URL is asked of an HTTP proxy as it stands, which resolves the name, and the record names the proxy',
  bounded,
  async () => {
    const server = await startWebServer((_, response) => response.end('crl'));
    const proxy = await startHttpProxy({ 'pki.contoso.test': server.port });
    const url = `http://127.0.0.1:${proxy.port}`;
    const { record, body } = await get('http://pki.contoso.test/a.crl?b', { proxy: url });
    assert.equal(Buffer.from(body ?? []).toString(), 'crl');
    assert.deepEqual(
      { address: record.address, proxy: record.proxy, status: record.status },
      { address: null, proxy: url, status: 200 },
    );
    assert.deepEqual(proxy.asked, ['GET http://pki.contoso.test/a.crl?b HTTP/1.1']);
    assert.equal(server.requests[0]?.headers.host, 'pki.contoso.test');
    await Promise.all([proxy.close(), server.close()]);
  },
);

test('a question is posted through it', bounded, async () => {
  const server = await startWebServer((request, response) => request.pipe(response));
  const proxy = await startHttpProxy({ 'ocsp.contoso.test': server.port });
  const body = { bytes: Uint8Array.of(1, 2, 3), mediaType: 'application/ocsp-request' };
  const fetched = await get('http://ocsp.contoso.test/', { proxy: `http://127.0.0.1:${proxy.port}` }, { body });
  assert.deepEqual(fetched.body, Uint8Array.of(1, 2, 3));
  await Promise.all([proxy.close(), server.close()]);
});

test('an https URL goes through a tunnel, and the proxy sees none of it', bounded, async () => {
  const lab = await createAuthority({ organization: 'Contoso', now: new Date() });
  const made = await issueServerCertificate(lab, await makeKeyPair('p-256'), { names: ['pki.contoso.test'] });
  const server = await startWebServer((_, response) => response.end('issuer'), {
    tls: { key: made.key.pem, cert: made.pem },
  });
  const proxy = await startHttpProxy({ 'pki.contoso.test:443': server.port });
  const { record, body } = await get('https://pki.contoso.test/ca.crt', { proxy: `http://127.0.0.1:${proxy.port}` });
  assert.equal(record.outcome, 'fetched', record.message);
  assert.equal(Buffer.from(body ?? []).toString(), 'issuer');
  assert.deepEqual(proxy.asked, ['pki.contoso.test:443']);
  assert.ok(!proxy.heard().includes('ca.crt'));
  await Promise.all([proxy.close(), server.close()]);
});

/** A SOCKS 5 proxy that is the web server, too. `early`: it speaks for the server in one piece with its own answer. */
function startSocksServer(early: boolean) {
  const answer = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc');
  const opened = Uint8Array.of(5, 0, 0, 1, 0, 0, 0, 0, 0, 0);
  return startScripted((socket) => {
    socket.once('data', () => {
      socket.write(Uint8Array.of(5, 0));
      socket.once('data', () => {
        socket.write(early ? Buffer.concat([opened, answer]) : opened);
        socket.once('data', () => socket.write(answer));
      });
    });
  });
}

test('through SOCKS 5 everything goes through a tunnel', bounded, async () => {
  const proxy = await startSocksServer(false);
  const { record, body } = await get('http://pki.contoso.test/', { proxy: `socks5://127.0.0.1:${proxy.port}` });
  await proxy.close();
  assert.equal(record.outcome, 'fetched', record.message);
  assert.equal(Buffer.from(body ?? []).toString(), 'abc');
});

test('a server that answers before it was asked is not asked again and again', bounded, async () => {
  const proxy = await startSocksServer(true);
  const { record } = await get('http://pki.contoso.test/', { proxy: `socks5://127.0.0.1:${proxy.port}` });
  await proxy.close();
  assert.equal(record.outcome, 'bad-response', record.message);
  assert.equal(proxy.connections(), 1);
});

test('addresses that stand in a URL are judged as without a proxy, whatever their spelling', bounded, async () => {
  const proxy = await startHttpProxy({});
  const by = { proxy: `http://127.0.0.1:${proxy.port}` };
  for (const host of [
    '127.0.0.1',
    '10.0.0.1',
    '169.254.169.254',
    '0x7f.1',
    '[::1]',
    '[::ffff:10.0.0.1]',
    '[fd00::1]',
    '[64:ff9b::a00:1]',
  ]) {
    const { record } = await get(`http://${host}/latest/meta-data`, by);
    assert.equal(record.outcome, 'refused', host);
    assert.match(record.message, /To allow it, use --fetch-allow\.$/);
  }
  assert.equal(proxy.connections(), 0);
  await proxy.close();
});

test('names that are internal by themselves are not asked of a proxy, unless they are allowed', bounded, async () => {
  const server = await startWebServer((_, response) => response.end('crl'));
  const proxy = await startHttpProxy({ 'pki.contoso.local': server.port, localhost: server.port });
  const by = { proxy: `http://127.0.0.1:${proxy.port}` };
  for (const host of [
    'localhost',
    'LOCALHOST.',
    'a.localhost',
    'intranet',
    'pki.contoso.local',
    'pki.corp',
    'x.home.arpa',
    'metadata.google.internal',
  ]) {
    const { record } = await get(`http://${host}/`, by);
    assert.equal(record.outcome, 'refused', host);
  }
  assert.equal(proxy.connections(), 0);
  assert.equal(
    (await get('http://pki.contoso.local/', { ...by, allow: ['pki.contoso.local'] })).record.outcome,
    'fetched',
  );
  assert.equal((await get('http://pki.contoso.local/', { ...by, allow: ['private'] })).record.outcome, 'fetched');
  assert.equal((await get('http://localhost/', { ...by, allow: ['private'] })).record.outcome, 'refused');
  await Promise.all([proxy.close(), server.close()]);
});

test('a redirect is judged like the URL before it', bounded, async () => {
  const server = await startWebServer((_, response) => response.writeHead(302, { location: 'http://10.0.0.1/' }).end());
  const proxy = await startHttpProxy({ 'pki.contoso.test': server.port, '10.0.0.1': server.port });
  const { record } = await get('http://pki.contoso.test/', { proxy: `http://127.0.0.1:${proxy.port}` });
  assert.equal(record.outcome, 'refused');
  assert.equal(proxy.connections(), 1);
  await Promise.all([proxy.close(), server.close()]);
});

test("what the proxy refuses is told as the proxy's, and the password is in no record", bounded, async () => {
  const server = await startWebServer((_, response) => response.end('crl'));
  const proxy = await startHttpProxy({ 'pki.contoso.test': server.port }, 'audit:s3cret');
  const url = `http://audit@127.0.0.1:${proxy.port}`;
  const known = await get('http://pki.contoso.test/', { proxy: url, passwords: new Map([[url, 's3cret']]) });
  assert.equal(known.record.outcome, 'fetched', known.record.message);
  for (const address of ['http://pki.contoso.test/', 'https://pki.contoso.test/']) {
    const { record } = await get(address, { proxy: url, passwords: new Map([[url, 'wr0ng']]) });
    assert.equal(record.outcome, 'connection-failed');
    assert.equal(
      record.message,
      `The proxy ${url} refused the user "audit" with this password (407); correct one of them.`,
    );
    assert.ok(!JSON.stringify([record, known.record]).match(/wr0ng|s3cret|d3IwbmcK/));
  }
  await Promise.all([proxy.close(), server.close()]);
});

test('the environment is asked only if `environment` is chosen, and NO_PROXY is heeded', bounded, async () => {
  const server = await startWebServer((_, response) => response.end('crl'));
  const proxy = await startHttpProxy({ 'pki.contoso.test': server.port }, 'audit:s3cret');
  const environment = { HTTP_PROXY: `http://audit:s3cret@127.0.0.1:${proxy.port}`, NO_PROXY: '127.0.0.1' };
  const { record } = await get('http://pki.contoso.test/', { proxy: 'environment', environment });
  assert.equal(record.outcome, 'fetched', record.message);
  assert.equal(record.proxy, `http://audit@127.0.0.1:${proxy.port}`);
  const direct = await get(`${server.origin}/`, { proxy: 'environment', environment, allow: ['127.0.0.1'] });
  assert.equal(direct.record.outcome, 'fetched');
  assert.equal(direct.record.proxy, undefined);
  assert.equal(direct.record.address, '127.0.0.1');
  assert.equal(proxy.connections(), 1);
  await Promise.all([proxy.close(), server.close()]);
});

test("a proxy that cannot be reached, or that is silent, is told as the proxy's", bounded, async () => {
  const { record } = await get('http://pki.contoso.test/', { proxy: 'http://127.0.0.1:9' });
  assert.equal(record.outcome, 'connection-failed');
  assert.match(record.message, /^The proxy http:\/\/127\.0\.0\.1:9 cannot be reached: /);
});

test('a redirect that repeats the password of the proxy is neither followed nor in the record', bounded, async () => {
  const login = Buffer.from('audit:s3cret pass').toString('base64');
  for (const repeated of ['s3cret%20pass', 's3cret pass', login, encodeURIComponent(login)]) {
    const proxy = await startScripted((socket) =>
      socket.once('data', () =>
        socket.end(`HTTP/1.1 302 Found\r\nLocation: http://pki.contoso.test/?${repeated}\r\nContent-Length: 0\r\n\r\n`),
      ),
    );
    const url = `http://audit@127.0.0.1:${proxy.port}`;
    const fetched = await get('http://pki.contoso.test/', { proxy: url, passwords: new Map([[url, 's3cret pass']]) });
    await proxy.close();
    assert.equal(fetched.record.outcome, 'bad-response', fetched.record.message);
    assert.doesNotMatch(JSON.stringify(fetched), /s3cret/);
    assert.ok(!JSON.stringify(fetched).includes(login));
    assert.equal(proxy.connections(), 1);
  }
});
