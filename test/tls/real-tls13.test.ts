import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';

import type { ProbeResult } from '../../src/tls/probe.ts';
import { createCertificateFolder, type TestCertificate } from './certificates.ts';
import { type DialOptions, dial } from './dial.ts';
import { provenScheme } from './proofs.ts';
import { startGnutls, startOpenssl } from './servers.ts';

const folder = createCertificateFolder();
const rsa = folder.make('rsa', 'rsa:2048');
const ecdsa = folder.make('ecdsa', 'ec:prime256v1');
after(() => folder.remove());

async function dialOpenssl(
  certificate: TestCertificate,
  options: readonly string[],
  dialOptions: DialOptions = {},
): Promise<ProbeResult> {
  const server = await startOpenssl(certificate, '-tls1_3', ...options);
  try {
    return await dial(server.port, dialOptions);
  } finally {
    await server.stop();
  }
}

function assertWhole(result: ProbeResult, certificate: TestCertificate): void {
  assert.equal(result.failure, undefined);
  assert.equal(result.serverHello?.protocol, 'TLSv1.3');
  assert.deepEqual(result.certificates, [certificate.der]);
  assert.equal(result.flightComplete, true);
  assert.equal(result.finishedCorrect, true);
}

for (const suite of ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256']) {
  test(`reads a flight under ${suite} and its proof`, async () => {
    const result = await dialOpenssl(rsa, ['-ciphersuites', suite], { serverName: 'rsa.test' });
    assertWhole(result, rsa);
    assert.equal(result.serverHello?.cipherSuite, suite);
    assert.equal(result.serverHello?.helloRetryRequest, false);
    assert.deepEqual(result.keyExchange, { kind: 'tls13', group: 'x25519', bits: 255 });
    assert.equal(provenScheme(result), 'rsa_pss_rsae_sha256');
  });
}

for (const [openssl, group, bits] of [
  ['P-256', 'secp256r1', 256],
  ['P-384', 'secp384r1', 384],
  ['P-521', 'secp521r1', 521],
] as const) {
  test(`answers a HelloRetryRequest for ${group}`, async () => {
    const result = await dialOpenssl(ecdsa, ['-groups', openssl]);
    assertWhole(result, ecdsa);
    assert.equal(result.serverHello?.helloRetryRequest, true);
    assert.deepEqual(result.keyExchange, { kind: 'tls13', group, bits });
    assert.equal(provenScheme(result), 'ecdsa_secp256r1_sha256');
  });
}

for (const [newkey, scheme, ...more] of [
  ['ec:secp384r1', 'ecdsa_secp384r1_sha384'],
  ['ec:secp521r1', 'ecdsa_secp521r1_sha512'],
  ['ed25519', 'ed25519'],
  ['ed448', 'ed448'],
  ['rsa-pss', 'rsa_pss_pss_sha256', '-pkeyopt', 'rsa_keygen_bits:2048'],
] as const) {
  test(`hands out the proof of a leaf with a key of ${newkey}`, async () => {
    const certificate = folder.make(`leaf-${scheme}`, newkey, ...more);
    const result = await dialOpenssl(certificate, []);
    assertWhole(result, certificate);
    assert.equal(provenScheme(result), scheme);
  });
}

test('keeps the names of a CertificateRequest with their length on the wire', async () => {
  const result = await dialOpenssl(rsa, ['-Verify', '1', '-CAfile', rsa.certificateFile]);
  assertWhole(result, rsa);
  const request = result.certificateRequest;
  assert.deepEqual(request?.certificateTypes, []);
  assert.equal(request?.authorities.length, 1);
  assert.equal(Buffer.from(request?.authorities[0] ?? []).includes('rsa.test'), true);
  assert.equal(request?.authoritiesBytes, 2 + 2 + (request?.authorities[0]?.length ?? 0));
  assert.equal(request?.signatureSchemes.includes(0x0403), true);
});

test('has no authorities where a CertificateRequest names none', async () => {
  const result = await dialOpenssl(rsa, ['-verify', '1']);
  assertWhole(result, rsa);
  assert.deepEqual(result.certificateRequest?.authorities, []);
  assert.equal(result.certificateRequest?.authoritiesBytes, 0);
});

test('keeps a staple and SCTs with the certificate they stand beside', async () => {
  const staple = makeStaple(rsa);
  const result = await dialOpenssl(rsa, ['-status_file', staple, '-serverinfo', makeServerInfo(0x1080)]);
  assertWhole(result, rsa);
  assert.deepEqual(result.staples, [{ certificateIndex: 0, response: new Uint8Array(readFileSync(staple)) }]);
  assert.deepEqual(result.signedCertificateTimestamps, [{ certificateIndex: 0, list: timestamps }]);
});

test('reads a flight that is cut into records of 512 bytes', async () => {
  const large = folder.make('large', 'rsa:4096', '-addext', `subjectAltName=${manyNames(200)}`);
  const result = await dialOpenssl(large, ['-max_send_frag', '512']);
  assertWhole(result, large);
});

test('reads a flight of GnuTLS', async () => {
  const server = await startGnutls(rsa, '--disable-client-cert', '--priority', 'NORMAL:-VERS-ALL:+VERS-TLS1.3');
  const result = await dial(server.port);
  await server.stop();
  assertWhole(result, rsa);
  assert.equal(result.certificateRequest, undefined);
  assert.match(provenScheme(result), /^rsa_pss_rsae_/);
});

test('reads a flight of GnuTLS that asks for a certificate, after a HelloRetryRequest', async () => {
  const server = await startGnutls(ecdsa, '--priority', 'NORMAL:-VERS-ALL:+VERS-TLS1.3:-GROUP-ALL:+GROUP-SECP384R1');
  const result = await dial(server.port);
  await server.stop();
  assertWhole(result, ecdsa);
  assert.notEqual(result.certificateRequest, undefined);
  assert.equal(result.keyExchange.group, 'secp384r1');
});

test('a key type restricts which certificate a server with two can answer', async () => {
  const both = ['-dcert', ecdsa.certificateFile, '-dkey', ecdsa.keyFile];
  assertWhole(await dialOpenssl(rsa, both, { keyType: 'rsa' }), rsa);
  assertWhole(await dialOpenssl(rsa, both, { keyType: 'ecdsa' }), ecdsa);
});

test('a server that has no certificate of the key type says so with an alert', async () => {
  const result = await dialOpenssl(rsa, [], { keyType: 'ecdsa' });
  assert.equal(result.certificates, undefined);
  assert.equal(result.failure?.kind, 'alert');
  assert.equal(result.failure?.alert, 40);
  assert.match(result.failure?.message ?? '', /handshake_failure/);
});

/** A response that `openssl ocsp` signs with the leaf's own key: a staple to carry, not one to trust. */
function makeStaple(certificate: TestCertificate): string {
  const path = join(folder.path, 'staple.der');
  const index = join(folder.path, 'index.txt');
  const file = certificate.certificateFile;
  writeFileSync(index, '');
  execFileSync(
    'openssl',
    // biome-ignore format: one option a group
    ['ocsp', '-index', index, '-CA', file, '-rsigner', file, '-rkey', certificate.keyFile, '-issuer', file, '-cert', file, '-noverify', '-respout', path],
    { stdio: 'pipe' },
  );
  return path;
}

/** A file for `-serverinfo` (SERVERINFOV2) that answers signed_certificate_timestamp in the messages of `context`. */
function makeServerInfo(context: number): string {
  const path = join(folder.path, 'serverinfo.pem');
  const data = Buffer.concat([
    Buffer.from([0, 0, context >> 8, context & 0xff, 0, 18, 0, timestamps.length]),
    timestamps,
  ]);
  const label = 'SERVERINFOV2 FOR SCT';
  writeFileSync(path, `-----BEGIN ${label}-----\n${data.toString('base64')}\n-----END ${label}-----\n`);
  return path;
}

function manyNames(count: number): string {
  return Array.from({ length: count }, (_, index) => `DNS:host-${index}.contoso.test`).join(',');
}

/** Opaque to the probe. */
const timestamps = Uint8Array.of(0, 4, 0, 2, 0xca, 0xfe);
