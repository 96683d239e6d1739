import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { repositoryPath } from '../repository-path.ts';
import { expansionOf, lines, virtualServer } from './expansion-of.ts';
import { sectionSeven } from './section-seven.ts';

test('the deployment of section 7 gives 13 endpoints, its file 14', () => {
  const { endpoints } = expansionOf(sectionSeven);
  assert.equal(endpoints.filter(({ deployment }) => deployment === 'contoso').length, 13);
  assert.equal(endpoints.length, 14);
});

test('endpoints come server by server, then load balancer, proxy outside and inside, MTLS, plain targets', () => {
  assert.deepEqual(lines(expansionOf(sectionSeven)), [
    'virtual-server im.contoso.com@10.0.0.11:443',
    'as-host as.im.contoso.com@10.0.0.11:443',
    'download-host download.im.contoso.com@10.0.0.11:443',
    'load-balancer im.contoso.com@10.0.0.10:443',
    'load-balancer as.im.contoso.com@10.0.0.10:443',
    'load-balancer download.im.contoso.com@10.0.0.10:443',
    'reverse-proxy-external im.contoso.com@203.0.113.10:443',
    'reverse-proxy-external as.im.contoso.com@203.0.113.10:443',
    'reverse-proxy-external download.im.contoso.com@203.0.113.10:443',
    'reverse-proxy-internal im.contoso.com@10.0.1.5:443',
    'reverse-proxy-internal as.im.contoso.com@10.0.1.5:443',
    'reverse-proxy-internal download.im.contoso.com@10.0.1.5:443',
    'mtls cwa01.contoso.local@10.0.0.11:5061',
    'server www.contoso.com@192.0.2.7:443',
  ]);
});

test('ids follow the design, deployment and place included', () => {
  const [first, second] = expansionOf(sectionSeven).endpoints;
  assert.equal(first?.id, 'contoso|im.contoso.com/virtual-server/im.contoso.com@10.0.0.11:443');
  assert.equal(second?.id, 'contoso|im.contoso.com/as-host/as.im.contoso.com@10.0.0.11:443');
  assert.equal(expansionOf(sectionSeven).endpoints.at(-1)?.id, '-|-/server/www.contoso.com@192.0.2.7:443');
});

test('each role is judged by its own trust list', () => {
  const lists = new Map(expansionOf(sectionSeven).endpoints.map(({ role, trust }) => [role, trust]));
  const external = [{ list: 'external', stores: ['contoso', 'public'] }];
  assert.deepEqual(lists.get('virtual-server'), external);
  assert.deepEqual(lists.get('load-balancer'), external);
  assert.deepEqual(lists.get('reverse-proxy-external'), external);
  assert.deepEqual(lists.get('reverse-proxy-internal'), [{ list: 'internal', stores: ['contoso'] }]);
  assert.deepEqual(lists.get('mtls'), [{ list: 'mtls', stores: ['contoso'] }]);
  assert.deepEqual(lists.get('server'), [{ list: null, stores: ['public'] }]);
});

test('access both needs a path in each of the two lists', () => {
  const [endpoint] = expansionOf({
    ...sectionSeven,
    deployments: [
      { ...sectionSeven.deployments[0], virtualServers: [{ url: 'https://im.contoso.com', access: 'both' }] },
    ],
  }).endpoints;
  assert.deepEqual(endpoint?.trust, [
    { list: 'internal', stores: ['contoso'] },
    { list: 'external', stores: ['contoso', 'public'] },
  ]);
});

test('a missing trust list means the Mozilla store, and says so once', () => {
  const expansion = virtualServer({ url: 'https://im.contoso.com' });
  assert.deepEqual(expansion.endpoints[0]?.trust, [{ list: 'internal', stores: ['mozilla'] }]);
  assert.deepEqual(expansion.storesNeeded, ['mozilla']);
  assert.deepEqual(expansion.notices, ['Deployment d has no trust list "internal"; the Mozilla store is used.']);
});

test('access is external where a reverse proxy is declared, else internal', () => {
  const access = (declared: object) =>
    virtualServer({ url: 'https://im.contoso.com', ...declared }).endpoints[0]?.access;
  assert.equal(access({}), 'internal');
  assert.equal(access({ servers: [{ fqdn: 'a.b.c' }] }), 'internal');
  assert.equal(access({ reverseProxy: { fqdn: 'im.contoso.com', external: {} } }), 'external');
  assert.equal(access({ reverseProxy: { fqdn: 'im.contoso.com', external: {} }, access: 'internal' }), 'internal');
});

test('a bare URL is dialed under its three names where nothing else is declared', () => {
  const { endpoints, ...rest } = virtualServer({ url: 'https://im.contoso.com' });
  assert.deepEqual(lines({ endpoints, ...rest }), [
    'virtual-server im.contoso.com@-:443',
    'as-host as.im.contoso.com@-:443',
    'download-host download.im.contoso.com@-:443',
  ]);
  // The same addresses: as. and download. are dialed where the base name stands.
  assert.deepEqual(
    endpoints.map(({ lookupName }) => lookupName),
    [undefined, 'im.contoso.com', 'im.contoso.com'],
  );
});

test('the bare URL is not dialed where a load balancer or a proxy is declared', () => {
  const roles = (declared: object) =>
    virtualServer({ url: 'https://im.contoso.com', ...declared }).endpoints.map(({ role }) => role);
  assert.ok(!roles({ loadBalancer: { decryptsTls: true } }).includes('virtual-server'));
  assert.ok(!roles({ reverseProxy: { fqdn: 'p.contoso.com', external: {} } }).includes('virtual-server'));
});

test('a load balancer for external access decrypts by default, an internal one does not', () => {
  const external = virtualServer({ url: 'https://im.contoso.com', access: 'external', loadBalancer: {} });
  const internal = virtualServer({ url: 'https://im.contoso.com', loadBalancer: {} });
  assert.deepEqual([...new Set(external.endpoints.map(({ role }) => role))], ['load-balancer']);
  assert.equal(external.deployments[0]?.virtualServers[0]?.loadBalancer?.decryptsTls, true);
  assert.equal(internal.deployments[0]?.virtualServers[0]?.loadBalancer?.decryptsTls, false);
});

test('a load balancer that passes TLS through is dialed in the roles of the virtual server', () => {
  const expansion = virtualServer({
    url: 'https://im.contoso.com',
    access: 'external',
    servers: [{ fqdn: 'cwa01.contoso.local', address: '10.0.0.11' }],
    loadBalancer: { address: '10.0.0.10', decryptsTls: false },
  });
  assert.deepEqual(lines(expansion).slice(3), [
    'virtual-server im.contoso.com@10.0.0.10:443',
    'as-host as.im.contoso.com@10.0.0.10:443',
    'download-host download.im.contoso.com@10.0.0.10:443',
  ]);
  assert.equal(expansion.endpoints[3]?.server, null);
  assert.equal(expansion.deployments[0]?.virtualServers[0]?.loadBalancer?.decryptsTls, false);
});

test('MTLS is dialed at mtlsAddress or where the FQDN resolves, never at the HTTPS address', () => {
  const server = { fqdn: 'cwa01.contoso.local', address: '10.0.0.11', mtlsPort: 5061 };
  const resolved = virtualServer({ url: 'https://im.contoso.com', servers: [server] }).endpoints.at(-1);
  assert.equal(resolved?.role, 'mtls');
  assert.equal(resolved?.address, null);
  assert.equal(resolved?.lookupName, undefined);
  const given = virtualServer({ url: 'https://im.contoso.com', servers: [{ ...server, mtlsAddress: '10.0.0.99' }] });
  assert.equal(given.endpoints.at(-1)?.id, 'd|im.contoso.com/mtls/cwa01.contoso.local@10.0.0.99:5061');
});

test('without mtlsPort there is no MTLS endpoint, and the deployment says the port is unknown', () => {
  const expansion = virtualServer({ url: 'https://im.contoso.com', servers: [{ fqdn: 'cwa01.contoso.local' }] });
  assert.ok(expansion.endpoints.every(({ role }) => role !== 'mtls'));
  assert.deepEqual(expansion.deployments[0]?.virtualServers[0]?.servers, [
    { fqdn: 'cwa01.contoso.local', mtlsPort: null },
  ]);
});

test('a server without an address is looked up by its FQDN, not by the URL that may point at a load balancer', () => {
  const { endpoints } = virtualServer({ url: 'https://im.contoso.com', servers: [{ fqdn: 'cwa01.contoso.local' }] });
  assert.deepEqual(
    endpoints.map(({ lookupName }) => lookupName),
    ['cwa01.contoso.local', 'cwa01.contoso.local', 'cwa01.contoso.local'],
  );
});

test('the proxy is dialed outside under the external names and inside under those of the CWA URL', () => {
  const expansion = virtualServer({
    url: 'https://im.contoso.local',
    reverseProxy: {
      fqdn: 'Proxy.Contoso.com',
      product: 'isa-2006',
      external: { url: 'https://chat.contoso.com:8443', address: '203.0.113.10' },
      internal: { address: '10.0.1.5' },
    },
  });
  assert.deepEqual(lines(expansion), [
    'reverse-proxy-external chat.contoso.com@203.0.113.10:8443',
    'reverse-proxy-external as.chat.contoso.com@203.0.113.10:8443',
    'reverse-proxy-external download.chat.contoso.com@203.0.113.10:8443',
    'reverse-proxy-internal im.contoso.local@10.0.1.5:443',
    'reverse-proxy-internal as.im.contoso.local@10.0.1.5:443',
    'reverse-proxy-internal download.im.contoso.local@10.0.1.5:443',
  ]);
  const [outside] = expansion.endpoints;
  assert.deepEqual(outside?.names, {
    url: 'im.contoso.local',
    server: null,
    proxy: 'proxy.contoso.com',
    externalUrl: 'chat.contoso.com',
  });
  assert.equal(outside?.reverseProxyProduct, 'isa-2006');
});

test('without an internal block nothing is dialed inside', () => {
  const expansion = virtualServer({
    url: 'https://im.contoso.com',
    reverseProxy: { fqdn: 'im.contoso.com', external: { address: '203.0.113.10' } },
  });
  assert.equal(expansion.endpoints.length, 3);
  assert.equal(expansion.deployments[0]?.virtualServers[0]?.reverseProxy?.hasInternal, false);
});

test('ports that are not declared are those of the URL', () => {
  const expansion = virtualServer({
    url: 'https://im.contoso.com:8443',
    servers: [{ fqdn: 'cwa01.contoso.local', address: '10.0.0.11' }],
    loadBalancer: { address: '10.0.0.10', decryptsTls: true },
  });
  assert.deepEqual([...new Set(expansion.endpoints.map(({ port }) => port))], [8443]);
  assert.equal(expansion.endpoints[0]?.id, 'd|im.contoso.com:8443/virtual-server/im.contoso.com@10.0.0.11:8443');
});

test('IPv6 stands in brackets in ids and bare in addresses', () => {
  const { endpoints } = virtualServer({
    url: 'https://im.contoso.com',
    servers: [{ fqdn: 'cwa01.contoso.local', address: '2001:DB8:0:0::11' }],
  });
  assert.equal(endpoints[0]?.address, '2001:db8::11');
  assert.equal(endpoints[0]?.id, 'd|im.contoso.com/virtual-server/im.contoso.com@[2001:db8::11]:443');
});

test('a URL with an address has no as. and download. names, sends no server name and needs no lookup', () => {
  const { endpoints } = virtualServer({ url: 'https://[2001:db8::11]:8443' });
  assert.equal(endpoints.length, 1);
  assert.equal(endpoints[0]?.id, 'd|[2001:db8::11]:8443/virtual-server/[2001:db8::11]@[2001:db8::11]:8443');
  assert.equal(endpoints[0]?.serverName, null);
  assert.equal(endpoints[0]?.probeWithoutServerName, false);
});

test('a NetBIOS URL keeps its three names: the specification asks for as. and download. of whatever the URL is', () => {
  assert.deepEqual(
    virtualServer({ url: 'https://CWA01' }).endpoints.map(({ host }) => host),
    ['cwa01', 'as.cwa01', 'download.cwa01'],
  );
});

test('an internationalised name becomes its A-label, a trailing dot and capitals go', () => {
  const { endpoints } = virtualServer({ url: 'https://IM.Bücher.Example.' });
  assert.equal(endpoints[0]?.host, 'im.xn--bcher-kva.example');
  assert.equal(endpoints[0]?.virtualServer, 'https://im.xn--bcher-kva.example');
});

test('the same target twice in a file is one endpoint', () => {
  const target = { host: 'www.contoso.com', address: '192.0.2.7' };
  assert.equal(expansionOf({ targets: [target, { ...target, host: 'WWW.contoso.com.' }] }).endpoints.length, 1);
});

test('two virtual servers of one URL are told apart by their place in the deployment', () => {
  const { endpoints, deployments } = expansionOf({
    deployments: [
      {
        name: 'd',
        virtualServers: [
          { url: 'https://im.contoso.com', access: 'internal' },
          { url: 'https://im.contoso.com', access: 'external' },
        ],
      },
    ],
  });
  assert.deepEqual(
    endpoints.map(({ virtualServerIndex }) => virtualServerIndex),
    [0, 0, 0, 1, 1, 1],
  );
  assert.equal(new Set(endpoints.map(({ id }) => id)).size, 6);
  assert.equal(deployments[0]?.virtualServers.length, 2);
});

test('different endpoints that share an id are told apart by a number', () => {
  const target = { host: 'www.contoso.com', address: '192.0.2.7' };
  const { endpoints } = expansionOf({ targets: [target, { ...target, serverName: 'other.contoso.com' }] });
  assert.deepEqual(
    endpoints.map(({ id }) => id),
    ['-|-/server/www.contoso.com@192.0.2.7:443', '-|-/server/www.contoso.com@192.0.2.7:443#2'],
  );
});

test('CWA endpoints are also dialed without a server name, plain TLS servers are not', () => {
  const { endpoints } = expansionOf(sectionSeven);
  assert.deepEqual([...new Set(endpoints.slice(0, 13).map((each) => each.probeWithoutServerName))], [true]);
  assert.equal(endpoints[13]?.probeWithoutServerName, false);
});

test('two virtual servers on one computer have an MTLS endpoint each', () => {
  const server = (mtlsPort: number) => [{ fqdn: 'cwa01.contoso.local', mtlsPort }];
  const { endpoints } = expansionOf({
    deployments: [
      {
        name: 'd',
        virtualServers: [
          { url: 'https://a.contoso.com', servers: server(5061) },
          { url: 'https://b.contoso.com', servers: server(5062) },
        ],
      },
    ],
  });
  assert.deepEqual(
    endpoints.filter(({ role }) => role === 'mtls').map(({ port }) => port),
    [5061, 5062],
  );
});

test('the example file expands', () => {
  const { endpoints } = expansionOf(JSON.parse(readFileSync(repositoryPath('targets.example.json'), 'utf8')));
  assert.equal(new Set(endpoints.map(({ id }) => id)).size, endpoints.length);
  assert.equal(endpoints.length, 26);
});
