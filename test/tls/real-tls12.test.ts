import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createServer } from 'node:tls';

import type { ProbeResult } from '../../src/tls/probe.ts';
import { createCertificateFolder, type TestCertificate } from './certificates.ts';
import { type DialOptions, dial } from './dial.ts';
import { provenScheme } from './proofs.ts';
import { type RunningServer, startGnutls, startOpenssl } from './servers.ts';

const folder = createCertificateFolder();
const rsa = folder.make('rsa', 'rsa:2048');
const ecdsa = folder.make('ecdsa', 'ec:prime256v1');
const ed25519 = folder.make('ed25519', 'ed25519');
const dsaParameters = join(folder.path, 'dsa.params');
execFileSync(
  'openssl',
  ['genpkey', '-genparam', '-algorithm', 'DSA', '-pkeyopt', 'dsa_paramgen_bits:1024', '-out', dsaParameters],
  { stdio: 'pipe' },
);
const dsa = folder.make('dsa', `dsa:${dsaParameters}`);
after(() => folder.remove());

async function dialAndStop(starting: Promise<RunningServer>, options: DialOptions = {}): Promise<ProbeResult> {
  const server = await starting;
  try {
    return await dial(server.port, options);
  } finally {
    await server.stop();
  }
}

function assertWhole(result: ProbeResult, certificate: TestCertificate): void {
  assert.equal(result.failure, undefined);
  assert.deepEqual(result.certificates, [certificate.der]);
  assert.equal(result.flightComplete, true);
  assert.equal(result.finishedCorrect, undefined);
}

const cases = [
  { version: '-tls1_2', cipher: 'ECDHE-RSA-AES128-GCM-SHA256', leaf: rsa, kind: 'ecdhe', proof: 'rsa_pss_rsae_sha256' },
  {
    version: '-tls1_2',
    cipher: 'ECDHE-ECDSA-CHACHA20-POLY1305',
    leaf: ecdsa,
    kind: 'ecdhe',
    proof: 'ecdsa_secp256r1_sha256',
  },
  { version: '-tls1_2', cipher: 'DHE-RSA-AES256-SHA', leaf: rsa, kind: 'dhe', proof: 'rsa_pss_rsae_sha256' },
  { version: '-tls1_2', cipher: 'DHE-DSS-AES128-SHA256', leaf: dsa, kind: 'dhe', proof: 'dsa_sha256' },
  { version: '-tls1_1', cipher: 'ECDHE-RSA-AES128-SHA', leaf: rsa, kind: 'ecdhe', proof: 'rsa_md5_sha1' },
  { version: '-tls1_1', cipher: 'DHE-DSS-AES256-SHA', leaf: dsa, kind: 'dhe', proof: 'dsa_sha1' },
  { version: '-tls1', cipher: 'ECDHE-ECDSA-AES256-SHA', leaf: ecdsa, kind: 'ecdhe', proof: 'ecdsa_sha1' },
  { version: '-tls1', cipher: 'DHE-RSA-CAMELLIA128-SHA', leaf: rsa, kind: 'dhe', proof: 'rsa_md5_sha1' },
  { version: '-tls1_2', cipher: 'ECDHE-ECDSA-AES128-GCM-SHA256', leaf: ed25519, kind: 'ecdhe', proof: 'ed25519' },
] as const;

for (const { version, cipher, leaf, kind, proof } of cases) {
  test(`reads a flight of OpenSSL with ${version} and ${cipher}, and its proof under ${proof}`, async () => {
    const result = await dialAndStop(startOpenssl(leaf, version, '-cipher', `${cipher}:@SECLEVEL=0`));
    assertWhole(result, leaf);
    assert.equal(result.keyExchange.kind, kind);
    assert.equal(provenScheme(result), proof);
    assert.equal(result.serverHello?.secureRenegotiation, true);
    assert.equal(result.serverHello?.offeredProtocol, 'TLSv1.3');
  });
}

test('an RSA key exchange proves nothing unless it is completed', async () => {
  const result = await dialAndStop(startOpenssl(rsa, '-tls1_2', '-cipher', 'AES128-SHA'));
  assertWhole(result, rsa);
  assert.deepEqual(result.keyProof, { kind: 'none', reason: 'rsa-key-exchange' });
  assert.deepEqual(result.keyExchange, { kind: 'rsa', group: null, bits: null });
});

test('names a well-known DH prime and tells its size', async () => {
  const options = ['-tls1_2', '-cipher', 'DHE-RSA-AES128-SHA'];
  const result = await dialAndStop(startOpenssl(rsa, ...options));
  assert.equal(result.keyExchange.kind, 'dhe');
  assert.match(result.keyExchange.group ?? '', /^(ffdhe|modp)/);
  assert.equal((result.keyExchange.bits ?? 0) >= 2048, true);
});

test('names the curve of an ECDHE exchange', async () => {
  const result = await dialAndStop(startOpenssl(rsa, '-tls1_2', '-cipher', 'ECDHE', '-groups', 'brainpoolP512r1'));
  assert.deepEqual(result.keyExchange, { kind: 'ecdhe', group: 'brainpoolP512r1', bits: 512 });
  assert.equal(provenScheme(result), 'rsa_pss_rsae_sha256');
});

test('tells a server of TLS 1.3 and 1.2 that answers a lower hello by its downgrade sentinel', async () => {
  const modern = await startOpenssl(rsa, '-cipher', 'ALL:@SECLEVEL=0');
  const [tls12, tls10] = [await dial(modern.port, { profile: 'tls12' }), await dial(modern.port, { profile: 'tls10' })];
  await modern.stop();
  assert.equal(tls12.serverHello?.downgradeSentinel, 'TLSv1.2');
  assert.equal(tls12.serverHello?.offeredProtocol, 'TLSv1.2');
  assert.equal(tls10.serverHello?.downgradeSentinel, 'TLSv1.1-or-lower');
  assert.equal(tls10.serverHello?.protocol, 'TLSv1.0');
});

for (const profile of ['modern', 'tls12', 'tls10', 'tls10-bare'] as const) {
  test(`a TLS 1.0 server accepts the hello of profile ${profile}`, async () => {
    const result = await dialAndStop(startOpenssl(rsa, '-tls1', '-cipher', 'ALL:@SECLEVEL=0'), {
      profile,
      serverName: 'rsa.test',
    });
    assertWhole(result, rsa);
    assert.equal(result.serverHello?.protocol, 'TLSv1.0');
  });
}

test('keeps a staple, which comes in a message of its own', async () => {
  const staple = join(folder.path, 'staple.der');
  const index = join(folder.path, 'index.txt');
  writeFileSync(index, '');
  const file = rsa.certificateFile;
  execFileSync(
    'openssl',
    [
      'ocsp',
      '-index',
      index,
      '-CA',
      file,
      '-rsigner',
      file,
      '-rkey',
      rsa.keyFile,
      '-issuer',
      file,
      '-cert',
      file,
      '-noverify',
      '-respout',
      staple,
    ],
    { stdio: 'pipe' },
  );
  const result = await dialAndStop(startOpenssl(rsa, '-tls1_2', '-status_file', staple));
  assertWhole(result, rsa);
  assert.deepEqual(result.staples, [{ certificateIndex: 0, response: new Uint8Array(readFileSync(staple)) }]);
});

test('keeps SCTs of ServerHello', async () => {
  const info = join(folder.path, 'serverinfo.pem');
  const data = Buffer.from([0, 0, 0x01, 0x80, 0, 18, 0, 4, 0, 2, 0xca, 0xfe]);
  writeFileSync(
    info,
    `-----BEGIN SERVERINFOV2 FOR SCT-----\n${data.toString('base64')}\n-----END SERVERINFOV2 FOR SCT-----\n`,
  );
  const result = await dialAndStop(startOpenssl(rsa, '-tls1_2', '-serverinfo', info));
  assertWhole(result, rsa);
  assert.deepEqual(result.signedCertificateTimestamps, [
    { certificateIndex: null, list: Uint8Array.of(0, 2, 0xca, 0xfe) },
  ]);
});

test('reads types, schemes and names of a CertificateRequest in TLS 1.2', async () => {
  const result = await dialAndStop(startOpenssl(rsa, '-tls1_2', '-Verify', '1', '-CAfile', rsa.certificateFile));
  assertWhole(result, rsa);
  const request = result.certificateRequest;
  assert.equal(request?.certificateTypes.includes(1), true);
  assert.equal(request?.signatureSchemes.includes(0x0401), true);
  assert.equal(request?.authorities.length, 1);
  assert.equal(request?.authoritiesBytes, 4 + (request?.authorities[0]?.length ?? 0));
});

test('reads a CertificateRequest of TLS 1.0, which has no schemes, from GnuTLS', async () => {
  const priority = 'NORMAL:-VERS-ALL:+VERS-TLS1.0:%COMPAT';
  const asking = await dialAndStop(startGnutls(rsa, '--priority', priority));
  assertWhole(asking, rsa);
  assert.deepEqual(asking.certificateRequest?.signatureSchemes, []);
  assert.deepEqual(asking.certificateRequest?.authorities, []);
  assert.equal(asking.certificateRequest?.authoritiesBytes, 2);
  const silent = await dialAndStop(startGnutls(rsa, '--disable-client-cert', '--priority', priority));
  assert.equal(silent.certificateRequest, undefined);
});

for (const cipher of ['ARCFOUR-128', '3DES-CBC']) {
  test(`reads the chain of a TLS 1.0 server that has only ${cipher}, with an RSA key exchange`, async () => {
    const priority = `NONE:+VERS-TLS1.0:+${cipher}:+RSA:+SHA1:+MD5:+COMP-NULL:+SIGN-ALL:%NO_EXTENSIONS:%DISABLE_SAFE_RENEGOTIATION`;
    const result = await dialAndStop(startGnutls(rsa, '--priority', priority));
    assertWhole(result, rsa);
    assert.equal(result.serverHello?.protocol, 'TLSv1.0');
    assert.equal(result.serverHello?.secureRenegotiation, false);
    assert.deepEqual(result.keyProof, { kind: 'none', reason: 'rsa-key-exchange' });
  });
}

test("reads the flight of Node's own server, by the name asked for", async () => {
  const other = folder.make('other', 'rsa:2048');
  const key = readFileSync(rsa.keyFile);
  const cert = readFileSync(rsa.certificateFile);
  const server = createServer({ key, cert, maxVersion: 'TLSv1.2' });
  server.addContext('other.test', { key: readFileSync(other.keyFile), cert: readFileSync(other.certificateFile) });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const named = await dial(port, { serverName: 'other.test' });
  const unnamed = await dial(port);
  server.close();
  await once(server, 'close');
  assertWhole(named, other);
  assertWhole(unnamed, rsa);
});
