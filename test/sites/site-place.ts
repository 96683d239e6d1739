import { createAuthority } from '../../src/lab/authority.ts';
import { issueServerCertificate } from '../../src/lab/issue-server-certificate.ts';
import { makeKeyPair } from '../../src/lab/key-pair.ts';
import { startTlsListener } from '../../src/lab/tls-listener.ts';
import type { SitesRequest } from '../../src/audit/contract.ts';
import type { Endpoint } from '../../src/model/endpoint.ts';
import { parseBrokerUrl } from '../../src/sites/broker-url.ts';
import { newRunId } from '../../src/cli/options/broker-options.ts';
import { type Running, startCertmuster } from '../cli/certmuster.ts';
import { endpointAt } from '../collect/collecting.ts';
import type { Broker, BrokerUser } from './rabbitmq.ts';

/** The users that docs/sites.md makes: who scans may do everything, a site only what it needs. */
export const password = 'not-a-secret';
export const scannerUser: BrokerUser = {
  name: 'scanner',
  password,
  permissions: ['^certmuster', '^certmuster', '^certmuster'],
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

/** Starts a worker as a person would, and waits until it takes work. */
export async function startWorker(broker: Broker, site: string, ...options: readonly string[]): Promise<Running> {
  const running = launchWorker(broker, site, ...options);
  await running.complains('connected to the broker');
  return running;
}

/** Starts a worker, and does not wait. */
export function launchWorker(broker: Broker, site: string, ...options: readonly string[]): Running {
  return startCertmuster(['worker', '--site', site, '--broker', broker.url(site), ...options], {
    environment: { CERTMUSTER_BROKER_PASSWORD: password },
  });
}
