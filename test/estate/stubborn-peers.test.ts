import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import { createContoso, sslPresentation, urlHost } from './contoso.ts';
import { outcomeOf, scanOne } from './scan.ts';
import {
  abortOnAnyExtension,
  ellipticExchange,
  readFirst64Suites,
  refuse0x0303,
  rsaExport,
  type Script,
  silentOnHellosOf256To511,
  ssl30BareOnly,
  ssl30Only,
} from './scripted/peers.ts';
import { type ScriptedPeer, startScriptedPeer } from './scripted/scripted-peer.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const contoso = await createContoso(new Date());
const trustFile = folder.write('root.pem', contoso.authority.root.pem);
const presentation = sslPresentation(contoso);
const peers: ScriptedPeer[] = [];
after(async () => {
  await Promise.all(peers.map((peer) => peer.close()));
  folder.remove();
});

async function scanPeer(script: Script): Promise<EndpointReport & { readonly connections: number }> {
  const peer = await startScriptedPeer(script);
  peers.push(peer);
  const target = { host: urlHost, address: peer.address, port: peer.port, trustFile };
  const { endpoint } = await scanOne(folder, target, ['--timeout', '20s']);
  return { ...endpoint, connections: peer.connections() };
}

function assertWholeChain(endpoint: EndpointReport): void {
  assert.deepEqual(
    endpoint.chain.map(({ der }) => der),
    presentation.chain.map(({ der }) => Buffer.from(der).toString('base64')),
  );
}

test('a peer that aborts on any extension shows its chain to a bare hello', async () => {
  const endpoint = await scanPeer(abortOnAnyExtension(presentation));
  assertWholeChain(endpoint);
  assert.equal(endpoint.handshake?.profile, 'tls10-bare');
  assert.equal(endpoint.serverName, null);
});

test('a peer that is silent on hellos of 256 to 511 bytes answers the first one', async () => {
  const endpoint = await scanPeer(silentOnHellosOf256To511(presentation));
  assertWholeChain(endpoint);
  assert.equal(endpoint.handshake?.profile, 'modern');
  assert.equal(endpoint.connections, 1);
});

test('a peer that refuses 0x0303 shows its chain to a hello of TLS 1.0, server name included', async () => {
  const endpoint = await scanPeer(refuse0x0303(presentation));
  assertWholeChain(endpoint);
  assert.equal(endpoint.handshake?.profile, 'tls10');
  assert.equal(endpoint.serverName, urlHost);
});

test('a peer that reads the first 64 suites only finds its own among them', async () => {
  const endpoint = await scanPeer(readFirst64Suites(presentation));
  assertWholeChain(endpoint);
  assert.equal(endpoint.handshake?.cipherSuite, 'TLS_RSA_WITH_RC4_128_MD5');
  assert.equal(endpoint.connections, 1);
});

test('a peer that answers SSL 3.0 whatever it is offered is read on the first rung', async () => {
  const endpoint = await scanPeer(ssl30Only(presentation));
  assertWholeChain(endpoint);
  assert.equal(endpoint.handshake?.protocol, 'SSLv3');
  assert.equal(endpoint.handshake?.profile, 'modern');
});

test('a peer that only understands a bare hello of SSL 3.0 is read on the last rung', async () => {
  const endpoint = await scanPeer(ssl30BareOnly(presentation));
  assertWholeChain(endpoint);
  assert.equal(endpoint.handshake?.profile, 'ssl30-bare');
  assert.equal(outcomeOf(endpoint, 'protocol-version'), 'fail');
});

test('RSA_EXPORT is read, its 512-bit key reported and its signature proves the key', async () => {
  const endpoint = await scanPeer(rsaExport(presentation));
  assertWholeChain(endpoint);
  assert.equal(endpoint.handshake?.cipherSuite, 'TLS_RSA_EXPORT_WITH_RC4_40_MD5');
  assert.equal(endpoint.handshake?.keyPossession, 'proven');
  assert.equal(outcomeOf(endpoint, 'key-exchange-strength'), 'fail');
});

test('a signature of the right key proves possession, one of another key fails it and keeps the chain', async () => {
  const right = await scanPeer(ellipticExchange(presentation, presentation.key));
  assert.equal(outcomeOf(right, 'key-possession'), 'pass');
  const wrong = await scanPeer(ellipticExchange(presentation, contoso.keys.mtls));
  assertWholeChain(wrong);
  assert.equal(wrong.handshake?.keyPossession, 'wrong');
  assert.equal(outcomeOf(wrong, 'key-possession'), 'fail');
});
