import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { connect } from 'node:tls';

import { createContoso, sslPresentation, urlHost } from './contoso.ts';
import { legacyPriority, startGnutlsServer } from './gnutls-server.ts';
import { outcomeOf, scanOne } from './scan.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const contoso = await createContoso(new Date());
const trustFile = folder.write('root.pem', contoso.authority.root.pem);
const presentation = sslPresentation(contoso);
const servers = {
  'ARCFOUR-128': await startGnutlsServer(folder, presentation, { priority: legacyPriority('ARCFOUR-128') }),
  '3DES-CBC': await startGnutlsServer(folder, presentation, { priority: legacyPriority('3DES-CBC') }),
};
after(async () => {
  await Promise.all(Object.values(servers).map((server) => server.stop()));
  folder.remove();
});

const suites = { 'ARCFOUR-128': /^TLS_RSA_WITH_RC4_128_(MD5|SHA)$/, '3DES-CBC': /^TLS_RSA_WITH_3DES_EDE_CBC_SHA$/ };

for (const cipher of ['ARCFOUR-128', '3DES-CBC'] as const) {
  const { address, port } = servers[cipher];

  test(`tls.connect cannot reach a TLS 1.0 server with ${cipher} only, whatever it is told`, async () => {
    for (const ciphers of ['DEFAULT:@SECLEVEL=0', 'ALL:@SECLEVEL=0', 'ALL:COMPLEMENTOFALL:@SECLEVEL=0']) {
      const socket = connect({ host: address, port, ciphers, minVersion: 'TLSv1', rejectUnauthorized: false });
      const [error] = await once(socket, 'error');
      assert.match((error as NodeJS.ErrnoException).code ?? '', /^(ERR_SSL|ECONNRESET)/);
    }
  });

  test(`a TLS 1.0 server with ${cipher} only gets a full verdict`, async () => {
    const { endpoint, observation } = await scanOne(folder, {
      host: urlHost,
      address,
      port,
      trustFile,
      role: 'virtual-server',
      policy: 'cwa-2007-r2',
    });
    assert.equal(endpoint.handshake?.protocol, 'TLSv1.0');
    assert.match(endpoint.handshake?.cipherSuite ?? '', suites[cipher]);
    assert.equal(endpoint.handshake?.keyPossession, 'not-proven');
    assert.equal(endpoint.failure, null);
    assert.deepEqual(
      observation.certificates,
      presentation.chain.map(({ der }) => new Uint8Array(der)),
    );
    for (const check of ['name-match', 'chain-trust', 'chain-completeness', 'key-usage', 'validity-period']) {
      assert.equal(outcomeOf(endpoint, check), 'pass', check);
    }
    assert.equal(outcomeOf(endpoint, 'protocol-version'), 'fail');
    assert.equal(outcomeOf(endpoint, 'key-possession'), 'undetermined');
    assert.notEqual(endpoint.verdict, 'unreachable');
  });
}

test('asked to prove possession, the audit completes the key exchange with RC4 and with 3DES', async () => {
  for (const { address, port } of Object.values(servers)) {
    const { endpoint } = await scanOne(folder, { host: urlHost, address, port, trustFile }, ['--prove-possession']);
    assert.equal(endpoint.handshake?.keyPossession, 'proven');
    assert.equal(outcomeOf(endpoint, 'key-possession'), 'pass');
  }
});
