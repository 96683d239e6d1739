import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import type { ProbeResult } from '../../src/tls/probe.ts';
import { createCertificateFolder } from './certificates.ts';
import { type DialOptions, dial } from './dial.ts';
import { type RunningServer, startGnutls, startOpenssl } from './servers.ts';

const folder = createCertificateFolder();
const rsa = folder.make('rsa', 'rsa:2048');
after(() => folder.remove());

async function prove(starting: Promise<RunningServer>, options: DialOptions = {}): Promise<ProbeResult> {
  const server = await starting;
  try {
    return await dial(server.port, { provePossession: true, ...options });
  } finally {
    await server.stop();
  }
}

function assertProven(result: ProbeResult): void {
  assert.equal(result.failure, undefined);
  assert.deepEqual(result.keyProof, { kind: 'finished', correct: true });
  assert.equal(result.keyExchange.kind, 'rsa');
  assert.equal(result.flightComplete, true);
}

for (const [version, ciphers] of [
  ['-tls1_2', ['AES256-GCM-SHA384', 'AES128-GCM-SHA256', 'AES256-SHA256', 'AES128-SHA', 'CAMELLIA256-SHA']],
  ['-tls1_1', ['AES256-SHA', 'CAMELLIA128-SHA']],
  ['-tls1', ['AES128-SHA', 'CAMELLIA256-SHA']],
] as const) {
  for (const cipher of ciphers) {
    test(`proves the key of OpenSSL with ${version} and ${cipher}`, async () => {
      assertProven(await prove(startOpenssl(rsa, version, '-cipher', `${cipher}:@SECLEVEL=0`)));
    });
  }
}

for (const version of ['1.0', '1.1', '1.2']) {
  for (const [cipher, mac] of [
    ['ARCFOUR-128', 'SHA1'],
    ['ARCFOUR-128', 'MD5'],
    ['3DES-CBC', 'SHA1'],
  ] as const) {
    test(`proves the key of GnuTLS with TLS ${version}, ${cipher} and ${mac}`, async () => {
      const priority = `NONE:+VERS-TLS${version}:+${cipher}:+RSA:+${mac}:+COMP-NULL:+SIGN-ALL:%NO_EXTENSIONS`;
      assertProven(await prove(startGnutls(rsa, '--priority', priority)));
    });
  }
}

test('proves the key without extended_master_secret too', async () => {
  assertProven(await prove(startOpenssl(rsa, '-tls1_2', '-cipher', 'AES128-SHA'), { profile: 'tls12' }));
  assertProven(await prove(startOpenssl(rsa, '-tls1', '-cipher', 'AES128-SHA:@SECLEVEL=0'), { profile: 'tls10-bare' }));
});

test('answers a request for a certificate with none', async () => {
  const result = await prove(startOpenssl(rsa, '-tls1_2', '-cipher', 'AES128-SHA', '-verify', '1'));
  assertProven(result);
  assert.notEqual(result.certificateRequest, undefined);
});

test('a server that insists on a certificate leaves the proof open and the chain known', async () => {
  const result = await prove(startOpenssl(rsa, '-tls1_2', '-cipher', 'AES128-SHA', '-Verify', '1'));
  assert.deepEqual(result.keyProof, { kind: 'none', reason: 'broken' });
  assert.equal(result.failure?.kind, 'alert');
  assert.deepEqual(result.certificates, [rsa.der]);
  assert.equal(result.flightComplete, true);
});

test('changes nothing where the key exchange is signed', async () => {
  const result = await prove(startOpenssl(rsa, '-tls1_2', '-cipher', 'ECDHE-RSA-AES128-GCM-SHA256'));
  assert.equal(result.keyProof.kind, 'signature');
  assert.equal(result.failure, undefined);
});
