import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import type { EndpointObservation } from '../../src/model/endpoint-observation.ts';
import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import { createContoso, sslPresentation, urlHost } from './contoso.ts';
import { startGnutlsServer } from './gnutls-server.ts';
import { startNginx } from './nginx.ts';
import { ocspResponse } from './ocsp-response.ts';
import { startOpensslServer } from './openssl-server.ts';
import { outcomeOf, scan, scanOne } from './scan.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const contoso = await createContoso(new Date());
const { root, intermediate } = contoso.authority;
const trustFile = folder.write('root.pem', root.pem);
const rsa = sslPresentation(contoso);
const ecdsa = sslPresentation(contoso, { key: contoso.keys.ec });
const stranger = sslPresentation(contoso, { names: ['www.contoso.com'] });
const response = ocspResponse(folder, { leaf: rsa.chain[0], issuer: intermediate });
const responseFile = folder.write('staple.der', response);

const openssl = {
  'P-384 only': ['-groups', 'P-384', '-tls1_3'],
  'staple over TLSv1.2': ['-tls1_2', '-status_file', responseFile],
  'staple over TLSv1.3': ['-tls1_3', '-status_file', responseFile],
  'authorities over TLSv1.2': ['-tls1_2', '-verify', '1', '-CAfile', trustFile],
  'authorities over TLSv1.3': ['-tls1_3', '-verify', '1', '-CAfile', trustFile],
  'no authorities over TLSv1.2': ['-tls1_2', '-verify', '1'],
  'no authorities over TLSv1.3': ['-tls1_3', '-verify', '1'],
  'TLSv1.1': ['-tls1_1'],
  'TLSv1.0': ['-tls1'],
};
const gnutls = { 'gnutls asking': [], 'gnutls indifferent': ['--disable-client-cert'] };
const nginx = await startNginx(
  folder,
  new Map([
    ['two key types', { ...rsa, alternative: ecdsa }],
    ['by name', { ...stranger, byServerName: new Map([[urlHost, rsa]]) }],
  ]),
);
const servers = new Map([
  ...(await Promise.all(
    Object.entries(openssl).map(async ([name, args]) => [name, await startOpensslServer(folder, rsa, args)] as const),
  )),
  ...(await Promise.all(
    Object.entries(gnutls).map(async ([name, args]) => [name, await startGnutlsServer(folder, rsa, { args })] as const),
  )),
]);
after(async () => {
  await Promise.all([nginx.stop(), ...[...servers.values()].map((server) => server.stop())]);
  folder.remove();
});

const { report, observations } = await scan(folder, {
  trustStores: { roots: { files: [trustFile] } },
  targets: [...servers.values()].map(({ address, port }) => ({
    host: urlHost,
    address,
    port,
    role: 'server' as const,
    policy: 'tls-server' as const,
    trust: ['roots'],
  })),
});

function scanned(name: string): { readonly endpoint: EndpointReport; readonly observation: EndpointObservation } {
  const index = [...servers.keys()].indexOf(name);
  const [endpoint, observation] = [report.endpoints[index], observations[index]];
  assert.ok(endpoint && observation, name);
  assert.equal(endpoint.failure, null, `${name}: ${endpoint.failure?.message}`);
  return { endpoint, observation };
}

test('a server with P-384 as its only group asks for a second hello and is read to its end', () => {
  const { endpoint, observation } = scanned('P-384 only');
  assert.equal(observation.handshake?.helloRetryRequest, true);
  assert.equal(observation.handshake?.keyExchange.group, 'secp384r1');
  assert.equal(observation.handshake?.flightComplete, true);
  assert.equal(endpoint.handshake?.keyPossession, 'proven');
  assert.equal(endpoint.verdict, 'pass');
});

for (const protocol of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`a stapled OCSP response is kept as it came over ${protocol}`, () => {
    const { observation } = scanned(`staple over ${protocol}`);
    assert.equal(observation.handshake?.protocol, protocol);
    assert.deepEqual(observation.handshake?.staples, [{ certificateIndex: 0, response }]);
  });

  test(`a request for a client certificate is kept with the names of its authorities over ${protocol}`, () => {
    const request = scanned(`authorities over ${protocol}`).observation.handshake?.certificateRequest;
    assert.deepEqual(request?.authorities, [new Uint8Array(root.subject)]);
    // The list's length, the name's length, the name.
    assert.equal(request?.authoritiesBytes, 2 + 2 + root.subject.length);
  });

  test(`a request for a client certificate that names no authority is kept as such over ${protocol}`, () => {
    const request = scanned(`no authorities over ${protocol}`).observation.handshake?.certificateRequest;
    // TLS 1.2 sends an empty list of two octets, TLS 1.3 leaves the extension out.
    assert.deepEqual([request?.authorities, request?.authoritiesBytes], [[], protocol === 'TLSv1.2' ? 2 : 0]);
  });
}

test('gnutls-serv asks for a client certificate, and with --disable-client-cert it does not', () => {
  assert.deepEqual(scanned('gnutls asking').observation.handshake?.certificateRequest?.authorities, []);
  assert.equal(scanned('gnutls indifferent').observation.handshake?.certificateRequest, null);
});

for (const protocol of ['TLSv1.1', 'TLSv1.0'] as const) {
  test(`a server with ${protocol} only is read with the first hello, and its signature proves the key`, () => {
    const { endpoint } = scanned(protocol);
    assert.equal(endpoint.handshake?.protocol, protocol);
    assert.equal(endpoint.handshake?.profile, 'modern');
    assert.equal(endpoint.handshake?.keyPossession, 'proven');
    assert.equal(outcomeOf(endpoint, 'protocol-version'), 'fail');
  });
}

const fastHandshakes = [
  ['of either version', () => nginx.ports.get('two key types'), 'TLSv1.2', ['tls12']],
  ['with TLS 1.3 alone', () => servers.get('P-384 only')?.port, 'TLSv1.3', ['tls12', 'modern']],
  ['with TLS 1.0 alone', () => servers.get('TLSv1.0')?.port, 'TLSv1.0', ['tls12']],
] as const;

for (const [which, port, protocol, hellos] of fastHandshakes) {
  test(`--handshake fast reads a server ${which} over ${protocol}`, async () => {
    const target = { host: urlHost, address: nginx.address, port: port() ?? 0, trustFile };
    const { endpoint, observation } = await scanOne(folder, target, ['--handshake', 'fast']);
    assert.equal(endpoint.handshake?.protocol, protocol);
    assert.equal(endpoint.handshake?.keyPossession, 'proven');
    assert.deepEqual(
      observation.attempts.map(({ profile }) => profile),
      hellos,
    );
    // A TLS 1.3 server marks its TLS 1.2 answers; nobody asked this one for more.
    assert.notEqual(outcomeOf(endpoint, 'protocol-downgrade'), 'fail');
  });
}

test('where a server has an RSA and an ECDSA certificate, both are judged on request', async () => {
  const target = { host: urlHost, address: nginx.address, port: nginx.ports.get('two key types') ?? 0, trustFile };
  const both = (await scanOne(folder, target, ['--key-types', 'all'])).report.endpoints;
  assert.equal(both.length, 2);
  const leaves = new Set(both.map(({ chain }) => chain[0]?.der));
  assert.deepEqual(
    leaves,
    new Set([rsa, ecdsa].map(({ chain }) => Buffer.from(chain[0]?.der ?? []).toString('base64'))),
  );
  assert.match(both[1]?.id ?? '', /#(rsa|ecdsa)$/);
});

test('the certificate for a server name is judged, the one without it is evidence beside it', async () => {
  const target = { host: urlHost, address: nginx.address, port: nginx.ports.get('by name') ?? 0, trustFile };
  const { endpoint, observation } = await scanOne(folder, { ...target, role: 'virtual-server', policy: 'cwa-2007-r2' });
  assert.deepEqual(
    endpoint.chain.map(({ der }) => der),
    rsa.chain.map(({ der }) => Buffer.from(der).toString('base64')),
  );
  assert.deepEqual(observation.withoutServerName, {
    certificates: stranger.chain.map(({ der }) => new Uint8Array(der)),
  });
  assert.equal(outcomeOf(endpoint, 'default-certificate'), 'fail');
});
