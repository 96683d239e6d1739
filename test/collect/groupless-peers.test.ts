import assert from 'node:assert/strict';
import { connect, type Socket } from 'node:net';
import { after, test } from 'node:test';

import type { EndpointObservation } from '../../src/model/endpoint-observation.ts';
import { alertCodes } from '../../src/tls/tables/alerts.ts';
import { readClientHello } from '../estate/scripted/client-hello.ts';
import { createCertificateFolder } from '../tls/certificates.ts';
import { type RunningServer, startGnutls, startOpenssl, startScripted } from '../tls/servers.ts';
import { alert } from '../zoo/server-messages.ts';
import { collect, endpointAt } from './collecting.ts';

/** Servers that answer only hellos without supported_groups: GnuTLS, and real servers behind a device that refuses the extension. */
const folder = createCertificateFolder();
const rsa = folder.make('rsa', 'rsa:2048');
const ecdsa = folder.make('ecdsa', 'ec:prime256v1');
after(() => folder.remove());

const supportedGroups = 0x000a;
const only12 = ['-tls1_2'];

type Refusal = (socket: Socket) => unknown;
const refusals: Readonly<Record<string, Refusal>> = {
  handshake_failure: (socket) => socket.end(alert(2, alertCodes.handshake_failure)),
  illegal_parameter: (socket) => socket.end(alert(2, alertCodes.illegal_parameter)),
  decode_error: (socket) => socket.end(alert(2, alertCodes.decode_error)),
  unsupported_extension: (socket) => socket.end(alert(2, alertCodes.unsupported_extension)),
  internal_error: (socket) => socket.end(alert(2, alertCodes.internal_error)),
  'a FIN': (socket) => socket.end(),
  'an RST': (socket) => socket.resetAndDestroy(),
  silence: (socket) => socket.resume(),
};

/** Passes on what the refusal does not concern. */
function startBefore({ port }: RunningServer, refuse: Refusal): Promise<RunningServer> {
  return startScripted((socket) => {
    socket.once('data', (bytes) => {
      const hello = readClientHello(bytes);
      if (hello?.extensions?.includes(supportedGroups)) return refuse(socket);
      const behind = connect(port, '127.0.0.1', () => behind.write(bytes));
      behind.on('error', () => socket.destroy());
      socket.on('close', () => behind.destroy());
      return behind.pipe(socket).pipe(behind);
    });
  });
}

async function readThrough(starting: Promise<RunningServer>, refuse: Refusal, timeoutMs?: number) {
  const server = await starting;
  const device = await startBefore(server, refuse);
  try {
    return await collect(endpointAt(device), {}, timeoutMs);
  } finally {
    await device.stop();
    await server.stop();
  }
}

function assertRead({ failure, certificates, handshake }: EndpointObservation, leaf: Uint8Array): void {
  assert.equal(failure, null);
  assert.deepEqual(Buffer.from(certificates[0] ?? []), Buffer.from(leaf));
  assert.equal(handshake?.profile, 'tls12-no-groups');
  assert.equal(handshake?.protocol, 'TLSv1.2');
  assert.equal(handshake?.serverName, 'www.contoso.test');
  assert.equal(handshake?.flightComplete, true);
  assert.equal(handshake?.keyPossession, 'proven');
}

for (const [how, refuse] of Object.entries(refusals)) {
  test(`OpenSSL behind a device that refuses supported_groups with ${how} is read by the hello without groups`, async () => {
    const timeoutMs = how === 'silence' ? 2_000 : undefined;
    assertRead(await readThrough(startOpenssl(rsa, ...only12), refuse, timeoutMs), rsa.der);
  });
}

for (const how of ['handshake_failure', 'a FIN'] as const) {
  test(`GnuTLS of TLS 1.2 alone behind a device that refuses supported_groups with ${how} is read`, async () => {
    const server = startGnutls(ecdsa, '--priority', 'NORMAL:-VERS-ALL:+VERS-TLS1.2');
    assertRead(await readThrough(server, refusals[how] as Refusal), ecdsa.der);
  });
}

test('GnuTLS without any group, which fails at supported_groups, is read by the hello without groups, whichever hello comes first', async () => {
  const server = await startGnutls(ecdsa, '--priority', 'NORMAL:-VERS-ALL:+VERS-TLS1.2:-GROUP-ALL');
  try {
    for (const handshake of ['modern', 'fast'] as const) {
      assertRead(await collect(endpointAt(server), { handshake }), ecdsa.der);
    }
  } finally {
    await server.stop();
  }
});

for (const cipher of ['DHE-RSA-AES128-GCM-SHA256', 'AES128-GCM-SHA256']) {
  test(`a server of ${cipher} alone that refuses groups is read, too`, async () => {
    const server = startOpenssl(rsa, ...only12, '-cipher', cipher);
    const { handshake, certificates } = await readThrough(server, refusals['handshake_failure'] as Refusal);
    assert.deepEqual(Buffer.from(certificates[0] ?? []), Buffer.from(rsa.der));
    assert.equal(handshake?.profile, 'tls12-no-groups');
  });
}

test('a server that speaks TLS 1.0 as well and finds no group acceptable is read in TLS 1.2', async () => {
  const server = startOpenssl(rsa, '-cipher', 'ALL:@SECLEVEL=0');
  const { handshake, attempts } = await readThrough(server, refusals['handshake_failure'] as Refusal);
  assert.equal(handshake?.protocol, 'TLSv1.2');
  assert.deepEqual(
    attempts.map(({ profile }) => profile),
    ['modern', 'rare', 'tls12', 'tls12-no-groups'],
  );
});

for (const how of ['a FIN', 'internal_error'] as const) {
  test(`after ${how} the hello without groups waits until an older version was refused`, async () => {
    const { attempts } = await readThrough(startOpenssl(rsa, ...only12), refusals[how] as Refusal);
    assert.deepEqual(
      attempts.map(({ profile, alert }) => [profile, alert]),
      [
        ['modern', how === 'a FIN' ? undefined : how],
        ['tls12', how === 'a FIN' ? undefined : how],
        ['tls10', 'protocol_version'],
        ['tls12-no-groups', undefined],
      ],
    );
  });
}

test('a server that refuses TLS 1.2 for its version is not asked for it without groups', async () => {
  const wantsAnother = alert(2, alertCodes.protocol_version);
  const server = await startScripted((socket) => socket.once('data', () => socket.end(wantsAnother)));
  try {
    const { attempts } = await collect(endpointAt(server));
    assert.deepEqual(
      attempts.map(({ profile }) => profile),
      ['modern', 'tls12', 'tls10', 'tls10-bare', 'ssl30-bare', 'rare'],
    );
  } finally {
    await server.stop();
  }
});
