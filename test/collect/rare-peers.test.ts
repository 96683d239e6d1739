import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';

import type { EndpointObservation } from '../../src/model/endpoint-observation.ts';
import { createCertificateDecoder } from '../../src/x509/certificate-decoder.ts';
import { createCertificateFolder, type TestCertificate } from '../tls/certificates.ts';
import { makeMlDsaCertificate } from '../tls/ml-dsa-certificate.ts';
import { startNode24 } from '../tls/node-24.ts';
import { type RunningServer, startGnutls, startOpenssl } from '../tls/servers.ts';
import { collect, collectorOptions, endpointAt } from './collecting.ts';

/** Servers that accept nothing of what most clients offer, through every hello, as a scan reads them. */
const folder = createCertificateFolder();
const rsa = folder.make('rsa', 'rsa:2048');
const ecdsa = folder.make('ecdsa', 'ec:prime256v1');
after(() => folder.remove());

async function read(starting: Promise<RunningServer>): Promise<EndpointObservation> {
  const server = await starting;
  try {
    return await collect(endpointAt(server));
  } finally {
    await server.stop();
  }
}

function assertRead({ failure, certificates, handshake }: EndpointObservation, leaf: Uint8Array): void {
  assert.equal(failure, null);
  assert.deepEqual(Buffer.from(certificates[0] ?? []), Buffer.from(leaf));
  assert.equal(handshake?.flightComplete, true);
}

const pemOf = ({ certificateFile, keyFile }: TestCertificate) => ({
  cert: readFileSync(certificateFile, 'utf8'),
  key: readFileSync(keyFile, 'utf8'),
});

for (const [group, profile] of [
  ['X25519MLKEM768', 'modern'],
  ['SecP256r1MLKEM768', 'modern'],
  ['SecP384r1MLKEM1024', 'modern'],
  ['MLKEM512', 'rare'],
  ['MLKEM768', 'rare'],
  ['MLKEM1024', 'rare'],
  ['X448', 'modern'],
  ['brainpoolP256r1tls13', 'rare'],
  ['brainpoolP384r1tls13', 'rare'],
  ['brainpoolP512r1tls13', 'rare'],
  ['ffdhe2048', 'rare'],
  ['ffdhe8192', 'rare'],
] as const) {
  test(`a TLS 1.3 server of ${group} alone is read by the ${profile} hello after a HelloRetryRequest, and proven`, async () => {
    const observation = await read(startNode24({ ...pemOf(rsa), minVersion: 'TLSv1.3', ecdhCurve: group }));
    assertRead(observation, rsa.der);
    const { handshake } = observation;
    assert.equal(handshake?.profile, profile);
    assert.equal(handshake?.helloRetryRequest, true);
    assert.equal(handshake?.keyExchange.group?.toLowerCase(), group.toLowerCase());
    assert.equal(handshake?.keyPossession, 'proven');
  });
}

for (const group of ['FFDHE2048', 'FFDHE3072', 'FFDHE4096', 'FFDHE6144', 'FFDHE8192', 'X448']) {
  test(`GnuTLS with ${group} alone is read in TLS 1.3`, async () => {
    const priority = `NORMAL:-VERS-ALL:+VERS-TLS1.3:-GROUP-ALL:+GROUP-${group}`;
    const observation = await read(startGnutls(ecdsa, '--priority', priority));
    assertRead(observation, ecdsa.der);
    assert.equal(observation.handshake?.keyExchange.group, group.toLowerCase());
    assert.equal(observation.handshake?.keyPossession, 'proven');
  });
}

test('GnuTLS that speaks TLS 1.3 with X448 and TLS 1.2 is read in TLS 1.3', async () => {
  const observation = await read(startGnutls(ecdsa, '--priority', 'NORMAL:-GROUP-ALL:+GROUP-X448'));
  assert.equal(observation.handshake?.protocol, 'TLSv1.3');
});

for (const set of ['ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'] as const) {
  test(`a server whose only certificate has a key of ${set} is read, and proven`, async () => {
    const { certificate, key, der } = makeMlDsaCertificate(set);
    const observation = await read(startNode24({ cert: certificate, key }));
    assertRead(observation, der);
    assert.equal(observation.handshake?.keyPossession, 'proven');
    assert.match(observation.handshake?.keyPossessionReason ?? '', /^signature mldsa(44|65|87)$/);
  });
}

for (const suite of ['TLS_AES_128_CCM_SHA256', 'TLS_AES_128_CCM_8_SHA256']) {
  test(`a TLS 1.3 server of ${suite} alone is read`, async () => {
    const observation = await read(startOpenssl(rsa, '-tls1_3', '-ciphersuites', suite));
    assertRead(observation, rsa.der);
    assert.equal(observation.handshake?.cipherSuite, suite);
    assert.equal(observation.handshake?.keyPossession, 'proven');
  });
}

const anyLevel = ':@SECLEVEL=0';
for (const [cipher, suite, certificate, possession] of [
  ['ECDHE-ECDSA-AES128-CCM8', 'TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8', ecdsa, 'proven'],
  ['ECDHE-ECDSA-AES256-CCM', 'TLS_ECDHE_ECDSA_WITH_AES_256_CCM', ecdsa, 'proven'],
  ['DHE-RSA-AES128-CCM', 'TLS_DHE_RSA_WITH_AES_128_CCM', rsa, 'proven'],
  ['AES128-CCM8', 'TLS_RSA_WITH_AES_128_CCM_8', rsa, 'not-proven'],
  ['ECDHE-ECDSA-ARIA128-GCM-SHA256', 'TLS_ECDHE_ECDSA_WITH_ARIA_128_GCM_SHA256', ecdsa, 'proven'],
  ['ECDHE-ARIA256-GCM-SHA384', 'TLS_ECDHE_RSA_WITH_ARIA_256_GCM_SHA384', rsa, 'proven'],
  ['ARIA128-GCM-SHA256', 'TLS_RSA_WITH_ARIA_128_GCM_SHA256', rsa, 'not-proven'],
  ['ECDHE-ECDSA-CAMELLIA256-SHA384', 'TLS_ECDHE_ECDSA_WITH_CAMELLIA_256_CBC_SHA384', ecdsa, 'proven'],
  ['ECDHE-RSA-CAMELLIA128-SHA256', 'TLS_ECDHE_RSA_WITH_CAMELLIA_128_CBC_SHA256', rsa, 'proven'],
  ['CAMELLIA256-SHA256', 'TLS_RSA_WITH_CAMELLIA_256_CBC_SHA256', rsa, 'not-proven'],
  ['ECDHE-RSA-NULL-SHA', 'TLS_ECDHE_RSA_WITH_NULL_SHA', rsa, 'proven'],
  ['ECDHE-ECDSA-NULL-SHA', 'TLS_ECDHE_ECDSA_WITH_NULL_SHA', ecdsa, 'proven'],
  ['NULL-SHA256', 'TLS_RSA_WITH_NULL_SHA256', rsa, 'not-proven'],
  ['NULL-MD5', 'TLS_RSA_WITH_NULL_MD5', rsa, 'not-proven'],
  ['RSA-PSK-AES128-GCM-SHA256', 'TLS_RSA_PSK_WITH_AES_128_GCM_SHA256', rsa, 'not-proven'],
  ['RSA-PSK-CHACHA20-POLY1305', 'TLS_RSA_PSK_WITH_CHACHA20_POLY1305_SHA256', rsa, 'not-proven'],
] as const) {
  test(`a TLS 1.2 server of ${suite} alone is read by the rare hello`, async () => {
    const psk = cipher.includes('PSK') ? ['-psk', '1a2b', '-psk_hint', 'who'] : [];
    const observation = await read(startOpenssl(certificate, '-tls1_2', '-cipher', cipher + anyLevel, ...psk));
    assertRead(observation, certificate.der);
    const { handshake } = observation;
    assert.equal(handshake?.profile, 'rare');
    assert.equal(handshake?.cipherSuite, suite);
    assert.equal(handshake?.keyPossession, possession);
  });
}

test('GnuTLS with Camellia in GCM alone is read by the rare hello', async () => {
  const priority = 'NORMAL:-VERS-ALL:+VERS-TLS1.2:-CIPHER-ALL:+CAMELLIA-256-GCM';
  const observation = await read(startGnutls(rsa, '--priority', priority));
  assertRead(observation, rsa.der);
  assert.equal(observation.handshake?.cipherSuite, 'TLS_ECDHE_RSA_WITH_CAMELLIA_256_GCM_SHA384');
});

for (const [group, name] of [
  ['brainpoolP256r1', 'brainpoolP256r1'],
  ['brainpoolP512r1', 'brainpoolP512r1'],
  ['X448', 'x448'],
  ['secp256k1', 'secp256k1'],
  ['sect283r1', 'sect283r1'],
  ['secp160r1', 'secp160r1'],
] as const) {
  test(`a TLS 1.2 server of the curve ${group} alone is read`, async () => {
    const only = ['-tls1_2', '-groups', group, '-cipher', `ECDHE-RSA-AES128-GCM-SHA256${anyLevel}`];
    const observation = await read(startOpenssl(rsa, ...only));
    assertRead(observation, rsa.der);
    assert.equal(observation.handshake?.keyExchange.group, name);
    assert.equal(observation.handshake?.keyPossession, 'proven');
  });
}

test('a server of which nothing is acceptable is told what was offered', async () => {
  const observation = await read(
    startOpenssl(rsa, '-tls1_2', '-cipher', `PSK-AES128-GCM-SHA256${anyLevel}`, '-psk', '1a2b'),
  );
  assert.equal(observation.failure?.kind, 'alert');
  assert.match(
    observation.failure?.message ?? '',
    /Offered in all: the groups x25519, .*X25519MLKEM768.*ffdhe8192 .*keys of ECDSA, RSA, .*ML-DSA.*ARIA/,
  );
});

test('a finite-field exchange, which takes milliseconds, waits for a turn of its own, and no other does', async () => {
  for (const [group, isCostly] of [
    ['ffdhe2048', true],
    ['X448', false],
  ] as const) {
    const server = await startNode24({ ...pemOf(rsa), minVersion: 'TLSv1.3', ecdhCurve: group });
    let turns = 0;
    const ownTurn = async (): Promise<void> => {
      turns += 1;
    };
    try {
      assertRead(await collect(endpointAt(server), { ownTurn }), rsa.der);
    } finally {
      await server.stop();
    }
    assert.equal(turns > 0, isCostly, group);
  }
});

test('a leaf waits for its share of a turn before it is decoded', async () => {
  const server = await startOpenssl(rsa, '-tls1_2');
  const decoder = createCertificateDecoder();
  const events: (string | number)[] = [];
  const leafTurn = async (bytes: number): Promise<void> => {
    events.push(bytes);
  };
  const decode: typeof decoder = (der) => {
    events.push('decoded');
    return decoder(der);
  };
  try {
    assertRead(await collect(endpointAt(server), { leafTurn, decode }), rsa.der);
  } finally {
    await server.stop();
  }
  assert.deepEqual(events.slice(0, 2), [rsa.der.length, 'decoded']);
});

test('a server that answered while this process stood still has not been silent', async () => {
  const server = await startOpenssl(rsa, '-tls1_2');
  const standStill = (milliseconds: number): void => {
    const endMs = performance.now() + milliseconds;
    while (performance.now() < endMs);
  };
  const connect: typeof collectorOptions.connect = async (request) => {
    const connected = await collectorOptions.connect(request);
    // The hello is on its way, and half of the time passes before its answer can be read.
    setImmediate(() => setImmediate(standStill, 900));
    return connected;
  };
  try {
    const observation = await collect(endpointAt(server), { connect }, 1_500);
    assertRead(observation, rsa.der);
    assert.deepEqual(
      observation.attempts.map(({ profile }) => profile),
      ['modern'],
    );
  } finally {
    await server.stop();
  }
});
