import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';

import { createCertificateFolder } from '../tls/certificates.ts';
import { startNode24 } from '../tls/node-24.ts';
import { startOpenssl } from '../tls/servers.ts';
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

test('no_application_protocol is explained: which were offered, or that none was', async () => {
  const server = await startNode24({ ...files, ALPNProtocols: ['h2'] });
  try {
    const { failure } = await collect(endpointAt(server), { alpn: ['imap', 'ftp'] });
    assert.equal(failure?.kind, 'alert');
    assert.match(failure?.message ?? '', /none of the application protocols offered \(imap, ftp\); name another one/);
  } finally {
    await server.stop();
  }
});
