import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { createCertificateFolder } from './certificates.ts';
import { dial } from './dial.ts';
import { startGnutls, startOpenssl } from './servers.ts';

const folder = createCertificateFolder();
const rsa = folder.make('rsa', 'rsa:2048');
after(() => folder.remove());

test('reads a TLS 1.3 flight of OpenSSL whole', async () => {
  const server = await startOpenssl(rsa, '-tls1_3');
  const result = await dial(server.port, { serverName: 'rsa.test' });
  await server.stop();
  assert.equal(result.failure, undefined);
  assert.deepEqual(result.certificates, [rsa.der]);
  assert.equal(result.serverHello?.protocol, 'TLSv1.3');
  assert.equal(result.finishedCorrect, true);
});

test('reads a TLS 1.2 flight of OpenSSL whole', async () => {
  const server = await startOpenssl(rsa, '-tls1_2');
  const result = await dial(server.port, { serverName: 'rsa.test' });
  await server.stop();
  assert.equal(result.failure, undefined);
  assert.deepEqual(result.certificates, [rsa.der]);
  assert.equal(result.flightComplete, true);
});

test('reads the chain of a TLS 1.0 server that has only RC4 and 3DES', async () => {
  const server = await startGnutls(
    rsa,
    '--priority',
    'NONE:+VERS-TLS1.0:+ARCFOUR-128:+3DES-CBC:+RSA:+SHA1:+MD5:+COMP-NULL:+SIGN-ALL:%NO_EXTENSIONS',
  );
  const result = await dial(server.port);
  await server.stop();
  assert.equal(result.failure, undefined);
  assert.deepEqual(result.certificates, [rsa.der]);
  assert.equal(result.serverHello?.protocol, 'TLSv1.0');
});
