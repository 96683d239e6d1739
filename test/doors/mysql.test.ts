import { mkdirSync } from 'node:fs';
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

test('MariaDB without TLS says so', async () => {
  await assertRefused(
    await startMariadb(undefined),
    /^The server does not offer TLS: version "[^"]*MariaDB[^"]*" greets with capabilities 0x[0-9a-f]{4}, without CLIENT_SSL\.$/,
  );
});
