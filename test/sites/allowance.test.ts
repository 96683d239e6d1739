import assert from 'node:assert/strict';
import { createServer as createWebServer } from 'node:http';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { after, before, test } from 'node:test';

import { runSiteWorker } from '../../src/audit/gather/site-worker.ts';
import { makeKeyPair } from '../../src/lab/key-pair.ts';
import { type Listener, startTlsListener } from '../../src/lab/tls-listener.ts';
import type { SiteAnswer, SiteBatch, SiteOptions, SiteRequest } from '../../src/model/site-messages.ts';
import { startTlsProtocols } from '../../src/model/vocabulary.ts';
import { createWorkerCounts } from '../../src/sites/worker-counts.ts';
import { parseExclusion } from '../../src/targets/exclusions.ts';
import { environment } from '../audit/auditing.ts';
import { createAuthority, issueServerCertificate } from '../forge/certificate-authority.ts';
import { startDnsServer } from '../net/dns-server.ts';
import { createMemoryEngine } from './memory-engine.ts';

// A worker may dial 127.0.0.9 and ::/0. Whatever the broker sends it, no other address of IPv4 sees a connection.

const run = '0123456789abcdef0123456789abcdef';
const allowedAddress = '127.0.0.9';

let forbidden: Awaited<ReturnType<typeof startForbidden>>;
let allowed: Listener;
let web: Awaited<ReturnType<typeof startWeb>>;
let names: Awaited<ReturnType<typeof startDnsServer>>;
before(async () => {
  forbidden = await startForbidden();
  web = await startWeb();
  names = await startDnsServer({
    'inner.test': { addresses: ['127.0.0.1'] },
    'both.test': { addresses: [allowedAddress, '127.0.0.1'] },
    'mapped.test': { addresses: ['0:0:0:0:0:ffff:7f00:1'] },
    'allowed.test': { addresses: ['127.0.0.77'] },
  });
  const [authority, key] = await Promise.all([
    createAuthority({ organization: 'Contoso', now: new Date() }),
    makeKeyPair('p-256'),
  ]);
  const urls = [`http://127.0.0.1:${forbidden.port}`, `http://inner.test:${forbidden.port}`, web.redirecting];
  const leaf = issueServerCertificate(authority, key, {
    names: ['www.contoso.test'],
    changes: {
      crlUrls: urls.map((url) => `${url}/a.crl`),
      ocspUrls: urls.map((url) => `${url}/ocsp`),
      issuerUrls: urls.map((url) => `${url}/a.crt`),
    },
  });
  allowed = await startTlsListener({ address: allowedAddress, chain: [leaf], key });
});
after(async () => {
  await allowed.close();
  forbidden.close();
  web.close();
  names.close();
});

/** Accepts on all addresses of IPv4, and counts, except for the one that is allowed. */
async function startForbidden() {
  let count = 0;
  const accept = (server: Server): Server =>
    server.on('connection', (socket) => {
      if (socket.localAddress !== allowedAddress) count += 1;
      socket.on('error', () => undefined);
      socket.destroy();
    });
  const server = accept(createServer());
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => count,
    close: () => server.close(),
  };
}

/** At the allowed address: leads on to the forbidden one. */
async function startWeb() {
  let count = 0;
  const server = createWebServer((request, response) => {
    count += 1;
    const onward = request.url?.includes('by-name') ? 'inner.test' : '127.0.0.1';
    response.writeHead(302, { location: `http://${onward}:${forbidden.port}/moved` }).end();
  });
  server.listen(0, allowedAddress);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { redirecting: `http://${allowedAddress}:${port}`, requests: () => count, close: () => server.close() };
}

const options: SiteOptions = {
  ...{ timeoutMs: 5_000, retries: 1, provePossession: false, keyTypes: 'all', handshake: 'modern', alpn: [] },
  ...{ at: new Date().toISOString(), exclude: [], anchors: [] },
};

/** Sends a worker of that allowance these requests, as whoever owns the broker can. Returns what it answers, by id. */
async function ask(requests: readonly SiteRequest[], allow: readonly string[], changes: object = {}) {
  const engine = createMemoryEngine();
  const answers: SiteAnswer[] = [];
  const end = new AbortController();
  engine.scanner().takeResults(run, ({ body }) => answers.push(JSON.parse(Buffer.from(body).toString())));
  const counts = createWorkerCounts();
  const working = runSiteWorker(
    {
      ...{ site: 'outside', engine: engine.worker(), counts, signKey: undefined, log: () => undefined },
      options: { concurrency: 20, slow: 20, dnsServers: [names.address], provePossession: false } as never,
      allow: allow.map((text) => {
        const read = parseExclusion(text);
        assert.ok(read.ok);
        return read.value;
      }),
    },
    environment({ signal: end.signal }),
  );
  const batch: SiteBatch = {
    ...{ format: 1, run, batch: 'b1', site: 'outside', requests: [...requests] },
    options: { ...options, ...changes },
  };
  await engine.offer('outside', Buffer.from(JSON.stringify(batch)));
  const resultsOf = () => answers.flatMap((answer) => (answer.kind === 'results' ? answer.results : []));
  while (resultsOf().length < requests.length && counts.refused === 0) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  end.abort();
  await working;
  return new Map(
    resultsOf().map(({ request, observations }) => [
      request,
      observations.map(({ failure }) => (failure as { readonly kind: string } | null)?.kind),
    ]),
  );
}

function requestOf(id: string, changes: Partial<SiteRequest>): SiteRequest {
  return {
    ...{ id, host: 'www.contoso.test', port: forbidden.port, address: null, serverName: 'www.contoso.test' },
    ...{ keyType: null, probeWithoutServerName: false },
    ...changes,
  };
}

const allowance = [allowedAddress, '::/0', 'allowed.test:1'];

test('an address in any spelling, and an IPv6 address that carries it, is refused', async () => {
  const addresses = [
    ...[
      '127.0.0.1',
      '127.0.0.2',
      '0.0.0.0',
      '127.1',
      '2130706433',
      '0x7f000001',
      '0177.0.0.1',
      '127.0.0.1.',
      ' 127.0.0.1',
    ],
    ...['::ffff:127.0.0.1', '::ffff:7f00:1', '0:0:0:0:0:ffff:127.0.0.1', '::127.0.0.1', '64:ff9b::127.0.0.1'],
    ...[
      '2002:7f00:1::1',
      '::ffff:0:127.0.0.1',
      '::ffff:127.0.0.1%lo',
      'localhost',
      'inner.test',
      '127.0.0.9@127.0.0.1',
      '',
    ],
  ];
  const requests = addresses.map((address) => requestOf(`address ${address}`, { address }));
  const seen = await ask(requests, allowance);
  assert.equal(forbidden.connections(), 0);
  assert.equal(seen.size, addresses.length);
  for (const [id, kinds] of seen)
    assert.ok(
      kinds.every((kind) => kind !== undefined),
      id,
    );
});

test('a name is refused where it leads to what is forbidden, whoever says that it may be dialed', async () => {
  const ofName = (id: string, changes: Partial<SiteRequest>) => requestOf(`name ${id}`, changes);
  const seen = await ask(
    [
      ofName('inner', { host: 'inner.test' }),
      ofName('looked up', { host: 'allowed.test', lookupName: 'inner.test' }),
      ofName('lookup is an address', { host: 'allowed.test', lookupName: '127.0.0.1' }),
      ofName('with an address', { host: 'allowed.test', address: '127.0.0.1' }),
      ofName('at another port', { host: 'allowed.test' }),
      ofName('localhost', { host: 'localhost' }),
      ofName('of two addresses', { host: 'both.test' }),
      ofName('mapped', { host: 'mapped.test' }),
      ofName('literal', { host: '127.0.0.1', serverName: null }),
      ofName('beside', { address: allowedAddress, port: allowed.port, resolves: ['inner.test', '127.0.0.1'] }),
    ],
    allowance,
  );
  assert.equal(forbidden.connections(), 0);
  for (const [id, kinds] of seen) {
    if (id !== 'name beside') assert.ok(kinds.includes('not-allowed'), `${id}: ${kinds}`);
  }
  assert.deepEqual(new Set(seen.get('name beside')), new Set([undefined]));
});

test('no proxy, header, greeting or further hello is a way round', async () => {
  const proxies = ['http', 'https', 'socks5', 'socks4', 'socks5h', 'socks4a'];
  const seen = await ask(
    [
      ...proxies.flatMap((scheme) => [
        requestOf(`${scheme} at it`, { proxy: `${scheme}://127.0.0.1:${forbidden.port}`, address: allowedAddress }),
        requestOf(`${scheme} by name`, { proxy: `${scheme}://inner.test:${forbidden.port}`, address: allowedAddress }),
        requestOf(`${scheme} mapped`, { proxy: `${scheme}://[::ffff:127.0.0.1]:${forbidden.port}`, address: '::1' }),
        requestOf(`${scheme} to it`, { proxy: `${scheme}://${allowedAddress}:${allowed.port}`, address: '127.0.0.1' }),
        requestOf(`${scheme} to its name`, {
          proxy: `${scheme}://${allowedAddress}:${allowed.port}`,
          host: 'inner.test',
        }),
      ]),
      requestOf('proxy of the environment', { proxy: 'environment' }),
      requestOf('proxy without sense', { proxy: `http://${allowedAddress}@127.0.0.1:${forbidden.port}` }),
      ...startTlsProtocols.map((startTls) => requestOf(`starttls ${startTls}`, { address: '127.0.0.1', startTls })),
      requestOf('header 1', { address: '127.0.0.1', proxyProtocol: 'v1' }),
      requestOf('header 2', { host: 'inner.test', proxyProtocol: 'v2' }),
      requestOf('hellos', { address: '127.0.0.1', probeWithoutServerName: true, sniProbe: 'other.test' }),
    ],
    allowance,
  );
  assert.equal(forbidden.connections(), 0);
  for (const [id, kinds] of seen)
    assert.ok(kinds.length > 0 && kinds.every((kind) => kind !== undefined), `${id}: ${kinds}`);
});

test('nothing that a certificate points to is fetched from what is forbidden, directly, by redirect or through a proxy', async () => {
  const fetch = { issuers: true, crl: true, ocsp: true, allow: ['0.0.0.0/0', '::/0', 'inner.test'] };
  const proxy = `http://127.0.0.1:${forbidden.port}`;
  const at = { address: allowedAddress, port: allowed.port };
  const seen = await ask(
    [requestOf('direct', { ...at, fetch }), requestOf('by proxy', { ...at, fetch: { ...fetch, proxy } as never })],
    allowance,
  );
  assert.equal(forbidden.connections(), 0);
  assert.ok(web.requests() > 0, 'what is allowed was fetched');
  assert.deepEqual(new Set(seen.get('direct')), new Set([undefined]));
});
