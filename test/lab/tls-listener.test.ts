import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { connect, type ConnectionOptions, type DetailedPeerCertificate } from 'node:tls';

import { createAuthority } from '../../src/lab/authority.ts';
import { issueServerCertificate } from '../../src/lab/issue-server-certificate.ts';
import { makeKeyPair } from '../../src/lab/key-pair.ts';
import { type Listener, startTlsListener } from '../../src/lab/tls-listener.ts';

const authority = await createAuthority({ organization: 'Contoso', now: new Date() });
const key = await makeKeyPair('p-256');
const leaf = await issueServerCertificate(authority, key, { names: ['im.contoso.com'] });
const other = await issueServerCertificate(authority, key, { names: ['www.contoso.com'] });
const chain = [leaf, authority.intermediate];

const listeners: Listener[] = [];
after(() => Promise.all(listeners.map((listener) => listener.close())));

test('it presents its chain to a client that trusts the root', async () => {
  const listener = await start({});
  const peer = await dial(listener, { servername: 'im.contoso.com' });
  assert.equal(peer.authorized, true);
  assert.equal(peer.certificate.subject.CN, 'im.contoso.com');
});

test('another server name may be shown another certificate', async () => {
  const byServerName = new Map([['www.contoso.com', { chain: [other, authority.intermediate], key }]]);
  const listener = await start({ byServerName });
  assert.equal((await dial(listener, { servername: 'www.contoso.com' })).certificate.subject.CN, 'www.contoso.com');
  assert.equal((await dial(listener, { servername: 'im.contoso.com' })).certificate.subject.CN, 'im.contoso.com');
});

test('settings reach node:tls', async () => {
  const listener = await start({ settings: { maxVersion: 'TLSv1.2' } });
  assert.equal((await dial(listener, { servername: 'im.contoso.com' })).protocol, 'TLSv1.2');
});

test('close ends connections that are still open', async () => {
  const listener = await startTlsListener({ address: '127.0.0.1', chain, key });
  const { connect: connectPlain } = await import('node:net');
  const socket = connectPlain(listener.port, listener.address);
  await once(socket, 'connect');
  const closed = once(socket, 'close');
  socket.resume();
  await listener.close();
  await closed;
});

async function start(options: Partial<Parameters<typeof startTlsListener>[0]>): Promise<Listener> {
  const listener = await startTlsListener({ address: '127.0.0.1', chain, key, ...options });
  listeners.push(listener);
  return listener;
}

async function dial(
  { address, port }: Listener,
  options: ConnectionOptions,
): Promise<{ authorized: boolean; certificate: DetailedPeerCertificate; protocol: string | null }> {
  const socket = connect({ host: address, port, ca: authority.root.pem, ...options });
  await once(socket, 'secureConnect');
  const seen = {
    authorized: socket.authorized,
    certificate: socket.getPeerCertificate(true),
    protocol: socket.getProtocol(),
  };
  socket.destroy();
  return seen;
}
