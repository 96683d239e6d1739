import { fixtureStores } from '../../../src/cli/fixtures/fixture-stores.ts';
import { declareDeployment, type StagedFixture } from '../../../src/cli/fixtures/stage-fixtures.ts';
import type { Endpoint } from '../../../src/model/endpoint.ts';
import { endpointId } from '../../../src/model/endpoint-id.ts';
import type { Policy } from '../../../src/policy/policy.ts';
import { type FixtureServers, placeOf } from './serve-fixture.ts';

/** What an operator would write of these fixtures: each a deployment with its topology, or a target if the policy has no deployments. */
export function writeTargets(fixtures: readonly StagedFixture[], policy: Policy): unknown {
  const trustStores = Object.fromEntries(fixtureStores.map((store) => [store, { files: [store] }]));
  if (policy.topology !== undefined) {
    const deployments = fixtures.map(({ topology }, index) =>
      declareDeployment(topology, deploymentName(index), policy),
    );
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

/** What the deployment of a fixture is called. */
export function deploymentName(index: number): string {
  return `fixture-${index}`;
}

/** The endpoints of one fixture among those of all, where its servers listen, as if a router translated their addresses. */
export function endpointsOf(
  { endpoints }: StagedFixture,
  name: string,
  all: readonly Endpoint[],
  servers: FixtureServers,
): readonly Endpoint[] {
  const staged = new Set(endpoints.map(({ endpoint }) => describe(endpoint)));
  return all
    .filter((each) => (each.deployment === null || each.deployment === name) && staged.has(describe(each)))
    .map((each) => onLoopback(each, servers));
}

/** Everything but the deployment, which the fixture calls otherwise. */
function describe({ id: _id, deployment: _deployment, ...rest }: Endpoint): string {
  return JSON.stringify(rest);
}

function onLoopback(endpoint: Endpoint, servers: FixtureServers): Endpoint {
  const listener = servers.get(placeOf(endpoint));
  if (listener === undefined) throw new Error(`nothing listens for ${endpoint.id}`);
  const { lookupName: _lookupName, ...rest } = endpoint;
  const { address, port } = listener;
  const moved = { ...rest, address, port };
  return { ...moved, id: endpointId({ ...moved, authority: endpoint.virtualServer }) };
}
