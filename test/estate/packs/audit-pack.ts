import { prepareAudit } from '../../../src/audit/prepare-audit.ts';
import { createFixtureIssuer, type FixtureIssuer } from '../../../src/cli/fixtures/issue-for-fixtures.ts';
import { instantOf } from '../../../src/cli/fixtures/observe-fixture.ts';
import type { StagedFixture } from '../../../src/cli/fixtures/stage-fixtures.ts';
import type { Endpoint } from '../../../src/model/endpoint.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { groupBy } from '../../../src/model/group-by.ts';
import { auditOptions, runAudit } from '../../audit/auditing.ts';
import type { Estate } from './conforming-estate.ts';
import { deploymentName, endpointsOf, writeTargets } from './live-targets.ts';
import type { Pack } from './read-pack.ts';
import { serveFixture } from './serve-fixture.ts';

/** What an audit of the servers of a fixture found. */
export interface LiveFixture {
  readonly fixture: StagedFixture;
  /** CHECK/FAULT of everything that fails, sorted, each once. */
  readonly found: readonly string[];
  /** What the audit says cannot be seen over TLS. */
  readonly notVisible: readonly string[];
  /** Endpoints at which no certificate was seen, each with the reason. */
  readonly unseen: readonly string[];
}

/**
 * Serves every fixture of a pack on loopback, audits the servers by a targets file that declares the topologies of the fixtures, and
 * closes them. Fixtures of one instant are served and audited together, the conforming estate by itself.
 */
export async function auditPack(pack: Pack): Promise<readonly LiveFixture[]> {
  const issuer = await createFixtureIssuer();
  const estates = pack.fixtures.map((fixture): Estate => ({ fixture, presentedInstead: new Map() }));
  // Targets outside deployments are told apart by their endpoints alone, so that each fixture needs an audit of its own.
  const runs = groupBy(estates, ({ fixture }) =>
    pack.policy.topology === undefined ? fixture.name : instantOf(fixture).toISOString(),
  );
  const whole = pack.conformingEstate === undefined ? [] : [[pack.conformingEstate]];
  const audited = await Promise.all([...runs.values(), ...whole].map((run) => auditTogether(run, pack, issuer)));
  return audited.flat();
}

async function auditTogether(
  estates: readonly Estate[],
  pack: Pack,
  issuer: FixtureIssuer,
): Promise<readonly LiveFixture[]> {
  const fixtures = estates.map(({ fixture }) => fixture);
  const [first] = fixtures;
  if (first === undefined) return [];
  const servers = await Promise.all(estates.map((estate) => serveFixture(estate, pack.policy, issuer)));
  try {
    const request = prepareAudit({
      targets: writeTargets(fixtures, pack.policy),
      stores: issuer.stores,
      policies: pack.policies,
      options: { ...auditOptions, at: instantOf(first) },
    });
    if (!request.ok) throw new Error(JSON.stringify(request.error));
    const declared = [...(request.value.endpoints as Iterable<Endpoint>)];
    const dialed = fixtures.map((fixture, index) =>
      endpointsOf(fixture, deploymentName(index), declared, servers[index] ?? new Map()),
    );
    const publicStore = issuer.stores.get('public');
    const { endpoints, summary } = await runAudit({ ...request.value, endpoints: dialed.flat(), publicStore });
    // What shows across a whole run says something of a fixture only where it is the whole run.
    const runWide = fixtures.length === 1 ? summary.summary.deploymentFindings : [];
    return fixtures.map((fixture, index) => {
      const ids = new Set(dialed[index]?.map(({ id }) => id));
      const reports = endpoints.flatMap(({ report }) => (ids.has(report.id) ? [report] : []));
      const expected = fixture.endpoints.length;
      if (reports.length !== expected) throw new Error(`${fixture.name}: ${reports.length} of ${expected} audited`);
      const across = summary.summary.deploymentFindings.filter((each) => each.deployment === deploymentName(index));
      return {
        fixture,
        ...sort([...reports.flatMap(({ findings }) => findings), ...across, ...runWide]),
        unseen: reports.flatMap(({ id, chain, failure }) =>
          chain.length === 0 ? [`${id}: ${failure?.message ?? 'no certificate'}`] : [],
        ),
      };
    });
  } finally {
    await Promise.all(servers.flatMap((each) => [...each.values()].map((listener) => listener.close())));
  }
}

function sort(findings: readonly Finding[]): Pick<LiveFixture, 'found' | 'notVisible'> {
  const failed = findings.filter(({ outcome }) => outcome === 'fail');
  return {
    found: [...new Set(failed.map(({ check, fault }) => `${check}/${fault}`))].sort(),
    notVisible: findings.flatMap(({ outcome, message }) => (outcome === 'not-observable' ? [message] : [])),
  };
}
