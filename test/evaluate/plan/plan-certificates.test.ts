import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { planCertificates } from '../../../src/evaluate/plan/plan-certificates.ts';
import { type CertificatePlan, certificatePlanSchema } from '../../../src/model/certificate-plan.ts';
import { describePlace } from '../../../src/report/plan/describe-place.ts';
import { repositoryPath } from '../../repository-path.ts';
import { expansionOf, virtualServer } from '../../targets/expansion-of.ts';
import { sectionSeven } from '../../targets/section-seven.ts';
import type { Expansion } from '../../../src/targets/expand-targets.ts';

const planOf = ({ endpoints, deployments }: Expansion): CertificatePlan => planCertificates(endpoints, deployments);

/** `ID: CN [SANs] at PLACE; PLACE` of each certificate. */
function lines(plan: CertificatePlan): readonly string[] {
  return plan.certificates.map(({ id, commonName, dnsNames, places }) => {
    return `${id}: ${commonName} [${dnsNames.join(' ')}] at ${places.map(describePlace).join('; ')}`;
  });
}

const threeNames = (host: string): string => `[${host} as.${host} download.${host}]`;

test('the deployment of the design: servers, load balancer and outer interface share one certificate, each MTLS listener has its own', () => {
  const plan = planOf(expansionOf(sectionSeven));
  assert.deepEqual(lines(plan), [
    `virtual-server-im.contoso.com-contoso: im.contoso.com ${threeNames('im.contoso.com')} at cwa01.contoso.local 10.0.0.11:443, virtual server; 10.0.0.10:443, load balancer; im.contoso.com 203.0.113.10:443, reverse proxy, external interface`,
    `reverse-proxy-internal-im.contoso.com-contoso: im.contoso.com ${threeNames('im.contoso.com')} at im.contoso.com 10.0.1.5:443, reverse proxy, internal interface`,
    'mtls-cwa01.contoso.local-contoso: cwa01.contoso.local [] at cwa01.contoso.local 10.0.0.11:5061, MTLS listener',
    'server-www.contoso.com: www.contoso.com [www.contoso.com] at 192.0.2.7:443, server',
  ]);
  assert.deepEqual([plan.problems, plan.notes], [[], []]);
  assert.deepEqual(certificatePlanSchema.parse(plan), plan);
});

test('every field comes from the policy, with the row of the table that demands it', () => {
  const [ssl, , mtls, server] = planOf(expansionOf(sectionSeven)).certificates;
  assert.deepEqual(ssl?.extendedKeyUsage, ['1.3.6.1.5.5.7.3.1']);
  assert.deepEqual(ssl?.keyUsage, { bits: ['digitalSignature', 'keyEncipherment'], hex: 'a0' });
  assert.deepEqual(ssl?.key, { type: 'rsa', bits: 2048, exportable: true });
  assert.equal(ssl?.templateToDuplicate, 'Web Server');
  assert.deepEqual(ssl?.sources['dnsNames'], 'Table 2, Subject Alternate Name');
  assert.equal(ssl?.sources['key'], 'Table 2, Private Key');
  assert.match(ssl?.caMayDifferFrom?.cas ?? '', /MTLS certificates/);
  assert.deepEqual(mtls?.sources['commonName'], 'Table 1, Subject Name');
  assert.equal(mtls?.sources['dnsNames'], undefined);
  assert.deepEqual(mtls?.trust, [{ list: 'mtls', stores: ['contoso'] }]);
  assert.equal(server?.templateToDuplicate, null);
  assert.equal(server?.key.exportable, false);
  assert.equal(server?.caMayDifferFrom, null);
});

test('every endpoint belongs to exactly one certificate', () => {
  const expansion = expansionOf(JSON.parse(readFileSync(repositoryPath('targets.example.json'), 'utf8')));
  const planned = planOf(expansion).certificates.flatMap(({ endpoints }) => endpoints);
  assert.deepEqual(planned.toSorted(), expansion.endpoints.map(({ id }) => id).toSorted());
  assert.equal(new Set(planned).size, planned.length);
});

test('a proxy with another URL outside: a certificate for each interface, and the outer one has the FQDN of the proxy as its subject', () => {
  const plan = planOf(
    virtualServer({
      url: 'https://im.contoso.com',
      reverseProxy: {
        fqdn: 'proxy.contoso.com',
        external: { url: 'https://chat.contoso.com', address: '203.0.113.10' },
        internal: { address: '10.0.1.5' },
      },
    }),
  );
  const [outer, inner] = plan.certificates;
  assert.equal(outer?.commonName, 'proxy.contoso.com');
  assert.deepEqual(outer?.dnsNames, ['chat.contoso.com', 'as.chat.contoso.com', 'download.chat.contoso.com']);
  assert.equal(inner?.commonName, 'im.contoso.com');
  assert.equal(plan.certificates.length, 2);
});

test('what is not dialed needs its certificate too: an MTLS listener without a port, an inner interface that is not declared', () => {
  const plan = planOf(
    virtualServer({
      url: 'https://im.contoso.com',
      servers: [{ fqdn: 'cwa01.contoso.local', address: '10.0.0.11' }],
      reverseProxy: {
        fqdn: 'proxy.contoso.com',
        external: { url: 'https://chat.contoso.com', address: '203.0.113.10' },
      },
    }),
  );
  assert.deepEqual(lines(plan).slice(2), [
    'mtls-cwa01.contoso.local-d: cwa01.contoso.local [] at cwa01.contoso.local port not declared, MTLS listener',
    `reverse-proxy-internal-im.contoso.com-d: im.contoso.com ${threeNames('im.contoso.com')} at proxy.contoso.com port not declared, reverse proxy, internal interface`,
  ]);
  assert.deepEqual(plan.certificates[2]?.endpoints, []);
});

test('a server of two virtual servers has one MTLS certificate, and an SSL certificate of each', () => {
  const servers = (mtlsPort: number) => [{ fqdn: 'cwa01.contoso.local', mtlsPort }];
  const plan = planOf(
    expansionOf({
      deployments: [
        {
          name: 'd',
          virtualServers: [
            { url: 'https://im.contoso.com', servers: servers(5061) },
            { url: 'https://chat.contoso.com:444', servers: servers(5062) },
          ],
        },
      ],
    }),
  );
  assert.deepEqual(
    plan.certificates.map(({ id, places }) => [id, places.map(({ port }) => port)]),
    [
      ['virtual-server-im.contoso.com-d', [443]],
      ['mtls-cwa01.contoso.local-d', [5061, 5062]],
      ['virtual-server-chat.contoso.com-d', [444]],
    ],
  );
});

test('interfaces with different trust lists do not share a certificate', () => {
  const file = structuredClone(sectionSeven) as unknown as { deployments: { trust: Record<string, string[]> }[] };
  const [deployment] = file.deployments;
  assert.equal(planOf(expansionOf(file)).certificates.length, 4);
  if (deployment !== undefined) deployment.trust = { internal: ['contoso'], external: ['contoso'], mtls: ['contoso'] };
  assert.equal(planOf(expansionOf(file)).certificates.length, 3);
});

test('a load balancer that passes TLS through holds no certificate, and a note says what the specification requires outside', () => {
  const declared = {
    url: 'https://im.contoso.com',
    servers: [{ fqdn: 'cwa01.contoso.local', address: '10.0.0.11', mtlsPort: 5061 }],
    loadBalancer: { address: '10.0.0.10', decryptsTls: false },
  };
  const inside = planOf(virtualServer(declared));
  assert.deepEqual(inside.certificates[0]?.places.map(describePlace), [
    'cwa01.contoso.local 10.0.0.11:443, virtual server',
  ]);
  assert.match(inside.notes.join(), /no certificate is installed on it/);
  const outside = planOf(virtualServer({ ...declared, access: 'external' }));
  assert.match(outside.notes.join(), /requires the load balancer of an external virtual server to decrypt TLS/);
});

test('a virtual server without servers: the note says that their MTLS certificates are missing', () => {
  const plan = planOf(virtualServer({ url: 'https://im.contoso.com' }));
  assert.deepEqual(
    plan.certificates.map(({ id }) => id),
    ['virtual-server-im.contoso.com-d'],
  );
  assert.match(plan.notes.join(), /declares no servers, so their MTLS certificates, .* are missing here/);
});

test('a subject that no CN can hold is a problem; where no CN is demanded the SAN has the name', () => {
  const long = `${'a'.repeat(63)}.contoso.com`;
  const demanded = planOf(virtualServer({ url: `https://${long}` }));
  assert.deepEqual(demanded.certificates, []);
  assert.match(demanded.problems.join(), /a CN has at most 64 characters/);
  const [free] = planOf(expansionOf({ targets: [{ host: long }] })).certificates;
  assert.deepEqual([free?.commonName, free?.dnsNames], [null, [long]]);
});

test('a URL with an IP address: the address is an iPAddress entry, and there are no names below it', () => {
  const [certificate] = planOf(virtualServer({ url: 'https://10.0.0.5' })).certificates;
  assert.deepEqual(
    [certificate?.commonName, certificate?.dnsNames, certificate?.ipAddresses],
    ['10.0.0.5', [], ['10.0.0.5']],
  );
});

test('the key is as long as the deployment demands', () => {
  const file = {
    deployments: [
      {
        name: 'd',
        policyOverrides: { thresholds: { minimumRsaBits: 4096 } },
        virtualServers: [{ url: 'https://im.contoso.com' }],
      },
    ],
  };
  assert.equal(planOf(expansionOf(file)).certificates[0]?.key.bits, 4096);
});

test('ids are fit for file names and unique without regard to case', () => {
  const virtualServers = [{ url: 'https://im.contoso.com' }];
  const plan = planOf(
    expansionOf({
      deployments: [
        { name: '../A: x', virtualServers },
        { name: '../a; x', virtualServers },
      ],
    }),
  );
  assert.deepEqual(
    plan.certificates.map(({ id }) => id),
    ['virtual-server-im.contoso.com-.._a_x', 'virtual-server-im.contoso.com-.._a_x-2'],
  );
});
