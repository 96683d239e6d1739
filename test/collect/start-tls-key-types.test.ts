import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { after, test } from 'node:test';

import { createCollector } from '../../src/collect/collector.ts';
import { createCertificateFolder } from '../tls/certificates.ts';
import { makeMlDsaCertificate } from '../tls/ml-dsa-certificate.ts';
import { startNode24 } from '../tls/node-24.ts';
import { budget, collectorOptions, endpointAt } from './collecting.ts';

const folder = createCertificateFolder();
const rsa = folder.make('rsa', 'rsa:2048');
const ecdsa = folder.make('ecdsa', 'ec:prime256v1');
const ed25519 = folder.make('ed25519', 'ed25519');
after(() => folder.remove());

/** A mail server that speaks SMTP as far as STARTTLS and hands the connection to the TLS server behind it; counts its connections. */
async function startMailServer(behind: number) {
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined).write('220 mail.contoso.test ESMTP\r\n');
    let line = '';
    const onData = (chunk: Buffer): void => {
      line += chunk.toString('latin1');
      if (!line.endsWith('\r\n')) return;
      if (line.startsWith('EHLO')) socket.write('250-mail.contoso.test\r\n250 STARTTLS\r\n');
      if (line.startsWith('STARTTLS')) {
        socket.off('data', onData);
        const tls = connect(behind, '127.0.0.1').on('error', () => socket.destroy());
        socket.pipe(tls).pipe(socket);
        socket.write('220 go ahead\r\n');
      }
      line = '';
    };
    socket.on('data', onData);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

const read = (file: string): string => readFileSync(file, 'utf8');

test('behind STARTTLS all key types, ALPN, a wrong server name and none are asked for as elsewhere, on a connection each', async () => {
  const mlDsa = makeMlDsaCertificate('ML-DSA-65');
  const behind = await startNode24({
    cert: [rsa, ecdsa, ed25519].map(({ certificateFile }) => read(certificateFile)).concat(mlDsa.certificate),
    key: [rsa, ecdsa, ed25519].map(({ keyFile }) => read(keyFile)).concat(mlDsa.key),
    ALPNProtocols: ['smtp'],
  });
  const mail = await startMailServer(behind.port);
  try {
    const changes = { startTls: 'smtp', sniProbe: 'no-such-name.invalid', probeWithoutServerName: true } as const;
    const collect = createCollector({ ...collectorOptions, keyTypes: 'all', alpn: ['smtp'] });
    const observations = await collect(endpointAt(mail, changes), budget());
    assert.deepEqual(
      observations.map(({ certificates }) => Buffer.from(certificates[0] ?? [])),
      [ecdsa.der, rsa.der, ed25519.der, mlDsa.der].map((leaf) => Buffer.from(leaf)),
    );
    for (const { handshake, failure, withoutServerName, withWrongServerName } of observations) {
      assert.equal(failure, null);
      assert.equal(handshake?.keyPossession, 'proven');
      assert.equal(handshake?.applicationProtocol, 'smtp');
      assert.equal(handshake?.startTls?.protocol, 'smtp');
      assert.ok(withoutServerName !== null && 'certificates' in withoutServerName);
      assert.ok(withWrongServerName !== undefined && 'certificates' in withWrongServerName);
    }
    assert.equal(mail.connections(), 6, 'four key types, and the two answers that are asked for once a run');
  } finally {
    await mail.stop();
    await behind.stop();
  }
});

test('behind STARTTLS a server that refuses the application protocols is asked once more without them', async () => {
  const behind = await startNode24({ cert: read(rsa.certificateFile), key: read(rsa.keyFile), ALPNProtocols: ['h2'] });
  const mail = await startMailServer(behind.port);
  try {
    const collect = createCollector({ ...collectorOptions, alpn: ['imap'] });
    const [observation] = await collect(endpointAt(mail, { startTls: 'smtp' }), budget());
    assert.equal(observation?.handshake?.applicationProtocol, null);
    assert.deepEqual(
      observation?.attempts.map(({ alert }) => alert),
      ['no_application_protocol', undefined],
    );
    assert.equal(mail.connections(), 2);
  } finally {
    await mail.stop();
    await behind.stop();
  }
});
