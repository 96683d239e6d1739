import { connect, createSecureContext } from 'node:tls';

import pLimit from 'p-limit';

import type { AuditRequest } from '../../src/audit/contract.ts';
import { audit } from '../../src/audit/audit.ts';
import { createRandomSource } from '../../src/audit/random-source.ts';
import { createRunKeyShares } from '../../src/audit/run-key-shares.ts';
import { createCollector } from '../../src/collect/collector.ts';
import type { ResolvedEndpoint } from '../../src/model/endpoint.ts';
import { expandTargets } from '../../src/targets/expand-targets.ts';
import { parseTargets } from '../../src/targets/parse-targets.ts';
import { policies } from '../../src/policy/policies.ts';
import { createTrustStore } from '../../src/pki/trust-store.ts';
import { temporaryFolder } from '../estate/temporary-folder.ts';
import { type Fleet, startFleet } from './fleet.ts';

// Compares the processor time (user and system) of auditing 1,000 endpoints on loopback, and of collecting what they present
// without judging it, with that of 1,000 bare `tls.connect` calls, which only shake hands. The servers are a process of
// their own; rounds alternate, medians are compared.

const size = 1_000;
const concurrency = 32;
const rounds = 5;
const timeoutMs = 30_000;
/** V8 compiles for a few thousand endpoints before its costs settle; both sides get as many. */
const warmUpRounds = 3;

const contestants = { audit: auditAll, collect: collectAll, connect: connectAll };
const names = ['audit', 'collect', 'connect'] as const;

for (const protocol of ['TLSv1.2', 'TLSv1.3'] as const) {
  const folder = temporaryFolder();
  const fleet = await startFleet(folder, { protocol, size, now: new Date() });
  const spent = { audit: [] as number[], collect: [] as number[], connect: [] as number[] };
  for (let round = 0; round < warmUpRounds + rounds; round += 1) {
    for (const name of names) {
      const milliseconds = await processorTime(() => contestants[name](fleet));
      if (round >= warmUpRounds) spent[name].push(milliseconds);
    }
  }
  await fleet.stop();
  folder.remove();
  const baseline = median(spent.connect);
  for (const name of names) {
    const time = median(spent[name]);
    const share = `${Math.round((100 * time) / baseline)} %`;
    process.stdout.write(`${protocol}  ${name.padEnd(8)} ${(time / size).toFixed(3)} ms an endpoint  ${share}\n`);
  }
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

function expandedTargets(endpoints: Fleet['endpoints']): readonly ResolvedEndpoint[] {
  const declared = endpoints.map((endpoint) => ({ ...endpoint, role: 'server', policy: 'tls-server', trust: ['lab'] }));
  const parsed = parseTargets({ trustStores: { lab: { files: ['lab.pem'] } }, targets: declared }, policies);
  if (!parsed.ok) throw new Error('the fleet is described wrongly');
  return [...expandTargets(parsed.value, policies).endpoints].map((endpoint) => {
    if (endpoint.address === null) throw new Error(`${endpoint.id} has no address`);
    return { ...endpoint, address: endpoint.address };
  });
}

function auditRequest({ endpoints, authority }: Fleet): AuditRequest {
  const store = createTrustStore({ name: 'lab', source: 'lab', date: null, anchors: [authority.root.der] });
  if (!store.ok) throw new Error('the root is no anchor');
  return {
    deployments: [],
    endpoints: expandedTargets(endpoints),
    stores: new Map([['lab', store.value]]),
    options: {
      concurrency,
      timeoutMs,
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

async function collectAll({ endpoints }: Fleet): Promise<void> {
  const collect = createCollector({
    random: createRandomSource(),
    keyShare: createRunKeyShares(),
    provePossession: false,
    keyTypes: 'default',
    now: () => new Date(),
    monotonicMs: () => performance.now(),
  });
  const limit = pLimit(concurrency);
  await Promise.all(
    expandedTargets(endpoints).map((endpoint) =>
      limit(async () => {
        const { signal } = new AbortController();
        const [observation] = await collect(endpoint, { signal, timeoutMs });
        if (observation?.certificates.length !== 2) throw new Error(`${endpoint.id} was not read`);
      }),
    ),
  );
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
