import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { issueServerCertificate } from '../forge/certificate-authority.ts';
import { clientAuth } from '../forge/certificate-profile.ts';
import { makeKeyPair } from '../../src/lab/key-pair.ts';
import { createContoso, sslPresentation, urlHost } from './contoso.ts';
import { startGnutlsServer } from './gnutls-server.ts';
import { startNginx } from './nginx.ts';
import { startOpensslServer } from './openssl-server.ts';
import { presentedFiles } from './presented-files.ts';
import { outcomeOf, scanOne } from './scan.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const contoso = await createContoso(new Date());
const { authority } = contoso;
const trustFile = folder.write('root.pem', authority.root.pem);
const presentation = sslPresentation(contoso);
/** A client as an enterprise has them: its issuer is not known to the server, which is sent it along. */
const key = await makeKeyPair('rsa-2048');
const client = issueServerCertificate(authority, key, {
  names: ['scanner.contoso.local'],
  changes: { extendedKeyUsage: [clientAuth] },
});
const whole = presentedFiles(folder, { chain: [client, authority.intermediate], key });
const alone = presentedFiles(folder, { chain: [client], key });

const rsaOnly = 'NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+RSA';
const insisting = ['-Verify', '3', '-verify_return_error', '-CAfile', trustFile];
const nginx = await startNginx(
  folder,
  new Map([
    [
      'insisting',
      {
        ...presentation,
        directives: [
          'ssl_protocols TLSv1.2;',
          'ssl_ciphers AES128-GCM-SHA256;',
          `ssl_client_certificate ${trustFile};`,
          'ssl_verify_client on;',
          'ssl_verify_depth 3;',
        ],
      },
    ],
  ]),
);
const openssl = await startOpensslServer(folder, presentation, [
  ...['-tls1_2', '-cipher', 'AES128-GCM-SHA256'],
  ...insisting,
]);
const gnutls = await startGnutlsServer(folder, presentation, {
  priority: rsaOnly,
  args: ['--require-client-cert', '--verify-client-cert', '--x509cafile', trustFile],
});
after(async () => {
  await Promise.all([nginx.stop(), openssl.stop(), gnutls.stop()]);
  folder.remove();
});

const servers = {
  nginx: { address: nginx.address, port: nginx.ports.get('insisting') ?? 0 },
  OpenSSL: openssl,
  GnuTLS: gnutls,
};

function scanWith(
  place: { readonly address: string; readonly port: number },
  files: typeof whole,
  more: string[] = [],
) {
  const { address, port } = place;
  return scanOne(folder, { host: urlHost, address, port, trustFile, role: 'virtual-server', policy: 'cwa-2007-r2' }, [
    ...['--prove-possession', '--client-cert', files.chain, '--client-key', files.key],
    ...more,
  ]);
}

for (const [name, place] of Object.entries(servers)) {
  test(`${name} that insists on a client certificate completes the exchange, and is judged`, async () => {
    const { endpoint, observation } = await scanWith(place, whole);
    assert.equal(endpoint.failure, null);
    assert.equal(endpoint.handshake?.clientCertificateSent, true);
    assert.equal(observation.handshake?.clientCertificateSent, true);
    assert.equal(outcomeOf(endpoint, 'key-possession'), 'pass');
    assert.notEqual(observation.handshake?.certificateRequest, null);
  });
}

test('without its issuer the server refuses it, which leaves the proof open and the chain judged', async () => {
  const { endpoint } = await scanWith(openssl, alone);
  assert.equal(endpoint.failure?.kind, 'alert');
  assert.equal(endpoint.handshake?.clientCertificateSent, true);
  assert.equal(outcomeOf(endpoint, 'key-possession'), 'undetermined');
  assert.equal(outcomeOf(endpoint, 'chain-trust'), 'pass');
});
