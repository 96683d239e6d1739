import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import type { Presentation } from '../../src/lab/tls-listener.ts';
import { presentedFiles } from '../estate/presented-files.ts';
import { type ServerCommand, type ServerProcess, startServer } from '../estate/server-process.ts';
import { temporaryFolder } from '../estate/temporary-folder.ts';
import { assertFault, assertRefused, assertRight, type Door, type Identities, issueIdentities } from './audit-door.ts';

const folder = temporaryFolder();
const data = join(folder.path, 'data');
const running: ServerProcess[] = [];
/** Debian has one folder a version. */
const versions = '/usr/lib/postgresql';
const programs = join(versions, readdirSync(versions).at(-1) ?? '', 'bin');
let identities: Identities;

before(async () => {
  identities = await issueIdentities(folder);
  mkdirSync(data);
  for (const path of [folder.path, data]) giveToPostgres(path);
  const { command, args } = asPostgres('initdb', [
    '--pgdata',
    data,
    '--no-sync',
    '--auth',
    'trust',
    '--username',
    'test',
  ]);
  execFileSync(command, args, { stdio: 'pipe' });
});
after(async () => {
  await stopRunning();
  folder.remove();
});

/** PostgreSQL will not run as root: there, its own user runs it. Undefined: nobody needs to. */
function findUser(): { readonly user: number; readonly group: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const [, user, group] = /^postgres:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8')) ?? [];
  return { user: Number(user), group: Number(group) };
}

function asPostgres(program: string, args: readonly string[]): ServerCommand {
  const command = join(programs, program);
  const owner = findUser();
  if (owner === undefined) return { command, args };
  const ids = [`--reuid=${owner.user}`, `--regid=${owner.group}`, '--clear-groups'];
  return { command: 'setpriv', args: [...ids, command, ...args] };
}

function giveToPostgres(path: string): void {
  const owner = findUser();
  if (owner !== undefined) chownSync(path, owner.user, owner.group);
}

/** A server that is killed leaves its shared memory behind. */
async function stopRunning(): Promise<void> {
  for (const server of running.splice(0)) {
    const { command, args } = asPostgres('pg_ctl', ['stop', '-D', data, '-m', 'fast', '--wait']);
    execFileSync(command, args, { stdio: 'pipe' });
    await server.stop();
  }
}

/** Starts PostgreSQL over the one database folder, after the one before it has stopped. */
async function startPostgres(presentation: Presentation | undefined): Promise<Door> {
  await stopRunning();
  const files = presentation && presentedFiles(folder, presentation);
  const tls = files ? ['-c', 'ssl=on', '-c', `ssl_cert_file=${files.chain}`, '-c', `ssl_key_file=${files.key}`] : [];
  if (files !== undefined) {
    // A key that others can read is refused.
    chmodSync(files.key, 0o600);
    giveToPostgres(files.key);
  }
  const server = await startServer((port) =>
    asPostgres('postgres', [
      ...[
        '-D',
        data,
        '-p',
        `${port}`,
        '-c',
        'listen_addresses=127.0.0.1',
        '-c',
        `unix_socket_directories=${folder.path}`,
      ],
      ...tls,
    ]),
  );
  running.push(server);
  return { protocol: 'postgres', port: server.port, folder, rootFile: identities.rootFile };
}

test('PostgreSQL: the chain is read after SSLRequest', async () => {
  await assertRight(await startPostgres(identities.right), identities.right);
});

test('PostgreSQL: an expired certificate and one for another name are found', async () => {
  await assertFault(await startPostgres(identities.expired), 'validity-period/expired');
  await assertFault(await startPostgres(identities.wrongName), 'name-match/wrong-certificate');
});

test('PostgreSQL without TLS says so', async () => {
  await assertRefused(
    await startPostgres(undefined),
    /^The server does not offer TLS: it answered SSLRequest with "N"\.$/,
  );
});
