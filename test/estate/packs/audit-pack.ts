import { createFixtureIssuer, type FixtureIssuer } from '../../../src/cli/fixtures/issue-for-fixtures.ts';
import { fixtureStores } from '../../../src/cli/fixtures/fixture-stores.ts';
import { instantOf } from '../../../src/cli/fixtures/observe-fixture.ts';
import { declareDeployment, type StagedFixture } from '../../../src/cli/fixtures/stage-fixtures.ts';
import { prepareAudit } from '../../../src/audit/prepare-audit.ts';
import type { Endpoint } from '../../../src/model/endpoint.ts';
import { endpointId } from '../../../src/model/endpoint-id.ts';
import { groupBy } from '../../../src/model/group-by.ts';
import { auditOptions, runAudit } from '../../audit/auditing.ts';
import type { Pack } from './read-pack.ts';
import { type FixtureServers, placeOf, serveFixture } from './serve-fixture.ts';

/** What an audit of the servers of a fixture found. */
export interface LiveFixture {
  readonly fixture: StagedFixture;
  /** CHECK/FAULT of everything that fails, sorted, each once. */
  readonly found: readonly string[];
  /** Endpoints at which no certificate was seen, each with the reason. */
  readonly unseen: readonly string[];
}

/** Serves every fixture of a pack on loopback, all at once, audits the servers by a targets file, and closes them. */
export async function auditPack(pack: Pack): Promise<readonly LiveFixture[]> {
  const issuer = await createFixtureIssuer();
  const fixtures = [...pack.fixtures, ...(pack.conformingEstate === undefined ? [] : [pack.conformingEstate])];
  // Targets outside deployments are told apart by their endpoints alone, so that each fixture needs an audit of its own.
  const runs = groupBy(fixtures, (fixture) =>
    pack.policy.topology === undefined ? fixture.name : String(instantOf(fixture).getTime()),
  );
  const audited = await Promise.all([...runs.values()].map((run) => auditTogether(run, pack, issuer)));
  return audited.flat();
}

/** Fixtures of one instant: each a deployment of one targets file. */
async function auditTogether(
  fixtures: readonly StagedFixture[],
  pack: Pack,
  issuer: FixtureIssuer,
): Promise<readonly LiveFixture[]> {
  const [first] = fixtures;
  if (first === undefined) return [];
  const servers = await Promise.all(fixtures.map((fixture) => serveFixture(fixture, pack.policy, issuer)));
  try {
    const request = prepareAudit({
      targets: writeTargets(fixtures, pack),
      stores: issuer.stores,
      policies: pack.policies,
      options: { ...auditOptions, at: instantOf(first) },
    });
    if (!request.ok) throw new Error(JSON.stringify(request.error));
    const owners = new Map<string, StagedFixture>();
    const endpoints: Endpoint[] = [];
    for (const endpoint of request.value.endpoints as readonly Endpoint[]) {
      const index = indexOf(endpoint);
      const fixture = fixtures[index];
      const staged = servers[index];
      if (fixture === undefined || staged === undefined || !isStaged(endpoint, fixture)) continue;
      const moved = onLoopback(endpoint, staged);
      owners.set(moved.id, fixture);
      endpoints.push(moved);
    }
    const publicStore = issuer.stores.get('public');
    const audited = await runAudit({ ...request.value, endpoints, publicStore });
    return fixtures.map((fixture, index) => {
      const reports = audited.endpoints.flatMap(({ report }) => (owners.get(report.id) === fixture ? [report] : []));
      if (reports.length !== fixture.endpoints.length) {
        throw new Error(`${fixture.name}: ${reports.length} of ${fixture.endpoints.length} endpoints were audited`);
      }
      const across = audited.summary.summary.deploymentFindings.filter(
        ({ deployment }) => deployment === nameOf(index),
      );
      const failed = [...reports.flatMap(({ findings }) => findings), ...across].filter(
        ({ outcome }) => outcome === 'fail',
      );
      return {
        fixture,
        found: [...new Set(failed.map(({ check, fault }) => `${check}/${fault}`))].sort(),
        unseen: reports.flatMap(({ id, chain, failure }) =>
          chain.length === 0 ? [`${id}: ${failure?.message ?? 'no certificate'}`] : [],
        ),
      };
    });
  } finally {
    await Promise.all(servers.flatMap((each) => [...each.values()].map((listener) => listener.close())));
  }
}

/** What an operator would write of these fixtures. */
function writeTargets(fixtures: readonly StagedFixture[], { policy }: Pack): unknown {
  const trustStores = Object.fromEntries(fixtureStores.map((store) => [store, { files: [store] }]));
  if (policy.topology !== undefined) {
    const deployments = fixtures.map(({ topology }, index) => declareDeployment(topology, nameOf(index), policy));
    return { trustStores, deployments };
  }
  const targets = fixtures.flatMap(({ endpoints }) =>
    endpoints.map(({ endpoint: { host, port, role } }) => ({
      host,
      port,
      role,
      policy: policy.id,
      trust: fixtureStores,
    })),
  );
  return { trustStores, targets };
}

function nameOf(index: number): string {
  return `fixture-${index}`;
}

function indexOf({ deployment }: Endpoint): number {
  return deployment === null ? 0 : Number(deployment.slice('fixture-'.length));
}

/** Whether the fixture is about this endpoint of its deployment. */
function isStaged(endpoint: Endpoint, { endpoints }: StagedFixture): boolean {
  const description = describe(endpoint);
  return endpoints.some((staged) => describe(staged.endpoint) === description);
}

function describe({ id: _, deployment: __, ...rest }: Endpoint): string {
  return JSON.stringify(rest);
}

/** The endpoint where its server listens, as a router that translates addresses would have it. */
function onLoopback({ lookupName: _, ...endpoint }: Endpoint, servers: FixtureServers): Endpoint {
  const listener = servers.get(placeOf({ ...endpoint, ...(_ === undefined ? {} : { lookupName: _ }) }));
  if (listener === undefined) throw new Error(`nothing listens for ${endpoint.id}`);
  const { address, port } = listener;
  const moved = { ...endpoint, address, port };
  return { ...moved, id: endpointId({ ...moved, authority: endpoint.virtualServer }) };
}
