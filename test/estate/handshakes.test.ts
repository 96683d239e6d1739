import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { createContoso, sslPresentation, urlHost } from './contoso.ts';
import { startGnutlsServer } from './gnutls-server.ts';
import { startNginx } from './nginx.ts';
import { ocspResponse } from './ocsp-response.ts';
import { startOpensslServer } from './openssl-server.ts';
import { outcomeOf, scanOne } from './scan.ts';
import type { ServerProcess } from './server-process.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const contoso = await createContoso(new Date());
const { root, intermediate } = contoso.authority;
const trustFile = folder.write('root.pem', root.pem);
const rsa = sslPresentation(contoso);
const ecdsa = sslPresentation(contoso, { key: contoso.keys.ec });
const running: { stop(): Promise<void> }[] = [];
after(async () => {
  await Promise.all(running.map((server) => server.stop()));
  folder.remove();
});

async function kept(starting: Promise<ServerProcess>): Promise<ServerProcess> {
  const server = await starting;
  running.push(server);
  return server;
}

async function scanServer({ address, port }: ServerProcess, args: readonly string[] = []) {
  return await scanOne(folder, { host: urlHost, address, port, trustFile }, args);
}

test('a server with P-384 as its only group asks for a second hello and is read to its end', async () => {
  const server = await kept(startOpensslServer(folder, rsa, ['-groups', 'P-384', '-tls1_3']));
  const { endpoint, observation } = await scanServer(server);
  assert.equal(observation.handshake?.helloRetryRequest, true);
  assert.equal(observation.handshake?.keyExchange.group, 'secp384r1');
  assert.equal(observation.handshake?.flightComplete, true);
  assert.equal(endpoint.handshake?.keyPossession, 'proven');
  assert.equal(endpoint.verdict, 'pass');
});

for (const protocol of ['TLSv1.2', 'TLSv1.3'] as const) {
  const version = protocol === 'TLSv1.2' ? '-tls1_2' : '-tls1_3';

  test(`a stapled OCSP response is kept as it came over ${protocol}`, async () => {
    const response = ocspResponse(folder, { leaf: rsa.chain[0], issuer: intermediate });
    const file = folder.write(`staple${version}.der`, response);
    const server = await kept(startOpensslServer(folder, rsa, [version, '-status_file', file]));
    const { observation } = await scanServer(server);
    assert.deepEqual(observation.handshake?.staples, [{ certificateIndex: 0, response }]);
  });

  test(`a request for a client certificate is kept with the names of its authorities over ${protocol}`, async () => {
    const server = await kept(startOpensslServer(folder, rsa, [version, '-verify', '1', '-CAfile', trustFile]));
    const request = (await scanServer(server)).observation.handshake?.certificateRequest;
    assert.deepEqual(request?.authorities, [new Uint8Array(root.subject)]);
    // The list's length, the name's length, the name.
    assert.equal(request?.authoritiesBytes, 2 + 2 + root.subject.length);
  });

  test(`a request for a client certificate that names no authority is kept as such over ${protocol}`, async () => {
    const server = await kept(startOpensslServer(folder, rsa, [version, '-verify', '1']));
    const request = (await scanServer(server)).observation.handshake?.certificateRequest;
    // TLS 1.2 sends an empty list of two octets, TLS 1.3 leaves the extension out.
    assert.deepEqual([request?.authorities, request?.authoritiesBytes], [[], protocol === 'TLSv1.2' ? 2 : 0]);
  });
}

test('gnutls-serv asks for a client certificate, and with --disable-client-cert it does not', async () => {
  const asking = await kept(startGnutlsServer(folder, rsa));
  assert.notEqual((await scanServer(asking)).observation.handshake?.certificateRequest, null);
  const indifferent = await kept(startGnutlsServer(folder, rsa, { args: ['--disable-client-cert'] }));
  assert.equal((await scanServer(indifferent)).observation.handshake?.certificateRequest, null);
});

for (const [flag, protocol] of [
  ['-tls1_1', 'TLSv1.1'],
  ['-tls1', 'TLSv1.0'],
] as const) {
  test(`a server with ${protocol} only is read on the first rung, and its signature proves the key`, async () => {
    const server = await kept(startOpensslServer(folder, rsa, [flag]));
    const { endpoint } = await scanServer(server);
    assert.equal(endpoint.handshake?.protocol, protocol);
    assert.equal(endpoint.handshake?.profile, 'modern');
    assert.equal(endpoint.handshake?.keyPossession, 'proven');
    assert.equal(outcomeOf(endpoint, 'protocol-version'), 'fail');
  });
}

test('where a server has an RSA and an ECDSA certificate, both are judged on request', async () => {
  const nginx = await startNginx(folder, new Map([['both', { ...rsa, alternative: ecdsa }]]));
  running.push(nginx);
  const target = { host: urlHost, address: nginx.address, port: nginx.ports.get('both') ?? 0, trustFile };
  const { report } = await scanOne(folder, target, ['--key-types', 'all']);
  const leaves = report.endpoints.map(({ id, chain }) => [id.split('#')[1], chain[0]?.der]);
  const der = (presented: typeof rsa): string => Buffer.from(presented.chain[0]?.der ?? []).toString('base64');
  assert.equal(leaves.length, 2);
  assert.deepEqual(new Set(leaves.map(([, leaf]) => leaf)), new Set([der(rsa), der(ecdsa)]));
  assert.ok(leaves.some(([suffix]) => suffix === 'rsa' || suffix === 'ecdsa'));
});

test('the certificate for a server name is judged, the one without it is evidence beside it', async () => {
  const stranger = sslPresentation(contoso, { names: ['www.contoso.com'] });
  const nginx = await startNginx(folder, new Map([['sni', { ...stranger, byServerName: new Map([[urlHost, rsa]]) }]]));
  running.push(nginx);
  const target = { host: urlHost, address: nginx.address, port: nginx.ports.get('sni') ?? 0, trustFile };
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
