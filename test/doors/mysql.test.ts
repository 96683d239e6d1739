import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import type { Presentation } from '../../src/lab/tls-listener.ts';
import { presentedFiles } from '../estate/presented-files.ts';
import { type ServerProcess, startServer } from '../estate/server-process.ts';
import { temporaryFolder } from '../estate/temporary-folder.ts';
import { assertFault, assertRefused, assertRight, type Door, type Identities, issueIdentities } from './audit-door.ts';

const folder = temporaryFolder();
const running: ServerProcess[] = [];
let identities: Identities;

before(async () => {
  identities = await issueIdentities(folder);
});
after(async () => {
  for (const server of running) await server.stop();
  folder.remove();
});

/** Starts MariaDB without any table, which is enough for its greeting. */
async function startMariadb(presentation: Presentation | undefined, args: readonly string[] = []): Promise<Door> {
  const data = join(folder.path, `mysql-${running.length}`);
  mkdirSync(data);
  const files = presentation && presentedFiles(folder, presentation);
  const tls = files ? [`--ssl-cert=${files.chain}`, `--ssl-key=${files.key}`] : ['--skip-ssl'];
  const server = await startServer((port) => ({
    command: 'mariadbd',
    args: [
      ...['--no-defaults', `--datadir=${data}`, `--port=${port}`, '--bind-address=127.0.0.1'],
      ...[
        `--socket=${data}/socket`,
        `--pid-file=${data}/pid`,
        '--skip-grant-tables',
        '--skip-networking=0',
        '--user=root',
      ],
      ...['--innodb=OFF', '--default-storage-engine=Aria', '--skip-name-resolve', ...tls, ...args],
    ],
  }));
  running.push(server);
  return { protocol: 'mysql', port: server.port, folder, rootFile: identities.rootFile };
}

test('MariaDB: the chain is read after SSLRequest', async () => {
  await assertRight(await startMariadb(identities.right), identities.right);
});

test('MariaDB: mariadb:// is the same door', async () => {
  await assertRight({ ...(await startMariadb(identities.right)), scheme: 'mariadb' }, identities.right);
});

test('MariaDB: an expired certificate and one for another name are found', async () => {
  await assertFault(await startMariadb(identities.expired), 'validity-period/expired');
  await assertFault(await startMariadb(identities.wrongName), 'name-match/wrong-certificate');
});

test('MariaDB that has too many connections says so instead of a greeting', async () => {
  // Ten is the least that it can be set to, one more is an administrator's, and one may still be the look whether it is up.
  const door = await startMariadb(identities.right, ['--max-connections=10', '--connect-timeout=600']);
  const clients: Socket[] = [];
  while (clients.length < 20) clients.push(await connectAndHear(door.port));
  try {
    await assertRefused(door, /^The server turned the client away: error 1040, "Too many connections"\.$/);
  } finally {
    for (const client of clients) client.destroy();
  }
});

/** A client that has heard the server out and says nothing. */
async function connectAndHear(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => socket.destroy());
  await once(socket, 'data');
  return socket;
}

test('MariaDB without TLS says so', async () => {
  await assertRefused(
    await startMariadb(undefined),
    /^The server does not offer TLS: the capabilities in its greeting \(0x[0-9a-f]{4}, version "[^"]*MariaDB[^"]*"\) lack CLIENT_SSL\.$/,
  );
});
