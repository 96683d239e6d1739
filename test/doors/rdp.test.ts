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

/** Starts xrdp; `security` as its `security_layer`: `tls`, `rdp` or `negotiate`. */
async function startXrdp(presentation: Presentation | undefined, security: string): Promise<Door> {
  const nowhere = join(folder.path, 'no-such-file');
  const files = presentation ? presentedFiles(folder, presentation) : { chain: nowhere, key: nowhere };
  const server = await startServer((port) => ({
    command: 'xrdp',
    args: [
      ...['--nodaemon', '--port', `tcp://127.0.0.1:${port}`, '--config'],
      folder.write(
        `xrdp-${port}.ini`,
        [
          '[Globals]',
          'ini_version=1',
          'fork=true',
          `port=tcp://127.0.0.1:${port}`,
          `security_layer=${security}`,
          'crypt_level=high',
          `certificate=${files.chain}`,
          `key_file=${files.key}`,
          'ssl_protocols=TLSv1.2, TLSv1.3',
          '[Logging]',
          `LogFile=${folder.path}/xrdp-${port}.log`,
          'LogLevel=INFO',
          'EnableSyslog=false',
          '',
        ].join('\n'),
      ),
    ],
  }));
  running.push(server);
  return { protocol: 'rdp', port: server.port, folder, rootFile: identities.rootFile };
}

for (const security of ['tls', 'negotiate']) {
  test(`xrdp (${security}): the chain is read after the negotiation`, async () => {
    await assertRight(await startXrdp(identities.right, security), identities.right);
  });
}

test('xrdp: an expired certificate and one for another name are found', async () => {
  await assertFault(await startXrdp(identities.expired, 'tls'), 'validity-period/expired');
  await assertFault(await startXrdp(identities.wrongName, 'tls'), 'name-match/wrong-certificate');
});

test('xrdp with standard RDP security says so', async () => {
  await assertRefused(
    await startXrdp(identities.right, 'rdp'),
    /^The server does not offer TLS: it chose standard RDP security \(PROTOCOL_RDP\)\.$/,
  );
});

test('xrdp that demands TLS, and has no certificate for it, says so with the code of the failure', async () => {
  await assertRefused(
    await startXrdp(undefined, 'tls'),
    /^The server refused TLS: SSL_CERT_NOT_ON_SERVER \(failure code 3\): .*\.$/,
  );
});
