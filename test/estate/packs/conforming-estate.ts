import { type FixtureCertificate, conformingCertificate } from '../../../src/cli/fixtures/conforming-certificate.ts';
import { instantOf } from '../../../src/cli/fixtures/observe-fixture.ts';
import { aboutEndpoint } from '../../../src/cli/fixtures/present-endpoint.ts';
import { expandTopology, type StagedEndpoint, type StagedFixture } from '../../../src/cli/fixtures/stage-fixtures.ts';
import type { FixtureContent } from '../../../src/lab/issue-fixture-certificate.ts';
import { clientAuth } from '../../../src/model/extended-key-usages.ts';
import { groupBy } from '../../../src/model/group-by.ts';
import type { Policies } from '../../../src/policy/policies.ts';
import type { Policy } from '../../../src/policy/policy.ts';
import { placeOf } from './serve-fixture.ts';

/** A deployment that conforms. */
export interface Estate {
  readonly fixture: StagedFixture;
  /** By id of an endpoint, what it presents in place of the certificate that conforms to its own role alone. */
  readonly presentedInstead: ReadonlyMap<string, FixtureCertificate>;
}

/**
 * The whole deployment of a topology, every endpoint conforming; undefined: the policy has no deployments. Roles that are dialed by one
 * name at one place, and those that have to present the same certificate as one of them, get one that meets the demands of all.
 */
export function conformingEstate(
  topology: StagedFixture['topology'],
  policy: Policy,
  policies: Policies,
): Estate | undefined {
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
  const those = planned.filter(({ staged }) => together.has(staged.endpoint.role));
  const groups = [...groupBy(those, ({ staged }) => ownerOf(staged)).values()];
  return { fixture, presentedInstead: new Map(groups.flatMap(presentTogether)) };
}

/** The certificate that endpoints of a group present, by the id of each. */
function presentTogether(group: readonly Planned[]): readonly (readonly [string, FixtureCertificate])[] {
  const [first] = group.toSorted((one, other) => Number(isPublic(other)) - Number(isPublic(one)));
  if (first === undefined) return [];
  const contents = group.map(({ certificate }) => certificate.content);
  const extendedKeyUsage = union(contents.map((content) => content.extendedKeyUsage));
  const content: FixtureContent = {
    ...first.certificate.content,
    names: unionOfNames(contents),
    extendedKeyUsage,
    keyUsage: union(contents.map((each) => each.keyUsage)),
  };
  const certificate = {
    ...first.certificate,
    content,
    // A public CA for servers alone cannot issue what clients need too.
    isForClients: isPublic(first) && extendedKeyUsage.includes(clientAuth),
  };
  return group.map(({ staged }) => [staged.endpoint.id, certificate]);
}

function isPublic({ certificate }: Planned): boolean {
  return certificate.issuedBy === 'public';
}

function union<T>(lists: readonly (readonly T[] | null)[]): readonly T[] {
  return [...new Set(lists.flatMap((list) => list ?? []))];
}

function unionOfNames(contents: readonly FixtureContent[]): FixtureContent['names'] {
  const names = contents.flatMap((content) => content.names.map((name) => [JSON.stringify(name), name] as const));
  return [...new Map(names).values()];
}

/** The element of a list of the topology (a pool) that an endpoint belongs to. */
function ownerOf({ endpoint: { elements } }: StagedEndpoint): string {
  return JSON.stringify(Object.values(elements ?? {}).map((path) => path.slice(0, 2)));
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
