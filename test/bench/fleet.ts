import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

import { createAuthority, issueIntermediate, issueServerCertificate } from '../forge/certificate-authority.ts';
import { freePort } from '../estate/free-port.ts';
import { type ServerCommand, startServer } from '../estate/server-process.ts';
import type { TemporaryFolder } from '../estate/temporary-folder.ts';
import { type FleetKeyKind, fleetKeys } from './fleet-keys.ts';

export type FleetProtocol = 'TLSv1.2' | 'TLSv1.3';

/** `each`: no cache is flattered. `one`: a wildcard that all names share, as fleets behind load balancers have it. */
export type FleetLeaves = 'each' | 'one';

/** Many names behind one port of one nginx, with a certificate and a key for each, or one for all. */
export interface Fleet {
  readonly kind: FleetKeyKind;
  readonly protocol: FleetProtocol;
  readonly leaves: FleetLeaves;
  readonly size: number;
  readonly port: number;
  readonly targets: readonly FleetTarget[];
  /** The same as NDJSON, a target a line, as `certmuster scan` reads it. */
  readonly targetsFile: string;
  /** PEM of the only root. */
  readonly rootFile: string;
  stop(): Promise<void>;
}

export interface FleetTarget {
  readonly host: string;
  readonly port: number;
  readonly address: string;
}

export const fleetAddress = '127.0.0.1';
const domain = 'fleet.contoso.com';

export interface FleetOptions {
  readonly kind: FleetKeyKind;
  readonly protocol: FleetProtocol;
  readonly leaves?: FleetLeaves;
  readonly size: number;
  readonly now: Date;
}

/** Starts an nginx with one worker that speaks one protocol version. Leaves are issued by an intermediate. */
export async function startFleet(folder: TemporaryFolder, options: FleetOptions): Promise<Fleet> {
  const { kind, protocol, leaves = 'each', size, now } = options;
  const organization = 'Contoso';
  const { root } = await createAuthority({ organization, now });
  const hosts = Array.from({ length: size }, (_, index) => `host-${index}.${domain}`);
  const names = leaves === 'each' ? hosts : [`*.${domain}`];
  const [issuerKey, ...keys] = await fleetKeys(kind, names.length + 1);
  if (issuerKey === undefined) throw new Error('there is no key for the intermediate');
  const intermediate = issueIntermediate({ root, now }, issuerKey, { organization, name: `${kind} CA` });
  const authority = { root, intermediate, now };
  for (const [index, key] of keys.entries()) {
    const name = names[index] ?? '';
    const leaf = issueServerCertificate(authority, key, { names: [name], changes: { keyUsage: ['digitalSignature'] } });
    folder.write(`${fileOf(name)}.pem`, leaf.pem + intermediate.pem + key.pem);
  }
  const port = await freePort();
  const server = await startServer((readyPort) => {
    const presented = leaves === 'each' ? '$ssl_server_name' : fileOf(`*.${domain}`);
    const site = siteBlock({ file: `${folder.path}/${presented}`, port, protocol });
    const config = folder.write('nginx.conf', configuration(folder.path, readyPort, site));
    return onLastProcessor('nginx', ['-p', folder.path, '-e', 'stderr', '-c', config]);
  });
  const targets = hosts.map((host) => ({ host, port, address: fleetAddress }));
  return {
    kind,
    protocol,
    leaves,
    size,
    port,
    targets,
    targetsFile: folder.write('targets.ndjson', targets.map((target) => `${JSON.stringify(target)}\n`).join('')),
    rootFile: folder.write('root.pem', root.pem),
    stop: () => server.stop(),
  };
}

/** Keeps the server where it disturbs the scanners least, if the machine has several processors and `taskset`. */
function onLastProcessor(command: string, args: readonly string[]): ServerCommand {
  const last = availableParallelism() - 1;
  const canPin = last > 0 && spawnSync('taskset', ['-c', String(last), 'true']).status === 0;
  return canPin ? { command: 'taskset', args: ['-c', String(last), command, ...args] } : { command, args };
}

function configuration(path: string, readyPort: number, site: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return [
    'daemon off;',
    'master_process off;',
    `pid ${path}/nginx.pid;`,
    'events { worker_connections 4096; }',
    'http {',
    'access_log off;',
    ...temporary.map((each) => `${each}_temp_path ${path}/${each};`),
    // It stands last in the file and is bound with the other: when it accepts, both do.
    site,
    `server { listen ${fleetAddress}:${readyPort}; return 204; }`,
    '}',
    '',
  ].join('\n');
}

/**
 * One server for all names. nginx reads certificate and key in the handshake, by the name that the client sends: made ready
 * beforehand, they would take it a minute and a gigabyte for 30,000 names.
 */
function siteBlock(site: { readonly file: string; readonly port: number; readonly protocol: FleetProtocol }): string {
  const { file, port, protocol } = site;
  return [
    `server { listen ${fleetAddress}:${port} ssl; ssl_protocols ${protocol};`,
    `ssl_certificate ${file}.pem; ssl_certificate_key ${file}.pem; return 204; }`,
  ].join('\n');
}

function fileOf(name: string): string {
  return name.replace('*', 'any');
}
