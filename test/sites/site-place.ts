import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

import { createAuthority } from '../../src/lab/authority.ts';
import { issueServerCertificate } from '../../src/lab/issue-server-certificate.ts';
import { makeKeyPair } from '../../src/lab/key-pair.ts';
import { startTlsListener } from '../../src/lab/tls-listener.ts';
import type { SitesRequest } from '../../src/audit/contract.ts';
import type { Endpoint } from '../../src/model/endpoint.ts';
import { parseBrokerUrl } from '../../src/sites/broker-url.ts';
import { newRunId } from '../../src/cli/options/broker-options.ts';
import { noNames } from '../net/no-names.ts';
import { repositoryPath } from '../repository-path.ts';
import { endpointAt } from '../collect/collecting.ts';
import type { Broker, BrokerUser } from './rabbitmq.ts';

/** The users that docs/sites.md makes: who scans may do everything, a site only what it needs. */
export const password = 'not-a-secret';
export const scannerUser: BrokerUser = {
  name: 'scanner',
  password,
  permissions: ['^certmuster(\\..*)?$', '^certmuster(\\..*)?$', '^certmuster(\\..*)?$'],
};

export function siteUser(site: string): BrokerUser {
  const name = site.replaceAll('.', '\\.');
  return {
    name: site,
    password,
    permissions: [
      `^certmuster\\.work\\.${name}$`,
      `^certmuster(\\.work\\.${name})?$`,
      `^certmuster(\\.work\\.${name})?$`,
    ],
    topic: [`^(work|results\\.[0-9a-f]{32})\\.${name}$`, `^work\\.${name}$`],
  };
}

/** A TLS server on loopback, which waits for a while before each handshake if it is told to. */
export async function startServer(waitMs = 0) {
  const [authority, key] = await Promise.all([
    createAuthority({ organization: 'Contoso', now: new Date() }),
    makeKeyPair('p-256'),
  ]);
  const leaf = await issueServerCertificate(authority, key, { names: ['www.contoso.test'] });
  let count = 0;
  const listener = await startTlsListener({
    ...{ address: '127.0.0.1', chain: [leaf, authority.intermediate], key },
    beforeTls: async (socket) => {
      count += 1;
      if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
      return socket;
    },
  });
  return { ...listener, connections: () => count };
}

/** Endpoints of a site: one server, dialed again and again. */
export function endpointsOf(site: string, port: number, count: number): readonly Endpoint[] {
  return Array.from({ length: count }, (_, index) => {
    const endpoint = endpointAt({ port });
    return { ...endpoint, site, id: endpoint.id.replace('@', `-${site}-${index}@`), address: '127.0.0.1' };
  });
}

export function sitesRequest(broker: Broker, changes: Partial<SitesRequest> = {}): SitesRequest {
  const url = parseBrokerUrl(broker.url('scanner'));
  if (!url.ok) throw new Error(url.error);
  return {
    brokers: [{ access: { url: url.value, password } }],
    ...{ waitMs: 120_000, run: newRunId(), isContinued: false },
    ...changes,
  };
}

/** A worker under way. */
export interface RunningWorker {
  readonly child: ChildProcess;
  /** Resolves once its log holds the text. */
  readonly says: (text: string) => Promise<void>;
  readonly done: Promise<{ readonly exitCode: number | null; readonly log: string }>;
}

/** Starts a worker as a person would, and waits until it takes work. It ends with this process. */
export function startWorker(broker: Broker, site: string, ...options: readonly string[]): Promise<RunningWorker> {
  return startWorkerAs('--site', site, '--broker', broker.url(site), ...options);
}

/** The same with a command line of its own. */
export async function startWorkerAs(...options: readonly string[]): Promise<RunningWorker> {
  const worker = launchWorker(...options);
  await worker.says('connected to the broker');
  return worker;
}

/** The same, without waiting. */
export function launchWorker(...options: readonly string[]): RunningWorker {
  const program = repositoryPath('bin/certmuster.js');
  const child = spawn(
    'setpriv',
    ['--pdeathsig', 'KILL', '--', process.execPath, program, 'worker', '--dns-server', noNames, ...options],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { PATH: process.env['PATH'], CERTMUSTER_BROKER_PASSWORD: password } },
  );
  let log = '';
  const watchers = new Set<() => void>();
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
    for (const watcher of watchers) watcher();
  });
  const done = once(child, 'close').then(([exitCode]) => ({ exitCode: exitCode as number | null, log }));
  const says = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (log.includes(text)) resolve();
      };
      watchers.add(look);
      look();
      void done.then(() => reject(new Error(`it ended before it said ${text}: ${log}`)));
    });
  return { child, says, done };
}
