import { type FixtureCertificate, conformingCertificate } from '../../../src/cli/fixtures/conforming-certificate.ts';
import { instantOf } from '../../../src/cli/fixtures/observe-fixture.ts';
import { aboutEndpoint } from '../../../src/cli/fixtures/present-endpoint.ts';
import { expandTopology, type StagedEndpoint, type StagedFixture } from '../../../src/cli/fixtures/stage-fixtures.ts';
import { groupBy } from '../../../src/model/group-by.ts';
import type { CertificateChanges } from '../../../src/model/policy-fixtures.ts';
import type { Policies } from '../../../src/policy/policies.ts';
import type { Policy } from '../../../src/policy/policy.ts';
import { placeOf } from './serve-fixture.ts';

/**
 * The whole deployment of a topology, every endpoint conforming; undefined: the policy has no deployments. Roles that are dialed by one
 * name at one place, and those that have to present the same certificate as one of them, get one that meets the demands of all.
 */
export function conformingEstate(
  topology: StagedFixture['topology'],
  policy: Policy,
  policies: Policies,
): StagedFixture | undefined {
  const { deployment, endpoints } = expandTopology(topology, 'estate', policy, policies);
  if (deployment === undefined) return undefined;
  const estate = { name: 'the whole estate, conforming', path: undefined, at: undefined, expect: [], topology };
  const fixture = {
    ...estate,
    deployment,
    endpoints: endpoints.map((endpoint): StagedEndpoint => ({ endpoint, changes: { role: endpoint.role } })),
  };
  const at = instantOf(fixture);
  const planned = fixture.endpoints.map((staged) => ({
    staged,
    certificate: conformingCertificate(aboutEndpoint(staged, deployment, { policy, at })),
  }));
  const together = rolesTogether(planned, policy);
  const common = changesFor(
    planned.flatMap(({ staged, certificate }) => (together.has(staged.endpoint.role) ? [certificate] : [])),
  );
  return {
    ...fixture,
    endpoints: fixture.endpoints.map(({ endpoint, changes }) => ({
      endpoint,
      changes: together.has(endpoint.role) ? { ...changes, certificate: common } : changes,
    })),
  };
}

interface Planned {
  readonly staged: StagedEndpoint;
  readonly certificate: FixtureCertificate;
}

function rolesTogether(planned: readonly Planned[], { roles }: Policy): ReadonlySet<string> {
  const servers = groupBy(planned, ({ staged: { endpoint } }) => `${placeOf(endpoint)} ${endpoint.serverName ?? ''}`);
  const together = new Set<string>();
  for (const members of servers.values()) {
    if (new Set(members.map(({ certificate }) => JSON.stringify(certificate))).size === 1) continue;
    for (const { staged } of members) together.add(staged.endpoint.role);
  }
  for (const role of together) {
    for (const other of roles[role]?.sharing?.sameCertificateAs ?? []) together.add(other);
  }
  return together;
}

const kinds = { dns: 'dns', ip: 'ip', url: 'uri', email: 'email' } as const;

/** Everything that any of these certificates says. */
function changesFor(certificates: readonly FixtureCertificate[]): CertificateChanges {
  const contents = certificates.map(({ content }) => content);
  const union = <T>(lists: readonly (readonly T[] | null)[]): T[] => [...new Set(lists.flatMap((list) => list ?? []))];
  const names = contents.flatMap((content) => content.names);
  return {
    commonName: contents[0]?.commonName,
    extendedKeyUsage: union(contents.map(({ extendedKeyUsage }) => extendedKeyUsage)),
    keyUsage: union(contents.map(({ keyUsage }) => keyUsage)),
    ...Object.fromEntries(
      Object.entries(kinds).map(([type, kind]) => [
        kind,
        union([names.filter((name) => name.type === type).map(({ value }) => value)]),
      ]),
    ),
  };
}
