import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { issueIntermediate } from '../forge/certificate-authority.ts';
import { type Presentation, startTlsListener } from '../../src/lab/tls-listener.ts';
import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import { createContoso, sslPresentation, urlHost } from './contoso.ts';
import { startGnutlsServer } from './gnutls-server.ts';
import { startNginx } from './nginx.ts';
import { startOpensslServer } from './openssl-server.ts';
import { outcomeOf, scan } from './scan.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const contoso = await createContoso(new Date());
const { root, intermediate } = contoso.authority;
const trustFile = folder.write('root.pem', root.pem);
const generousTrustFile = folder.write('root-and-intermediate.pem', root.pem + intermediate.pem);
const lower = issueIntermediate(contoso.authority, contoso.keys.ec, {
  organization: 'Contoso',
  name: 'Third Tier CA',
  issuer: intermediate,
});

const sound = sslPresentation(contoso);
const presentations = {
  'leaf alone': sslPresentation(contoso, { sent: [] }),
  'wrong order': sslPresentation(contoso, { issuer: lower, sent: [intermediate, lower] }),
  'root included': sslPresentation(contoso, { sent: [intermediate, root] }),
  'byte duplicate': sslPresentation(contoso, { sent: [intermediate, intermediate] }),
} satisfies Record<string, Presentation>;

const nginx = await startNginx(
  folder,
  new Map(
    Object.entries(presentations).flatMap(([name, presentation]) => [
      [`${name} over TLSv1.2`, { ...presentation, directives: ['ssl_protocols TLSv1.2;'] }],
      [`${name} over TLSv1.3`, { ...presentation, directives: ['ssl_protocols TLSv1.3;'] }],
    ]),
  ),
);
const others = {
  openssl: await startOpensslServer(folder, sound),
  gnutls: await startGnutlsServer(folder, sound, { args: ['--disable-client-cert'] }),
  node: await startTlsListener({ ...sound, address: '127.0.0.1' }),
};
after(async () => {
  await Promise.all([nginx.stop(), others.openssl.stop(), others.gnutls.stop(), others.node.close()]);
  folder.remove();
});

const places = new Map<string, { readonly address: string; readonly port: number }>([
  ...[...nginx.ports].map(([site, port]) => [site, { address: nginx.address, port }] as const),
  ...Object.entries(others),
]);
const byRoot = await scanAll(trustFile);
const byRootAndIntermediate = await scanAll(generousTrustFile);

/** Scans every place in one run, judged by the anchors of one file. */
async function scanAll(trust: string): Promise<ReadonlyMap<string, EndpointReport>> {
  const targets = [...places.values()].map(({ address, port }) => ({
    host: urlHost,
    address,
    port,
    role: 'server' as const,
    policy: 'tls-server' as const,
    trust: ['roots'],
  }));
  const { report } = await scan(folder, { trustStores: { roots: { files: [trust] } }, targets });
  return new Map([...places.keys()].flatMap((place, index) => pair(place, report.endpoints[index])));
}

function pair(place: string, endpoint: EndpointReport | undefined): readonly [string, EndpointReport][] {
  return endpoint === undefined ? [] : [[place, endpoint]];
}

function reported(place: string, reports = byRoot): EndpointReport {
  const endpoint = reports.get(place);
  assert.ok(endpoint, `${place} is not in the report`);
  return endpoint;
}

function sent({ chain }: Presentation): readonly string[] {
  return chain.map(({ der }) => Buffer.from(der).toString('base64'));
}

for (const protocol of ['TLSv1.2', 'TLSv1.3']) {
  for (const [name, presentation] of Object.entries(presentations)) {
    test(`${name}, over ${protocol}: the report holds byte for byte what was sent, in its order`, () => {
      const endpoint = reported(`${name} over ${protocol}`);
      assert.equal(endpoint.handshake?.protocol, protocol);
      assert.deepEqual(
        endpoint.chain.map(({ der }) => der),
        sent(presentation),
      );
    });
  }

  test(`a missing intermediate fails chain-completeness over ${protocol} although a local store has it`, () => {
    const endpoint = reported(`leaf alone over ${protocol}`, byRootAndIntermediate);
    assert.equal(outcomeOf(endpoint, 'chain-completeness'), 'fail');
    assert.equal(outcomeOf(endpoint, 'chain-trust'), 'pass');
  });

  test(`where no store has the missing intermediate, trust fails over ${protocol} as well`, () => {
    const endpoint = reported(`leaf alone over ${protocol}`);
    assert.equal(outcomeOf(endpoint, 'chain-completeness'), 'fail');
    assert.equal(outcomeOf(endpoint, 'chain-trust'), 'fail');
  });

  test(`a wrong order over ${protocol} fails chain-order and still leads to the root`, () => {
    const endpoint = reported(`wrong order over ${protocol}`);
    assert.equal(outcomeOf(endpoint, 'chain-order'), 'fail');
    assert.equal(outcomeOf(endpoint, 'chain-completeness'), 'pass');
    assert.equal(outcomeOf(endpoint, 'chain-trust'), 'pass');
  });

  test(`a root or a duplicate sent along over ${protocol} is unneeded and nothing else`, () => {
    for (const name of ['root included', 'byte duplicate']) {
      const endpoint = reported(`${name} over ${protocol}`);
      const failed = endpoint.findings.filter(({ outcome }) => outcome === 'fail').map(({ check }) => check);
      assert.deepEqual(failed, ['unneeded-certificates'], name);
      assert.equal(endpoint.verdict, 'pass');
    }
  });
}

for (const maker of Object.keys(others)) {
  test(`a sound chain sent by ${maker} is reported as sent and passes`, () => {
    const endpoint = reported(maker);
    assert.deepEqual(
      endpoint.chain.map(({ der }) => der),
      sent(sound),
    );
    assert.equal(endpoint.verdict, 'pass');
    assert.equal(endpoint.handshake?.keyPossession, 'proven');
  });
}
