import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import { createContoso, sslPresentation, urlHost } from './contoso.ts';
import { outcomeOf, scan } from './scan.ts';
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
const scripts = {
  'aborts on any extension': abortOnAnyExtension(presentation),
  'silent on hellos of 256 to 511 bytes': silentOnHellosOf256To511(presentation),
  'refuses 0x0303': refuse0x0303(presentation),
  'reads 64 suites': readFirst64Suites(presentation),
  'answers SSL 3.0': ssl30Only(presentation),
  'understands SSL 3.0 only': ssl30BareOnly(presentation),
  RSA_EXPORT: rsaExport(presentation),
  'signs with the right key': ellipticExchange(presentation, presentation.key),
  'signs with another key': ellipticExchange(presentation, contoso.keys.mtls),
} satisfies Record<string, Script>;
type PeerName = keyof typeof scripts;

const peers = new Map<string, ScriptedPeer>();
for (const [name, script] of Object.entries(scripts)) peers.set(name, await startScriptedPeer(script));
const { report } = await scan(folder, {
  trustStores: { roots: { files: [trustFile] } },
  targets: [...peers.values()].map(({ address, port }) => ({
    host: urlHost,
    address,
    port,
    role: 'server' as const,
    policy: 'tls-server' as const,
    trust: ['roots'],
  })),
});
after(() => folder.remove());
await Promise.all([...peers.values()].map((peer) => peer.close()));

function scanned(name: PeerName): EndpointReport & { readonly connections: number } {
  const endpoint = report.endpoints[Object.keys(scripts).indexOf(name)];
  assert.ok(endpoint);
  return { ...endpoint, connections: peers.get(name)?.connections() ?? 0 };
}

function assertWholeChain(endpoint: EndpointReport): void {
  assert.deepEqual(
    endpoint.chain.map(({ der }) => der),
    presentation.chain.map(({ der }) => Buffer.from(der).toString('base64')),
  );
}

test('a peer that aborts on any extension shows its chain to a bare hello', () => {
  const endpoint = scanned('aborts on any extension');
  assertWholeChain(endpoint);
  assert.equal(endpoint.handshake?.profile, 'tls10-bare');
  assert.equal(endpoint.serverName, null);
});

test('a peer that is silent on hellos of 256 to 511 bytes answers the first one', () => {
  const endpoint = scanned('silent on hellos of 256 to 511 bytes');
  assertWholeChain(endpoint);
  assert.equal(endpoint.handshake?.profile, 'modern');
  assert.equal(endpoint.connections, 1);
});

test('a peer that refuses 0x0303 shows its chain to a hello of TLS 1.0, server name included', () => {
  const endpoint = scanned('refuses 0x0303');
  assertWholeChain(endpoint);
  assert.equal(endpoint.handshake?.profile, 'tls10');
  assert.equal(endpoint.serverName, urlHost);
});

test('a peer that reads the first 64 suites only finds its own among them', () => {
  const endpoint = scanned('reads 64 suites');
  assertWholeChain(endpoint);
  assert.equal(endpoint.handshake?.cipherSuite, 'TLS_RSA_WITH_RC4_128_MD5');
  assert.equal(endpoint.connections, 1);
});

test('a peer that answers SSL 3.0 whatever it is offered is read with the first hello', () => {
  const endpoint = scanned('answers SSL 3.0');
  assertWholeChain(endpoint);
  assert.equal(endpoint.handshake?.protocol, 'SSLv3');
  assert.equal(endpoint.handshake?.profile, 'modern');
});

test('a peer that only understands a bare hello of SSL 3.0 is read with the last hello', () => {
  const endpoint = scanned('understands SSL 3.0 only');
  assertWholeChain(endpoint);
  assert.equal(endpoint.handshake?.profile, 'ssl30-bare');
  assert.equal(outcomeOf(endpoint, 'protocol-version'), 'fail');
});

test('RSA_EXPORT is read, its 512-bit key reported and its signature proves the key', () => {
  const endpoint = scanned('RSA_EXPORT');
  assertWholeChain(endpoint);
  assert.equal(endpoint.handshake?.cipherSuite, 'TLS_RSA_EXPORT_WITH_RC4_40_MD5');
  assert.equal(endpoint.handshake?.keyPossession, 'proven');
  assert.equal(outcomeOf(endpoint, 'key-exchange-strength'), 'fail');
});

test('a signature of the right key proves possession, one of another key fails it and keeps the chain', () => {
  const right = scanned('signs with the right key');
  assert.equal(outcomeOf(right, 'key-possession'), 'pass');
  const wrong = scanned('signs with another key');
  assertWholeChain(wrong);
  assert.equal(wrong.handshake?.keyPossession, 'wrong');
  assert.equal(outcomeOf(wrong, 'key-possession'), 'fail');
});
