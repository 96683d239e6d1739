import type { FixtureIssuer } from '../../../src/cli/fixtures/issue-for-fixtures.ts';
import { keyGroupsOf } from '../../../src/cli/fixtures/key-groups.ts';
import { instantOf } from '../../../src/cli/fixtures/observe-fixture.ts';
import { type PresentedEndpoint, presentEndpoint } from '../../../src/cli/fixtures/present-endpoint.ts';
import type { StagedEndpoint } from '../../../src/cli/fixtures/stage-fixtures.ts';
import { type Listener, type Presentation, startTlsListener } from '../../../src/lab/tls-listener.ts';
import type { Endpoint } from '../../../src/model/endpoint.ts';
import type { Estate } from './conforming-estate.ts';
import { plainOpenings } from './plain-openings.ts';
import { groupBy } from '../../../src/model/group-by.ts';
import type { Policy } from '../../../src/policy/policy.ts';

/** The servers of a fixture, by `placeOf` what they stand for. */
export type FixtureServers = ReadonlyMap<string, Listener>;

/** Where an endpoint is reached: endpoints of one place are one server, which tells them apart by server name. */
export function placeOf({ address, lookupName, host, port }: Endpoint): string {
  return `${address ?? lookupName ?? host} ${port}`;
}

/** Starts a TLS server on loopback for every place of a fixture. */
export async function serveFixture(
  { fixture, presentedInstead }: Estate,
  policy: Policy,
  issuer: FixtureIssuer,
): Promise<FixtureServers> {
  const at = instantOf(fixture);
  const presented = await Promise.all(
    fixture.endpoints.map(async (staged) => {
      const presented = await presentEndpoint(staged, fixture.deployment, { policy, issuer, at });
      const instead = presentedInstead.get(staged.endpoint.id);
      if (instead === undefined) return { staged, presented };
      const key = keyGroupsOf(policy).get(staged.endpoint.role) ?? 'conforming';
      return { staged, presented: { ...presented, presentation: await issuer.issue(instead, key) } };
    }),
  );
  const places = groupBy(presented, ({ staged }) => placeOf(staged.endpoint));
  const started = await Promise.all(
    [...places].map(async ([place, members]) => [place, await serve(members, `${fixture.name}: ${place}`)] as const),
  );
  return new Map(started);
}

interface Served {
  readonly staged: StagedEndpoint;
  readonly presented: PresentedEndpoint;
}

async function serve(members: readonly Served[], where: string): Promise<Listener> {
  const [first] = members;
  if (first === undefined) throw new Error(`${where}: no endpoint`);
  const byServerName = new Map<string, Presentation>();
  for (const { staged, presented } of members) {
    const name = staged.endpoint.serverName?.toLowerCase();
    if (name === undefined) continue;
    const other = byServerName.get(name);
    if (other !== undefined && other !== presented.presentation)
      throw new Error(`${where}: two certificates for ${name}`);
    byServerName.set(name, presented.presentation);
  }
  const { isClientCertificateRequested } = first.presented;
  if (members.some(({ presented }) => presented.isClientCertificateRequested !== isClientCertificateRequested)) {
    throw new Error(`${where}: asks for a client certificate, and does not`);
  }
  const { startTls } = first.staged.endpoint;
  const beforeTls = startTls && plainOpenings[startTls];
  if (startTls !== undefined && beforeTls === undefined) throw new Error(`${where}: no server of ${startTls}`);
  if (members.some(({ staged }) => staged.endpoint.startTls !== startTls))
    throw new Error(`${where}: begins with TLS, and does not`);
  return await startTlsListener({
    ...(await withoutServerName(first)),
    ...(beforeTls && { beforeTls }),
    address: '127.0.0.1',
    byServerName,
    ...(isClientCertificateRequested ? { clientAuthorities: [] } : {}),
    // Weak keys and signatures are among the faults; OpenSSL presents none of them by default.
    settings: { ciphers: 'DEFAULT@SECLEVEL=0' },
  });
}

/** What clients without SNI get. A server without certificate ends the handshake. */
async function withoutServerName({ staged, presented }: Served): Promise<Presentation> {
  switch (staged.changes.withoutServerName) {
    case 'other':
      return await presented.other();
    case 'none':
      return { ...presented.presentation, chain: [] };
    default:
      return presented.presentation;
  }
}
