import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';

import { createCertificateFolder } from '../tls/certificates.ts';
import { alertCodes } from '../../src/tls/tables/alerts.ts';
import { startNode24 } from '../tls/node-24.ts';
import { startOpenssl, startScripted } from '../tls/servers.ts';
import { alert } from '../zoo/server-messages.ts';
import { collect, endpointAt } from './collecting.ts';

const folder = createCertificateFolder();
const rsa = folder.make('rsa', 'rsa:2048');
after(() => folder.remove());
const files = { cert: readFileSync(rsa.certificateFile, 'utf8'), key: readFileSync(rsa.keyFile, 'utf8') };

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`${version}: what the server chose is kept, and is null if it chose none`, async () => {
    const server = await startNode24({
      ...files,
      minVersion: version,
      maxVersion: version,
      ALPNProtocols: ['h2', 'http/1.1'],
    });
    const silent = await startOpenssl(rsa);
    try {
      const of = async (port: number, alpn: readonly string[]) => await collect(endpointAt({ port }), { alpn });
      assert.equal((await of(server.port, ['http/1.1', 'imap'])).handshake?.applicationProtocol, 'http/1.1');
      assert.equal((await of(silent.port, ['h2'])).handshake?.applicationProtocol, null);
      assert.equal((await of(server.port, [])).handshake?.applicationProtocol, undefined);
      const own = await collect(endpointAt(server, { alpn: ['h2'] }), { alpn: ['http/1.1'] });
      assert.equal(own.handshake?.applicationProtocol, 'h2');
    } finally {
      await server.stop();
      await silent.stop();
    }
  });
}

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`${version}: a server that refuses the application protocols is asked once more without them`, async () => {
    const server = await startNode24({ ...files, minVersion: version, maxVersion: version, ALPNProtocols: ['h2'] });
    try {
      const { attempts, handshake, failure } = await collect(endpointAt(server), { alpn: ['imap', 'ftp'] });
      assert.equal(failure, null);
      assert.equal(handshake?.protocol, version);
      assert.equal(handshake?.applicationProtocol, null);
      assert.equal(handshake?.keyPossession, 'proven');
      assert.deepEqual(
        attempts.map(({ profile, alert }) => [profile, alert]),
        [
          ['modern', 'no_application_protocol'],
          ['modern', undefined],
        ],
      );
      assert.match(
        attempts[0]?.failure?.message ?? '',
        /none of the application protocols offered \(imap, ftp\); name another one/,
      );
    } finally {
      await server.stop();
    }
  });
}

test('no_application_protocol is explained: which were offered, or that none was', async () => {
  const refusal = alert(2, alertCodes.no_application_protocol);
  const server = await startScripted((socket) => socket.once('data', () => socket.end(refusal)));
  try {
    const { attempts, failure } = await collect(endpointAt(server), { alpn: ['imap'] });
    assert.match(failure?.message ?? '', /none of the application protocols offered \(imap\); name another one/);
    const [first, second, third] = attempts.map(({ profile }) => profile);
    assert.deepEqual([first, second, third], ['modern', 'modern', 'tls12']);
    assert.match(attempts[1]?.failure?.message ?? '', /serves only clients that name an application protocol/);
  } finally {
    await server.stop();
  }
});
