import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { definePolicy } from '../../src/audit/define-policy.ts';
import type { Endpoint } from '../../src/model/endpoint.ts';
import { createAuthority, issueServerCertificate } from '../forge/certificate-authority.ts';
import { type Contoso, createContoso, sslNames } from '../evaluate/contoso.ts';
import { now } from '../evaluate/observation.ts';
import { judgeSighted, type Sighted, type Sighting } from './sighted-deployment.ts';

let contoso: Contoso;
let good: readonly Uint8Array[];
let renewed: readonly Uint8Array[];
let expired: readonly Uint8Array[];
let foreign: readonly Uint8Array[];
before(async () => {
  contoso = await createContoso();
  const intermediate = contoso.authority.intermediate.der;
  good = [contoso.leaf().der, intermediate];
  renewed = [contoso.leaf({ notBefore: new Date('2026-11-20T00:00:00Z') }).der, intermediate];
  expired = [contoso.leaf({ notAfter: new Date('2026-11-20T00:00:00Z') }).der, intermediate];
  const appliance = await createAuthority({ organization: 'Inspection', now });
  foreign = [issueServerCertificate(appliance, contoso.key, { names: sslNames }).der, appliance.intermediate.der];
});

const trust = { internal: ['contoso'], external: ['contoso'], mtls: ['contoso'] };
const sites = { internal: 'inside', external: 'outside' };
const servers = [
  { fqdn: 'cwa01.contoso.local', address: '10.0.0.11' },
  { fqdn: 'cwa02.contoso.local', address: '10.0.0.12' },
];
const reverseProxy = {
  fqdn: 'im.contoso.com',
  external: { address: '203.0.113.10' },
  internal: { address: '10.0.1.5' },
};

function deploymentOf(virtualServer: object, changes: object = {}): Readonly<Record<string, unknown>> {
  const virtualServers = [{ url: 'https://im.contoso.com', access: 'both', ...virtualServer }];
  return { deployments: [{ name: 'contoso', trust, sites, virtualServers, ...changes }] };
}

const judge = async (virtualServer: object, see: (endpoint: Endpoint) => Sighting): Promise<Sighted> =>
  await judgeSighted(deploymentOf(virtualServer), { contoso: contoso.authority.root.der }, see);

const balanced = { loadBalancer: { address: '10.0.0.10' } };

function faultsOf({ summary }: Sighted): readonly string[] {
  return summary.causes.map(({ fault }) => fault);
}

function findingsOf({ summary }: Sighted, check: string) {
  return summary.deploymentFindings.filter((finding) => finding.check === check);
}

test('one certificate at both sites passes, and each site has its view of DNS', async () => {
  const sighted = await judge(balanced, () => ({ chain: good }));
  assert.deepEqual(faultsOf(sighted), []);
  const [across, ...others] = findingsOf(sighted, 'certificates-across-sites');
  assert.deepEqual([across?.outcome, across?.endpoints.length, others.length], ['pass', 6, 0]);
  assert.deepEqual(
    findingsOf(sighted, 'alias-addresses').map(({ outcome, message }) => [
      outcome,
      / from (\w+)\.$/.exec(message)?.[1],
    ]),
    [
      ['pass', 'inside'],
      ['pass', 'outside'],
    ],
  );
  assert.deepEqual(
    sighted.summary.notices.filter((notice) => notice.startsWith('Not seen')),
    [],
  );
});

test('a deployment without sites has no finding across sites, and none of what is new', async () => {
  const targets = deploymentOf(balanced, { sites: {} });
  const resolutions = sslNames.map((name) => ({ name, addresses: ['10.0.0.10'], failure: null }));
  const sighted = await judgeSighted(targets, { contoso: contoso.authority.root.der }, () => ({ chain: good }), {
    nameResolutions: resolutions,
  });
  assert.deepEqual(findingsOf(sighted, 'certificates-across-sites'), []);
  assert.deepEqual(
    findingsOf(sighted, 'alias-addresses').map(({ outcome }) => outcome),
    ['pass'],
  );
  assert.equal(sighted.reports.length, 3);
  const { reports, observations, summary } = sighted;
  assert.doesNotMatch(
    JSON.stringify([reports, observations, summary.deploymentFindings, summary.notices]),
    /"site"|seenFrom|"resolves"|#from-/,
  );
});

test('what was seen from one place only is not compared, and a notice says from where it was seen', async () => {
  const sighted = await judge(balanced, () => ({ chain: good, seenFrom: null }));
  const [across] = findingsOf(sighted, 'certificates-across-sites');
  assert.deepEqual([across?.outcome, across?.reason], ['undetermined', 'one-site']);
  assert.match(across?.message ?? '', /was seen from here only\. Scan with a worker at each site/);
  const notices = sighted.summary.notices.filter((notice) => notice.startsWith('Not seen'));
  assert.deepEqual(notices, [
    'Not seen from their sites: 3 endpoints of inside and 3 endpoints of outside. They were connected to from here, where names and certificates may differ. Add --broker URL if a worker runs there, or scan there with --only-site inside --site inside.',
  ]);
  assert.equal(findingsOf(sighted, 'alias-addresses').length, 1);
});

test('who says at which site it is has seen that site', async () => {
  const sighted = await judge(balanced, () => ({ chain: good, seenFrom: 'inside' }));
  const [notice] = sighted.summary.notices.filter((each) => each.startsWith('Not seen'));
  assert.match(notice ?? '', /^Not seen from their sites: 3 endpoints of outside\. .* from the site inside,/);
});

test('a listener that has the new certificate on one side only is one cause, and the remedy says where the old one is', async () => {
  const sighted = await judge(balanced, ({ site }) => ({ chain: site === 'outside' ? renewed : good }));
  assert.deepEqual(faultsOf(sighted), ['certificates-across-sites/certificates-differ']);
  const [cause] = sighted.summary.causes;
  assert.equal(
    cause?.title,
    'load-balancer 10.0.0.10:443 presents different certificates to inside and outside for im.contoso.com, as.im.contoso.com and download.im.contoso.com',
  );
  assert.equal(
    cause.remedy,
    'Install the certificate that is valid from 2026-11-20 at what answers for load-balancer 10.0.0.10:443 to inside.',
  );
  assert.deepEqual(cause.places, [
    'load-balancer 10.0.0.10:443 from inside',
    'load-balancer 10.0.0.10:443 from outside',
  ]);
  const [finding] = findingsOf(sighted, 'certificates-across-sites');
  assert.match(
    finding?.message ?? '',
    /From inside: CN=im\.contoso\.com issued by .* From outside: .* Issuer, subject and key are the same\./,
  );
});

test('a difference under one of the three names is found', async () => {
  const sighted = await judge(balanced, ({ site, role, host }) => ({
    chain: site === 'outside' && role === 'load-balancer' && host.startsWith('download.') ? renewed : good,
  }));
  assert.deepEqual(faultsOf(sighted), ['certificates-across-sites/certificates-differ']);
  assert.match(sighted.summary.causes[0]?.title ?? '', /for download\.im\.contoso\.com$/);
});

test('a fault that shows from one side only is one cause at that side, and the difference follows from it', async () => {
  for (const [chain, fault] of [
    [expired, 'validity-period/expired'],
    [foreign, 'chain-trust/issuer-not-found'],
    [[good[0] ?? new Uint8Array()], 'chain-completeness/intermediate-missing'],
  ] as const) {
    const sighted = await judge(balanced, ({ site }) => ({ chain: site === 'outside' ? chain : good }));
    assert.deepEqual(faultsOf(sighted), [fault]);
    assert.deepEqual(sighted.summary.causes[0]?.places, ['load-balancer 10.0.0.10:443 from outside']);
    const [across] = findingsOf(sighted, 'certificates-across-sites');
    if (across?.outcome === 'fail') assert.equal(across.cause, sighted.summary.causes[0]?.key);
    // The same leaf without its intermediate is still the same certificate.
    assert.equal(across?.outcome, fault.startsWith('chain-completeness') ? 'pass' : 'fail');
  }
});

test('a fault that shows from both sides is one cause', async () => {
  const sighted = await judge(balanced, () => ({ chain: [good[0] ?? new Uint8Array()] }));
  assert.deepEqual(faultsOf(sighted), ['chain-completeness/intermediate-missing']);
});

test('an alias that is missing at one site is one cause, at both two: each has a DNS of its own', async () => {
  const all = {
    'im.contoso.com': ['10.1.1.1'],
    'as.im.contoso.com': ['10.1.1.1'],
    'download.im.contoso.com': ['10.1.1.1'],
  };
  const lacking = { 'im.contoso.com': ['10.1.1.1'], 'as.im.contoso.com': ['10.1.1.1'] };
  const one = await judge(balanced, ({ site }) => ({ chain: good, dns: site === 'outside' ? lacking : all }));
  assert.deepEqual(
    one.summary.causes.map(({ title, remedy }) => [title, remedy]),
    [
      [
        'download.im.contoso.com does not resolve from outside',
        'Create download.im.contoso.com as CNAME of im.contoso.com in the DNS of outside.',
      ],
    ],
  );
  const two = await judge(balanced, () => ({ chain: good, dns: lacking }));
  assert.deepEqual(faultsOf(two), ['alias-addresses/does-not-resolve', 'alias-addresses/does-not-resolve']);
  const here = await judge(balanced, () => ({ chain: good, dns: lacking, seenFrom: null }));
  assert.deepEqual(faultsOf(here), ['alias-addresses/does-not-resolve']);
});

test('outside it is the URL of the proxy whose aliases count', async () => {
  const proxy = { ...reverseProxy, external: { url: 'https://chat.contoso.com', address: '203.0.113.10' } };
  const dns = { 'im.contoso.com': [], 'chat.contoso.com': ['203.0.113.10'], 'as.chat.contoso.com': ['203.0.113.11'] };
  const inside = Object.fromEntries(sslNames.map((name) => [name, ['10.0.0.11']]));
  const targets = deploymentOf({ access: 'external', servers, reverseProxy: proxy });
  const sighted = await judgeSighted(targets, { contoso: contoso.authority.root.der }, ({ site }) => ({
    chain: good,
    dns: site === 'outside' ? dns : inside,
  }));
  const titles = sighted.summary.causes.filter(({ fault }) => fault.startsWith('alias')).map(({ title }) => title);
  assert.deepEqual(titles, ['download.chat.contoso.com does not resolve from outside']);
});

test('split DNS to a proxy outside and servers inside may have two certificates: it is said and passes', async () => {
  const sighted = await judge({ access: 'external', servers, reverseProxy }, ({ site }) => ({
    chain: site === 'outside' ? renewed : good,
  }));
  assert.deepEqual(faultsOf(sighted), []);
  const [across] = findingsOf(sighted, 'certificates-across-sites');
  assert.equal(across?.outcome, 'pass');
  assert.match(
    across?.message ?? '',
    /^im\.contoso\.com \(and as\.im\.contoso\.com, download\.im\.contoso\.com\) leads to different listeners and certificates from inside and outside\. From inside: /,
  );
});

test('of an array that both sides reach, the server that differs is one cause', async () => {
  const sighted = await judge({ servers }, ({ site, server }) => ({
    chain: site === 'outside' && server === 'cwa02.contoso.local' ? renewed : good,
  }));
  assert.deepEqual(faultsOf(sighted), ['certificates-across-sites/certificates-differ']);
  assert.match(sighted.summary.causes[0]?.title ?? '', /^cwa02\.contoso\.local 10\.0\.0\.12:443 presents /);
  const expiredThere = await judge({ servers }, ({ server }) => ({
    chain: server === 'cwa02.contoso.local' ? expired : good,
  }));
  assert.deepEqual(faultsOf(expiredThere), ['validity-period/expired']);
  const [array] = findingsOf(expiredThere, 'array-consistency');
  assert.deepEqual([array?.outcome, array?.cause], ['fail', expiredThere.summary.causes[0]?.key]);
});

test('the servers of an array are compared as one site sees them, whatever trust lists its sides have', async () => {
  const sighted = await judge({ servers }, ({ site }) => ({ chain: site === 'outside' ? renewed : good }));
  assert.equal(findingsOf(sighted, 'array-consistency')[0]?.outcome, 'pass');
  assert.deepEqual(faultsOf(sighted), [
    'certificates-across-sites/certificates-differ',
    'certificates-across-sites/certificates-differ',
  ]);
});

test('a balancer that passes TLS through to servers in a rollover shows this or that one: nothing differs between sites', async () => {
  const loadBalancer = { address: '10.0.0.10', decryptsTls: false };
  const sighted = await judge({ servers, loadBalancer }, ({ site, server }) => ({
    chain: server === 'cwa02.contoso.local' || (server === null && site === 'outside') ? renewed : good,
  }));
  assert.deepEqual(faultsOf(sighted), ['load-balancer-decryption/tls-passed-through']);
  const [across] = findingsOf(sighted, 'certificates-across-sites');
  assert.equal(across?.outcome, 'pass');
});

test('a side from which nothing was seen is not compared', async () => {
  const sighted = await judge(balanced, ({ site }) => (site === 'outside' ? {} : { chain: good }));
  const [across] = findingsOf(sighted, 'certificates-across-sites');
  assert.deepEqual([across?.outcome, across?.reason], ['undetermined', 'unreachable']);
  assert.match(across?.message ?? '', /no certificate was seen from outside at load-balancer 10\.0\.0\.10:443\.$/);
});

test('each side of a listener is judged by its own trust list', async () => {
  const targets = deploymentOf(balanced, { trust: { ...trust, external: ['partner'] } });
  const partner = (await createAuthority({ organization: 'Partner', now })).root.der;
  const roots = { contoso: contoso.authority.root.der, partner };
  const sighted = await judgeSighted(targets, roots, () => ({ chain: good }));
  assert.deepEqual(
    sighted.reports.map(({ verdict, seenFrom }) => [verdict, seenFrom]),
    [1, 2, 3].flatMap(() => [
      ['pass', 'inside'],
      ['fail', 'outside'],
    ]),
  );
  assert.deepEqual(faultsOf(sighted), ['chain-trust/issuer-not-found']);
  assert.equal(findingsOf(sighted, 'certificates-across-sites')[0]?.outcome, 'pass');
});

/** A service of two nodes that clients of both sides reach, behind a place that passes TLS through. */
async function judgeNodes(see: (endpoint: Endpoint) => Sighting): Promise<Sighted> {
  const fields = { address: { kind: 'address', description: 'Its address.' } };
  const places = { kind: 'object', list: true, description: 'Places.', fields };
  const host = 'im.contoso.com';
  const policy = await definePolicy({
    id: 'nodes',
    title: 'Nodes',
    extends: 'tls-server',
    parameters: { nodes: places, relays: places },
    roles: {
      node: {
        title: 'Node',
        source: 'The house standard',
        access: 'both',
        trust: { list: 'access' },
        dial: [{ each: 'nodes', as: 'node', host, address: '${node.address}', port: 443 }],
        sharing: { sameCertificateAs: ['node'] },
      },
      relay: {
        title: 'Relay',
        source: 'The house standard',
        access: 'both',
        trust: { list: 'access' },
        dial: [{ each: 'relays', as: 'relay', host, address: '${relay.address}', port: 443 }],
        termination: { endsAt: 'node' },
      },
    },
    severity: { 'key-sharing': 'error', 'tls-termination': 'error' },
  });
  assert.ok(policy.ok, JSON.stringify(policy));
  const parameters = {
    nodes: [{ address: '10.0.0.21' }, { address: '10.0.0.22' }],
    relays: [{ address: '10.0.0.20' }],
  };
  const targets = { deployments: [{ name: 'contoso', policy: 'nodes', trust, sites, parameters }] };
  return await judgeSighted(targets, { contoso: contoso.authority.root.der }, see, { policy: policy.value });
}

test('in a deployment of parameters, one fault that several checks across it see is one cause', async () => {
  const same = await judgeNodes(() => ({ chain: good }));
  assert.deepEqual(faultsOf(same), []);
  assert.equal(findingsOf(same, 'certificates-across-sites')[0]?.outcome, 'pass');
  const atNode = await judgeNodes(({ site, address }) => ({
    chain: site === 'outside' && address === '10.0.0.22' ? renewed : good,
  }));
  assert.deepEqual(faultsOf(atNode), ['key-sharing/certificates-differ']);
  const otherKey = await createContoso();
  const other = [
    issueServerCertificate(contoso.authority, otherKey.key, { names: sslNames }).der,
    contoso.authority.intermediate.der,
  ];
  const atRelay = await judgeNodes(({ site, role }) => ({
    chain: site === 'outside' && role === 'relay' ? other : good,
  }));
  assert.deepEqual(faultsOf(atRelay), ['tls-termination/terminated-elsewhere']);
  const [across] = findingsOf(atRelay, 'certificates-across-sites');
  assert.deepEqual([across?.outcome, across?.cause], ['fail', atRelay.summary.causes[0]?.key]);
});

test('one listener that split DNS gives an address at each site is one host with a key, not two', async () => {
  const sighted = await judge({}, ({ site }) => ({
    chain: good,
    address: site === 'outside' ? '203.0.113.10' : '10.0.0.10',
  }));
  assert.deepEqual(faultsOf(sighted), []);
  assert.deepEqual(findingsOf(sighted, 'exportable-key'), []);
  assert.equal(findingsOf(sighted, 'certificates-across-sites')[0]?.outcome, 'pass');
  const apart = await judge({}, ({ site }) => ({
    chain: site === 'outside' ? renewed : good,
    address: site === 'outside' ? '203.0.113.10' : '10.0.0.10',
  }));
  assert.match(
    apart.summary.causes[0]?.title ?? '',
    /^im\.contoso\.com 10\.0\.0\.10:443 and im\.contoso\.com 203\.0\.113\.10:443 present different certificates to inside and outside/,
  );
});
