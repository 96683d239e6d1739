import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { after, test } from 'node:test';

import { createCollector } from '../../src/collect/collector.ts';
import type { EndpointObservation } from '../../src/model/endpoint-observation.ts';
import { createCertificateFolder, type TestCertificate } from '../tls/certificates.ts';
import { makeMlDsaCertificate } from '../tls/ml-dsa-certificate.ts';
import { startNode24 } from '../tls/node-24.ts';
import { type RunningServer, startGnutls, startOpenssl } from '../tls/servers.ts';
import { budget, collectorOptions, endpointAt } from './collecting.ts';

const folder = createCertificateFolder();
const rsa = folder.make('rsa', 'rsa:2048');
const ecdsa = folder.make('ecdsa', 'ec:prime256v1');
const ed25519 = folder.make('ed25519', 'ed25519');
const ed448 = folder.make('ed448', 'ed448');
const brainpool = folder.make('brainpool', 'ec:brainpoolP256r1');
const pss = folder.make('pss', 'rsa-pss', '-pkeyopt', 'rsa_keygen_bits:2048');
after(() => folder.remove());

async function observe(
  starting: Promise<RunningServer>,
  keyTypes: 'default' | 'all' = 'default',
): Promise<readonly EndpointObservation[]> {
  const server = await starting;
  try {
    return await createCollector({ ...collectorOptions, keyTypes })(endpointAt(server), budget());
  } finally {
    await server.stop();
  }
}

function assertLeaves(observations: readonly EndpointObservation[], leaves: readonly Uint8Array[]): void {
  assert.deepEqual(
    observations.map(({ certificates }) => Buffer.from(certificates[0] ?? [])),
    leaves.map((leaf) => Buffer.from(leaf)),
  );
}

const second = ({ certificateFile, keyFile }: TestCertificate) => ['-dcert', certificateFile, '-dkey', keyFile];

for (const [certificate, name] of [
  [ed25519, 'Ed25519'],
  [ed448, 'Ed448'],
] as const) {
  for (const version of ['-tls1_3', '-tls1_2']) {
    test(`beside ${name}, RSA decides with ${version}, since that is what browsers get`, async () => {
      for (const [first, other] of [
        [rsa, certificate],
        [certificate, rsa],
      ] as const) {
        const observations = await observe(startOpenssl(first, version, ...second(other)));
        assertLeaves(observations, [rsa.der]);
        assert.equal(observations[0]?.handshake?.keyPossession, 'proven');
      }
    });
  }
}

for (const version of ['-tls1_3', '-tls1_2']) {
  test(`beside ECDSA on a brainpool curve, or RSASSA-PSS, what browsers get decides with ${version}`, async () => {
    for (const uncommon of [brainpool, pss]) {
      for (const common of [rsa, ecdsa].filter((each) => (uncommon === brainpool ? each === rsa : each === ecdsa))) {
        assertLeaves(await observe(startOpenssl(uncommon, version, ...second(common))), [common.der]);
      }
    }
  });
}

test('a server that prefers Ed25519 over what clients prefer is judged by RSA all the same, and the other is reported', async () => {
  const preferring = startOpenssl(
    ed25519,
    '-tls1_3',
    '-serverpref',
    ...second(rsa),
    '-sigalgs',
    'ed25519:rsa_pss_rsae_sha256',
  );
  const observations = await observe(preferring);
  assertLeaves(observations, [rsa.der]);
  assert.deepEqual(observations[0]?.handshake?.otherKeyTypes, ['eddsa']);
});

test('a server of Ed25519 alone is judged by it', async () => {
  const observations = await observe(startOpenssl(ed25519, '-tls1_3'));
  assertLeaves(observations, [ed25519.der]);
  assert.equal(observations[0]?.endpoint.keyType, null);
});

test('GnuTLS, which follows its own order, is judged by what browsers get', async () => {
  const two = ['--x509certfile', rsa.certificateFile, '--x509keyfile', rsa.keyFile];
  const observations = await observe(startGnutls(ed25519, ...two));
  assertLeaves(observations, [rsa.der]);
});

test('with all key types each certificate is an observation, and the first names the others', async () => {
  const mlDsa = makeMlDsaCertificate('ML-DSA-65');
  const read = (file: string): string => readFileSync(file, 'utf8');
  const options = {
    cert: [rsa, ecdsa, ed25519].map(({ certificateFile }) => read(certificateFile)).concat(mlDsa.certificate),
    key: [rsa, ecdsa, ed25519].map(({ keyFile }) => read(keyFile)).concat(mlDsa.key),
  };
  const observations = await observe(startNode24(options), 'all');
  assertLeaves(observations, [ecdsa.der, rsa.der, ed25519.der, mlDsa.der]);
  assert.deepEqual(
    observations.map(({ endpoint }) => endpoint.keyType),
    [null, 'rsa', 'eddsa', 'ml-dsa'],
  );
  assert.deepEqual(observations[0]?.handshake?.otherKeyTypes, ['rsa', 'eddsa', 'ml-dsa']);
  for (const { handshake } of observations) assert.equal(handshake?.keyPossession, 'proven');
});

test('with all key types a server of RSA alone says that it has no other', async () => {
  const observations = await observe(startOpenssl(rsa), 'all');
  assertLeaves(observations, [rsa.der]);
  assert.deepEqual(observations[0]?.handshake?.otherKeyTypes, []);
});

test('what was refused before the first answer stays evidence when the server is asked again', async () => {
  const server = await startOpenssl(ed25519, '-tls1_2', '-serverpref', ...second(rsa));
  // A device in front of it drops the first hello, the modern one.
  let connections = 0;
  const device = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined);
    if (connections === 1) socket.once('data', () => socket.destroy());
    else socket.pipe(connect(server.port, '127.0.0.1').on('error', () => undefined)).pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(device, 'listening');
  try {
    const [observation] = await createCollector(collectorOptions)(
      endpointAt(device.address() as AddressInfo),
      budget(),
    );
    assertLeaves([observation as EndpointObservation], [rsa.der]);
    assert.deepEqual(
      observation?.attempts.map(({ profile, failure }) => [profile, failure !== null]),
      [
        ['modern', true],
        ['tls12', false],
      ],
    );
  } finally {
    device.close();
    await server.stop();
  }
});
