import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import type { Presentation } from '../../src/lab/tls-listener.ts';
import { freePort } from '../estate/free-port.ts';
import { presentedFiles } from '../estate/presented-files.ts';
import { type ServerProcess, startServer } from '../estate/server-process.ts';
import { temporaryFolder } from '../estate/temporary-folder.ts';
import {
  assertFault,
  assertRefused,
  assertRight,
  auditDoor,
  type Door,
  doorName,
  type Identities,
  issueIdentities,
} from './audit-door.ts';

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

/** Starts Prosody for one domain. Returns the door of clients and that of servers. */
async function startProsody(
  presentation: Presentation | undefined,
  domain = doorName,
): Promise<{ readonly client: Door; readonly server: Door }> {
  const data = join(folder.path, `xmpp-${running.length}`);
  mkdirSync(data);
  const files = presentation && presentedFiles(folder, presentation);
  const serverPort = await freePort();
  const server = await startServer((port) => ({
    command: 'prosody',
    args: [
      '-F',
      '--config',
      folder.write(`prosody-${port}.lua`, configuration({ port, serverPort, data, domain, files })),
    ],
  }));
  running.push(server);
  const common = { folder, rootFile: identities.rootFile };
  return {
    client: { ...common, protocol: 'xmpp', port: server.port },
    server: { ...common, protocol: 'xmpp-server', port: serverPort },
  };
}

interface Prosody {
  readonly port: number;
  readonly serverPort: number;
  readonly data: string;
  readonly domain: string;
  readonly files: { readonly chain: string; readonly key: string } | undefined;
}

function configuration({ port, serverPort, data, domain, files }: Prosody): string {
  return [
    'run_as_root = true',
    `data_path = "${data}"`,
    `pidfile = "${data}/pid"`,
    'log = { info = "*console" }',
    'interfaces = { "127.0.0.1" }',
    `c2s_ports = { ${port} }`,
    `s2s_ports = { ${serverPort} }`,
    `modules_enabled = { "saslauth", ${files ? '"tls"' : ''} }`,
    ...(files ? [] : ['modules_disabled = { "tls" }']),
    'authentication = "internal_hashed"',
    `c2s_require_encryption = ${files !== undefined}`,
    `s2s_require_encryption = ${files !== undefined}`,
    `VirtualHost "${domain}"`,
    ...(files ? [`ssl = { certificate = "${files.chain}", key = "${files.key}" }`] : []),
    '',
  ].join('\n');
}

test('Prosody: the chain is read after STARTTLS, on the port of clients and on that of servers', async () => {
  const { client, server } = await startProsody(identities.right);
  await assertRight(client, identities.right);
  await assertRight(server, identities.right);
});

test('Prosody: an expired certificate and one for another name are found on either port', async () => {
  const expired = await startProsody(identities.expired);
  await assertFault(expired.client, 'validity-period/expired');
  const wrongName = await startProsody(identities.wrongName);
  await assertFault(wrongName.server, 'name-match/wrong-certificate');
});

test('Prosody without TLS offers no STARTTLS', async () => {
  const { client, server } = await startProsody(undefined);
  await assertRefused(client, /^The server does not offer STARTTLS: its features are /);
  await assertRefused(server, /^The server ended the stream: undefined-condition, "No stream features to offer"\.$/);
});

test('the domain, the server name and the judged name are three values', async () => {
  const { client } = await startProsody(identities.right, 'im.contoso.test');
  await assertRefused(
    client,
    new RegExp(`host-unknown, .*addressed to "${doorName}"; give the XMPP domain with --xmpp-to`),
  );
  await assertRight({ ...client, args: ['--xmpp-to', 'im.contoso.test'] }, identities.right);
  const declared = { xmppTo: 'im.contoso.test', serverName: 'sni.contoso.test' };
  const { endpoint, observation, faults } = await auditDoor({ ...client, declared });
  assert.equal(endpoint.host, doorName);
  assert.equal(observation.handshake?.serverName, 'sni.contoso.test');
  assert.deepEqual([endpoint.serverName, endpoint.xmppTo], ['sni.contoso.test', 'im.contoso.test']);
  assert.equal(observation.endpoint.xmppTo, 'im.contoso.test');
  assert.deepEqual(faults, []);
});
