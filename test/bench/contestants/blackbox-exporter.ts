import { Agent, get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

import { type ServerProcess, startServer } from '../../estate/server-process.ts';
import type { TemporaryFolder } from '../../estate/temporary-folder.ts';
import { type Fleet, type FleetTarget, fleetAddress } from '../fleet.ts';
import { type Cost, readProcessCost } from '../measure.ts';
import { type Contestant, concurrency } from './contestant.ts';

/**
 * Prometheus' blackbox_exporter (Debian: prometheus-blackbox-exporter), probing every target over TLS with verification.
 * The cost is that of the exporter's process while it probes. Its start is not counted, nor is the client that asks it.
 */
export function blackboxExporter(folder: TemporaryFolder): Contestant {
  return {
    name: 'blackbox_exporter, verified',
    endpoints: ({ size }) => size,
    run: async (fleet) => {
      const exporter = await startExporter(folder, fleet);
      const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
      try {
        // The first answer of a process carries what is made once.
        await probe(exporter, agent, fleet.targets[0]);
        return await costOf(exporter, () => probeAll(exporter, agent, fleet));
      } finally {
        agent.destroy();
        await exporter.stop();
      }
    },
  };
}

/**
 * Starts it in a mount namespace of its own, in which the hosts file has the fleet's names: it verifies a certificate against
 * the name that it dials, and that name has to resolve. The machine's own hosts file stays as it is.
 */
function startExporter(folder: TemporaryFolder, { targets, rootFile }: Fleet): Promise<ServerProcess> {
  const hosts = folder.write('hosts', targets.map(({ host }) => `${fleetAddress} ${host}\n`).join(''));
  const tcp = { preferred_ip_protocol: 'ip4', tls: true, tls_config: { ca_file: rootFile } };
  // JSON is YAML.
  const config = folder.write(
    'blackbox.yml',
    JSON.stringify({ modules: { tls: { prober: 'tcp', timeout: '10s', tcp } } }),
  );
  const unshare = ['--mount', ...(process.getuid?.() === 0 ? [] : ['--map-root-user'])];
  const script = 'mount --bind "$1" /etc/hosts && shift && exec "$@"';
  return startServer((port) => {
    const address = `--web.listen-address=${fleetAddress}:${port}`;
    const exporter = ['prometheus-blackbox-exporter', `--config.file=${config}`, address, '--log.level=error'];
    return { command: 'unshare', args: [...unshare, 'sh', '-c', script, 'sh', hosts, ...exporter] };
  });
}

async function costOf({ pid }: ServerProcess, work: () => Promise<void>): Promise<Cost> {
  const before = readProcessCost(pid);
  const startedMs = performance.now();
  await work();
  const wallMs = performance.now() - startedMs;
  const { cpuMs, peakMegabytes } = readProcessCost(pid);
  return { cpuMs: cpuMs - before.cpuMs, wallMs, peakMegabytes };
}

async function probeAll(exporter: ServerProcess, agent: Agent, { targets }: Fleet): Promise<void> {
  const queue = targets.values();
  const work = async (): Promise<void> => {
    for (const target of queue) await probe(exporter, agent, target);
  };
  await Promise.all(Array.from({ length: concurrency }, work));
}

/** Throws unless the probe succeeded, which includes the verification of chain and name. */
async function probe(exporter: ServerProcess, agent: Agent, target: FleetTarget | undefined): Promise<void> {
  const query = new URLSearchParams({ module: 'tls', target: `${target?.host}:${target?.port}` });
  const where = { host: exporter.address, port: exporter.port, path: `/probe?${query}`, agent };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(where, resolve).once('error', reject);
  });
  const metrics = await text(response);
  if (!/^probe_success 1$/m.test(metrics)) throw new Error(`the probe of ${target?.host} failed: ${metrics}`);
}
