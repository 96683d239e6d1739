import assert from 'node:assert/strict';
import { test } from 'node:test';

import { waivableChecks } from '../../src/evaluate/waivable-checks.ts';
import { withAddress, withoutAddress, withoutCopy, withoutKeyType, withoutSite } from '../../src/model/endpoint-id.ts';
import type { Endpoint } from '../../src/model/endpoint.ts';
import { builtInDocument } from '../../src/policy/built-in.ts';
import { compilePolicy } from '../../src/policy/compile-policy.ts';
import { type Policies, standardPolicies } from '../../src/policy/policies.ts';
import { expandTargets } from '../../src/targets/expand-targets.ts';
import { joinSites } from '../../src/targets/join-sites.ts';
import { parseTargets } from '../../src/targets/parse-targets.ts';
import { sideOfRole, vantagesOf } from '../../src/targets/vantages.ts';

const key = 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=';
const sites = { internal: 'inside', external: 'outside' };
const trust = { internal: ['mozilla'], external: ['mozilla'], mtls: ['mozilla'] };

function parse(file: object, policies: Policies = standardPolicies) {
  return parseTargets(file, policies, waivableChecks());
}

function expand(file: object, policies: Policies = standardPolicies): readonly Endpoint[] {
  const parsed = parse(file, policies);
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return expandTargets(parsed.value, policies).endpoints;
}

function problems(file: object): readonly string[] {
  const parsed = parse(file);
  return parsed.ok ? [] : parsed.error.map(({ path, message }) => `${path}: ${message}`);
}

const deployment = (virtualServer: object, more: object = {}) => ({
  deployments: [
    { name: 'contoso', trust, sites, virtualServers: [{ url: 'https://im.contoso.com', ...virtualServer }], ...more },
  ],
});

/** Each place and role once, with its sites. */
function seen(endpoints: readonly Endpoint[]): readonly string[] {
  return [...new Set(endpoints.map(({ role, site, access }) => `${role} ${site ?? '-'} ${access}`))];
}

const server = { fqdn: 'cwa01.contoso.local', address: '10.0.0.11', mtlsPort: 5061 };
const loadBalancer = { address: '10.0.0.10' };
const reverseProxy = { fqdn: 'proxy.contoso.com', external: {}, internal: {} };

test('behind a reverse proxy all but its outer interface is seen from inside', () => {
  assert.deepEqual(seen(expand(deployment({ access: 'external', servers: [server], loadBalancer, reverseProxy }))), [
    'virtual-server inside external',
    'as-host inside external',
    'download-host inside external',
    'load-balancer inside external',
    'reverse-proxy-external outside external',
    'reverse-proxy-internal inside external',
    'mtls inside external',
  ]);
});

test('without a proxy what stands in front is seen from where its clients are, and servers behind a balancer from inside', () => {
  for (const [access, expected] of [
    ['internal', ['inside internal']],
    ['external', ['outside external']],
    ['both', ['inside internal', 'outside external']],
  ] as const) {
    const front = (role: string) => expected.map((each) => `${role} ${each}`);
    const behind = `inside ${access}`;
    const balancer = { ...loadBalancer, decryptsTls: true };
    assert.deepEqual(
      seen(expand(deployment({ access, servers: [server], loadBalancer: balancer }))).toSorted(),
      [
        ...front('load-balancer'),
        ...['virtual-server', 'as-host', 'download-host', 'mtls'].map((role) => `${role} ${behind}`),
      ].toSorted(),
    );
    assert.deepEqual(
      seen(expand(deployment({ access, servers: [server] }))).toSorted(),
      [...['virtual-server', 'as-host', 'download-host'].flatMap(front), `mtls ${behind}`].toSorted(),
    );
    assert.deepEqual(
      seen(expand(deployment({ access }))).toSorted(),
      ['virtual-server', 'as-host', 'download-host'].flatMap(front).toSorted(),
    );
  }
});

test('what both sides reach is two endpoints, each with its site in the id and the trust list of its side', () => {
  const endpoints = expand(deployment({ access: 'both' }, { trust: { ...trust, external: ['system'] } }));
  assert.deepEqual(
    endpoints.map(({ id, trust: lists }) => [id, lists]),
    ['virtual-server/', 'as-host/as.', 'download-host/download.'].flatMap((role) =>
      [
        ['inside', 'internal', 'mozilla'],
        ['outside', 'external', 'system'],
      ].map(([site, list, store]) => [
        `contoso|im.contoso.com/${role}im.contoso.com@-:443#from-${site}`,
        [{ list, stores: [store] }],
      ]),
    ),
  );
});

test('if one side has no site, or both have the same, ids stay as they are as far as they can', () => {
  const ids = (declared: object) =>
    expand(deployment({ access: 'both' }, { sites: declared })).map(({ id, site, access }) => [
      id.replace(/^.*@-:443/, ''),
      site,
      access,
    ]);
  assert.deepEqual(ids({ external: 'outside' }).slice(0, 2), [
    ['', undefined, 'internal'],
    ['#from-outside', 'outside', 'external'],
  ]);
  assert.deepEqual(ids({ internal: 'here', external: 'here' }).slice(0, 2), [
    ['', 'here', 'both'],
    ['', 'here', 'both'],
  ]);
  assert.deepEqual(ids({}).slice(0, 1), [['', undefined, 'both']]);
});

test('the first endpoint under the host of a URL looks up its aliases at each site', () => {
  const resolving = (virtualServer: object, more: object = {}) =>
    expand(deployment(virtualServer, more)).flatMap(({ role, site, resolves }) =>
      resolves === undefined ? [] : [[role, site, resolves]],
    );
  const names = ['im.contoso.com', 'as.im.contoso.com', 'download.im.contoso.com'];
  const chat = names.map((name) => name.replace('im.', 'chat.'));
  const proxy = { ...reverseProxy, external: { url: 'https://chat.contoso.com' } };
  assert.deepEqual(resolving({ servers: [server, { ...server, fqdn: 'cwa02.contoso.local' }], reverseProxy: proxy }), [
    ['virtual-server', 'inside', names],
    ['reverse-proxy-external', 'outside', chat],
  ]);
  assert.deepEqual(resolving({ access: 'both', loadBalancer }), [
    ['load-balancer', 'inside', names],
    ['load-balancer', 'outside', names],
  ]);
  assert.deepEqual(resolving({ access: 'both' }, { sites: {} }), []);
  assert.deepEqual(resolving({ url: 'https://10.0.0.1' }), []);
  assert.deepEqual(resolving({ url: 'https://im' }), []);
  assert.deepEqual(resolving({}, { proxy: 'http://proxy.contoso.com:3128' }), []);
});

test('defaults hold for both kinds, `none` takes them back, and a target of two sites is two endpoints', () => {
  const [im, ...targets] = expand({
    defaults: { site: 'outside', sites: { internal: 'inside', external: 'outside' }, trust: ['mozilla'] },
    deployments: [
      { name: 'contoso', sites: { internal: 'none' }, virtualServers: [{ url: 'https://im.contoso.com' }] },
    ],
    targets: [
      { host: 'a.contoso.com' },
      { host: 'a.contoso.com', site: 'inside' },
      { host: 'b.contoso.com', site: 'none' },
    ],
  }).filter(({ role }) => role === 'virtual-server' || role === 'server');
  assert.equal(im?.site, undefined);
  assert.deepEqual(
    targets.map(({ id, site }) => [id, site]),
    [
      ['-|-/server/a.contoso.com@-:443#from-outside', 'outside'],
      ['-|-/server/a.contoso.com@-:443#from-inside', 'inside'],
      ['-|-/server/b.contoso.com@-:443', undefined],
    ],
  );
});

test('a site that is not declared is a problem if any are declared, with the nearest word', () => {
  const targets = [{ host: 'a.contoso.com', site: 'outsde' }];
  assert.deepEqual(problems({ targets }), []);
  assert.deepEqual(problems({ sites: [{ name: 'inside' }, { name: 'outside' }], targets }), [
    'targets[0].site: unknown site "outsde"; did you mean outside? Others: inside, none',
  ]);
  const everywhere = {
    sites: [{ name: 'outside' }],
    defaults: { site: 'a', sites: { internal: 'b' } },
    ...deployment({}, { sites: { internal: 'none', external: 'c' } }),
  };
  assert.deepEqual(
    problems(everywhere).map((each) => each.slice(0, each.indexOf(';'))),
    [
      'defaults.site: unknown site "a"',
      'defaults.sites.internal: unknown site "b"',
      'deployments[0].sites.external: unknown site "c"',
    ],
  );
});

test('names of sites are words, each once, and not `none`', () => {
  const targets = [{ host: 'a.contoso.com' }];
  assert.deepEqual(problems({ sites: [{ name: 'a' }, { name: 'none' }, { name: 'a' }], targets }), [
    'sites[1].name: "none" stands for whoever scans; choose another name',
    'sites[2].name: sites[0] has the same name',
  ]);
  assert.equal(problems({ sites: [{ name: 'Not a word' }], targets }).length, 1);
  assert.equal(problems({ targets: [{ host: 'a.contoso.com', site: 'a/b' }] }).length, 1);
});

test('a public key is base64 of an Ed25519 key, or else the name of a file', () => {
  const targets = [{ host: 'a.contoso.com' }];
  const keysOf = (publicKey: string) => {
    const parsed = parse({ sites: [{ name: 'outside', publicKey }], targets });
    return parsed.ok ? parsed.value.siteKeys?.get('outside') : parsed.error[0]?.path;
  };
  assert.deepEqual(keysOf(key), { kind: 'key', spki: new Uint8Array(Buffer.from(key, 'base64')) });
  assert.deepEqual(keysOf('keys/outside.pem'), { kind: 'file', path: 'keys/outside.pem', index: 0 });
  for (const broken of [key.slice(0, -4), `${key.slice(0, -2)}!=`, key.replace('=', ''), `${key.slice(0, 16)}AAAA`])
    assert.equal(keysOf(broken), 'sites[0].publicKey', broken);
});

test('a waiver names an endpoint by its id, its site included', () => {
  const until = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const waiver = { check: 'name-match', fault: 'name-missing', by: 'A', reason: 'B', until };
  const about = (endpoint: string) => problems(deployment({ access: 'both' }, { waivers: [{ ...waiver, endpoint }] }));
  const id = 'contoso|im.contoso.com/virtual-server/im.contoso.com@10.0.0.1:443';
  assert.deepEqual(about(`${id}#from-outside`), []);
  assert.deepEqual(about(`${id}#from-outside#rsa`), []);
  assert.equal(about(id).length, 1);
  assert.equal(about(`${id}#from-elsewhere`).length, 1);
});

test('ids keep their site through what else is done with them', () => {
  const id = 'a|b/c/d@-:443#from-dmz-1.north';
  assert.equal(withAddress(id, '10.0.0.1'), 'a|b/c/d@10.0.0.1:443#from-dmz-1.north');
  assert.equal(withoutAddress('a|b/c/d@[::1]:443#from-x'), 'a|b/c/d@-:443#from-x');
  assert.equal(withoutKeyType(`${id}#rsa`), id);
  assert.equal(withoutKeyType('a|b/c/d@-:443#from-rsa'), 'a|b/c/d@-:443#from-rsa');
  assert.equal(withoutCopy(`${id}#rsa#2`), id);
  assert.equal(withoutSite(`${id}#rsa`), 'a|b/c/d@-:443#rsa');
  assert.equal(withoutSite('a#from-x|b/c/d@-:443'), 'a#from-x|b/c/d@-:443');
});

test('the side of a role is what it says, else what its trust list says', () => {
  const role = (list: string | undefined, site?: 'internal' | 'external' | 'both') => ({
    site,
    trust: { list, stores: undefined, publiclyTrusted: 'free' as const },
  });
  assert.equal(sideOfRole(role('external'), 'internal'), 'external');
  assert.equal(sideOfRole(role('mtls'), 'external'), 'internal');
  assert.equal(sideOfRole(role('partners'), 'external'), 'internal');
  assert.equal(sideOfRole(role('access'), 'both'), 'both');
  assert.equal(sideOfRole(role(undefined), 'external'), 'external');
  assert.equal(sideOfRole(role('external', 'internal'), 'external'), 'internal');
  assert.deepEqual(vantagesOf('both', 'external', sites), [
    { access: 'external', site: 'inside' },
    { access: 'external', site: 'outside' },
  ]);
});

test('of the packs, federation servers and mailbox servers are inside, proxies and edges outside', async () => {
  for (const [id, parameters, expected] of [
    [
      'ad-fs',
      {
        federationServiceName: 'fs.contoso.com',
        federationServers: [{ fqdn: 'adfs01.contoso.local' }],
        proxies: [{ fqdn: 'wap01.contoso.com' }],
        loadBalancers: [{ address: '10.0.0.10' }],
        proxyLoadBalancers: [{ address: '203.0.113.10' }],
      },
      {
        'federation-server': 'inside',
        'web-application-proxy': 'outside',
        'load-balancer': 'inside',
        'proxy-load-balancer': 'outside',
      },
    ],
    ['sql-server', { instances: [{ names: ['sql01.contoso.local'], port: 1433 }] }, { instance: 'inside' }],
  ] as const) {
    const documents = [await builtInDocument('tls-server'), await builtInDocument(id)].filter(
      (each) => each !== undefined,
    );
    const [first, ...others] = documents;
    assert.ok(first);
    const policies = new Map([...standardPolicies, [id, compilePolicy([first, ...others])]]);
    const endpoints = expand(
      {
        deployments: [
          { name: 'x', policy: id, trust: { external: ['mozilla'], internal: ['mozilla'] }, sites, parameters },
        ],
      },
      policies,
    );
    assert.deepEqual(Object.fromEntries(endpoints.map(({ role, site }) => [role, site])), expected);
  }
});

test('joined again, what two sites see is the endpoint that it is without sites', () => {
  for (const virtualServer of [
    { access: 'both' },
    { access: 'both', servers: [server], loadBalancer },
    { reverseProxy },
  ]) {
    const plain = expand(deployment(virtualServer, { sites: {} }));
    const joined = joinSites(expand(deployment(virtualServer)));
    const withoutSites = joined.map(({ site: _, resolves: __, ...rest }) => rest);
    assert.deepEqual(withoutSites, plain);
  }
});
