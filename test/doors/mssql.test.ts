import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { startTlsListener } from '../../src/lab/tls-listener.ts';
import { temporaryFolder } from '../estate/temporary-folder.ts';
import { hex } from '../tls/start-tls/answer-from-script.ts';
import {
  assertFault,
  assertRefused,
  assertRight,
  auditDoor,
  type Door,
  type Identities,
  issueIdentities,
} from './audit-door.ts';
import { startTdsServer, type TdsServer, type TdsServerOptions } from './tds-server.ts';

const folder = temporaryFolder();
const running: (() => Promise<void>)[] = [];
let identities: Identities;

before(async () => {
  identities = await issueIdentities(folder);
});
after(async () => {
  for (const stop of running) await stop();
  folder.remove();
});

const optionList = '00001a0006 0100200001 0200210001 0300220000 0400220001 ff';
/** What SQL Server 2012 answers, by a published capture; and the same with ENCRYPT_NOT_SUP. */
const encryptOn = hex(`0401002b00000100 ${optionList} 0b000bb80000 01 00 01`);
const notSupported = hex(`0401002b00000100 ${optionList} 0b000bb80000 02 00 01`);

async function start(
  identity: 'right' | 'expired' | 'wrongName',
  options: Partial<TdsServerOptions> = {},
): Promise<{ readonly door: Door; readonly server: TdsServer }> {
  const server = await startTdsServer(identities[identity], {
    answer: encryptOn,
    packetDataBytes: 4088,
    pieceBytes: 65_536,
    ...options,
  });
  running.push(() => server.stop());
  return { server, door: { protocol: 'mssql', port: server.port, folder, rootFile: identities.rootFile } };
}

const tls12 = { maxVersion: 'TLSv1.2' } as const;

for (const [what, options] of [
  ['TLS 1.2, as SQL Server has it', { settings: tls12 }],
  ['TLS 1.3', {}],
  ['several packets a record', { packetDataBytes: 100, settings: tls12 }],
  ['packets of one byte, each byte on its own', { packetDataBytes: 1, pieceBytes: 1, settings: tls12 }],
  ['packets cut on the way', { packetDataBytes: 700, pieceBytes: 13 }],
] as const) {
  test(`TDS 7: the chain is read inside packets (${what})`, async () => {
    const { door, server } = await start('right', options);
    await assertRight(door, identities.right);
    assert.match(server.greetings[0] ?? '', /^1201002f0000010000001a00060100200001020021000103002200040400260001ff/);
  });
}

test('TDS 7: an RSA key exchange is completed inside packets', async () => {
  const { door } = await start('right', { settings: { ...tls12, ciphers: 'AES128-SHA' }, packetDataBytes: 50 });
  const { observation } = await auditDoor({ ...door, args: ['--prove-possession'] });
  assert.equal(observation.handshake?.keyExchange.kind, 'rsa');
  assert.equal(observation.handshake?.keyPossession, 'proven');
});

test('TDS 7: an expired certificate and one for another name are found', async () => {
  await assertFault((await start('expired', { settings: tls12 })).door, 'validity-period/expired');
  await assertFault({ ...(await start('wrongName')).door, scheme: 'sqlserver' }, 'name-match/wrong-certificate');
});

test('TDS 7: a server without TLS says so', async () => {
  const { door } = await start('right', { answer: notSupported });
  await assertRefused(door, /^The server does not offer TLS: it answered PRELOGIN with ENCRYPT_NOT_SUP\.$/);
});

test('TDS 8: mssql-strict:// begins with TLS and offers tds/8.0; to mssql:// such a server is told as one', async () => {
  const listener = await startTlsListener({
    ...identities.right,
    address: '127.0.0.1',
    settings: { ALPNProtocols: ['tds/8.0'] },
  });
  running.push(() => listener.close());
  const door: Door = { protocol: 'mssql', port: listener.port, folder, rootFile: identities.rootFile };
  const { observation, faults } = await auditDoor({ ...door, scheme: 'mssql-strict' });
  assert.equal(observation.failure, null);
  assert.equal(observation.handshake?.applicationProtocol, 'tds/8.0');
  assert.equal(observation.handshake?.startTls, undefined);
  assert.deepEqual(faults, []);
  const { endpoint } = await auditDoor(door);
  assert.equal(
    endpoint.failure?.message,
    'The peer closed the connection while waiting for the answer to PRELOGIN (mssql, before TLS); the server sent nothing; if TLS begins at once on this port, leave out --starttls, or give the target as mssql-strict://HOST (TDS 8).',
  );
});
