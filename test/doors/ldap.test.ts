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

/** Starts OpenLDAP with an empty database. Debian's is built over GnuTLS. */
async function startSlapd(presentation: Presentation | undefined): Promise<Door> {
  const data = join(folder.path, `ldap-${running.length}`);
  mkdirSync(data);
  const files = presentation && presentedFiles(folder, presentation);
  const config = folder.write(
    `slapd-${running.length}.conf`,
    [
      'modulepath /usr/lib/ldap',
      'moduleload back_mdb',
      'include /etc/ldap/schema/core.schema',
      ...(files ? [`TLSCertificateFile ${files.chain}`, `TLSCertificateKeyFile ${files.key}`] : []),
      'database mdb',
      'suffix "dc=contoso,dc=test"',
      `directory ${data}`,
      '',
    ].join('\n'),
  );
  const server = await startServer((port) => ({
    command: 'slapd',
    args: ['-h', `ldap://127.0.0.1:${port}`, '-f', config, '-d', '0'],
  }));
  running.push(server);
  return { protocol: 'ldap', port: server.port, folder, rootFile: identities.rootFile };
}

test('OpenLDAP: the chain is read after StartTLS', async () => {
  await assertRight(await startSlapd(identities.right), identities.right);
});

test('OpenLDAP: an expired certificate and one for another name are found', async () => {
  await assertFault(await startSlapd(identities.expired), 'validity-period/expired');
  await assertFault(await startSlapd(identities.wrongName), 'name-match/wrong-certificate');
});

test('OpenLDAP without a certificate refuses StartTLS, and its reason is told', async () => {
  await assertRefused(
    await startSlapd(undefined),
    /^The server does not offer StartTLS: protocolError \(2\), "unsupported extended operation"\.$/,
  );
});
