import { connect, createSecureContext } from 'node:tls';

import pLimit from 'p-limit';

import type { AuditRequest } from '../../src/audit/contract.ts';
import { audit } from '../../src/audit/audit.ts';
import { expandTargets } from '../../src/targets/expand-targets.ts';
import { parseTargets } from '../../src/targets/parse-targets.ts';
import { policies } from '../../src/policy/policies.ts';
import { createTrustStore } from '../../src/pki/trust-store.ts';
import { temporaryFolder } from '../estate/temporary-folder.ts';
import { type Fleet, startFleet } from './fleet.ts';

// Compares the processor time of auditing 1,000 endpoints on loopback with that of 1,000 bare `tls.connect` calls, which
// only shake hands and judge nothing. The servers are a process of their own; rounds alternate, medians are compared.

const size = 1_000;
const concurrency = 32;
const rounds = 5;

for (const protocol of ['TLSv1.2', 'TLSv1.3'] as const) {
  const folder = temporaryFolder();
  const fleet = await startFleet(folder, { protocol, size, now: new Date() });
  const contestants = { audit: () => auditAll(fleet), connect: () => connectAll(fleet) };
  const spent = { audit: [] as number[], connect: [] as number[] };
  // The first round of each only warms up.
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of ['audit', 'connect'] as const) {
      const milliseconds = await processorTime(contestants[name]);
      if (round > 0) spent[name].push(milliseconds);
    }
  }
  await fleet.stop();
  folder.remove();
  const [ours, theirs] = [median(spent.audit), median(spent.connect)];
  process.stdout.write(
    `${protocol}: certmuster ${each(ours)}, tls.connect ${each(theirs)}: a factor of ${(theirs / ours).toFixed(1)}\n`,
  );
}

async function processorTime(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

async function auditAll(fleet: Fleet): Promise<void> {
  let audited = 0;
  const environment = { now: () => new Date(), signal: new AbortController().signal };
  for await (const event of audit(auditRequest(fleet), environment)) {
    if (event.kind !== 'endpoint') continue;
    audited += 1;
    if (event.report.verdict === 'unreachable') throw new Error(`${event.report.id} was not audited`);
  }
  if (audited !== size) throw new Error(`${audited} of ${size} endpoints were audited`);
}

function auditRequest({ endpoints, authority }: Fleet): AuditRequest {
  const declared = endpoints.map((endpoint) => ({ ...endpoint, role: 'server', policy: 'tls-server', trust: ['lab'] }));
  const parsed = parseTargets({ trustStores: { lab: { files: ['lab.pem'] } }, targets: declared }, policies);
  const store = createTrustStore({ name: 'lab', source: 'lab', date: null, anchors: [authority.root.der] });
  if (!parsed.ok || !store.ok) throw new Error('the fleet is described wrongly');
  const expanded = expandTargets(parsed.value, policies);
  return {
    deployments: expanded.deployments,
    endpoints: expanded.endpoints,
    stores: new Map([['lab', store.value]]),
    options: {
      concurrency,
      timeoutMs: 30_000,
      at: undefined,
      resolve: new Map(),
      dnsServers: [],
      provePossession: false,
      keyTypes: 'default',
      failOn: 'error',
    },
    inputs: [],
    recordedOptions: {},
  };
}

/** One context for all of them, so that only handshakes are counted; certificates are read as an auditor would. */
async function connectAll({ endpoints, authority }: Fleet): Promise<void> {
  const secureContext = createSecureContext({ ca: authority.root.pem });
  const limit = pLimit(concurrency);
  await Promise.all(
    endpoints.map(({ host, address, port }) =>
      limit(
        () =>
          new Promise<void>((resolve, reject) => {
            const socket = connect({ host: address, port, servername: host, secureContext }, () => {
              socket.getPeerCertificate(true);
              socket.destroy();
              resolve();
            });
            socket.once('error', reject);
          }),
      ),
    ),
  );
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function each(milliseconds: number): string {
  return `${(milliseconds / size).toFixed(3)} ms an endpoint`;
}
