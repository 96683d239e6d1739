import assert from 'node:assert/strict';
import { test } from 'node:test';

import { waivableChecks } from '../../src/evaluate/waivable-checks.ts';
import { standardPolicies } from '../../src/policy/policies.ts';
import { parseTargets } from '../../src/targets/parse-targets.ts';
import { sectionSeven } from './section-seven.ts';

test('the file of section 7 has no problem', () => {
  assert.ok(parseTargets(sectionSeven, standardPolicies, waivableChecks()).ok);
});

test('every problem of a file is listed at once, of shape and of meaning', () => {
  const file = {
    trustStores: { contoso: { files: [] }, mozilla: { files: ['x.pem'] }, wrong: { bundled: 'windows' } },
    deployments: [
      {
        name: 'a',
        trust: { internal: ['nowhere'] },
        virtualServers: [
          {
            url: 'http://im.contoso.com',
            acces: 'external',
            servers: [
              { fqdn: 'cwa01', mtlsPort: 70_000, address: '10.0.0' },
              { fqdn: 'cwa02.contoso.local' },
              { fqdn: 'CWA02.contoso.local.' },
            ],
            loadBalancer: { decryptsTls: 'yes' },
          },
        ],
      },
      { name: 'a', policy: 'tls-server', virtualServers: [] },
    ],
    targets: [{ host: 'http://www.contoso.com' }, { host: 'www.contoso.com', role: 'client' }],
  };
  assert.deepEqual(paths(file).sort(), [
    'deployments[0].trust.internal[0]',
    'deployments[0].virtualServers[0].acces',
    'deployments[0].virtualServers[0].loadBalancer.decryptsTls',
    'deployments[0].virtualServers[0].servers[0].address',
    'deployments[0].virtualServers[0].servers[0].fqdn',
    'deployments[0].virtualServers[0].servers[0].mtlsPort',
    'deployments[0].virtualServers[0].servers[2].fqdn',
    'deployments[0].virtualServers[0].url',
    'deployments[1].name',
    'deployments[1].policy',
    'deployments[1].virtualServers',
    'targets[0].host',
    'targets[1].role',
    'trustStores.contoso.files',
    'trustStores.mozilla',
    'trustStores.wrong.bundled',
  ]);
});

/** Each row: what is put in place of a sound value, where, and the path and the words of the problem. */
const wrongUrls: readonly (readonly [string, RegExp])[] = [
  ['im.contoso.com', /not a URL/],
  ['http://im.contoso.com', /is a URL of http, which has no TLS; .* use https:\/\/HOST/],
  ['ftp://im.contoso.com', /not an https URL/],
  ['ldaps://im.contoso.com', /not an https URL/],
  ['https://', /empty/],
  ['https:///x', /empty/],
  ['https://im.contoso.com\\x', /backslash/],
  ['https://im.contoso.com\\@contoso.com', /backslash/],
  ['https://2001:db8::1/', /IPv6 address in brackets/],
  ['https://im.contoso.com:0', /use a port from 1 to 65535/],
  ['https://im.contoso.com:65536', /use a port from 1 to 65535/],
  ['https://im.contoso.com:https', /use a port from 1 to 65535/],
  ['https://im contoso.com', /not a host name/],
  ['https://*.contoso.com', /wildcard/],
  ['https://im..contoso.com', /not a host name/],
  ['https://-im.contoso.com', /not a host name/],
  ['https://10.0.0.256', /neither/],
  ['https://2130706433', /neither/],
  ['https://0x7f.1', /not a host name/],
  ['https://2001:db8::1', /not a URL/],
  ['https://[fe80::1%25eth0]', /not a host name/],
  [`https://${'a'.repeat(64)}.contoso.com`, /not a host name/],
  [`https://${'a.'.repeat(127)}com`, /not a host name/],
  ['https://im.contoso.com\n', /not a host name/],
  ['https://\u202Eim.contoso.com', /not a host name/],
];

for (const [url, words] of wrongUrls) {
  test(`refuses the URL ${JSON.stringify(url).slice(0, 60)}`, () => {
    const [problem, ...others] = problems({ deployments: [{ name: 'd', virtualServers: [{ url }] }] });
    assert.equal(problem?.path, 'deployments[0].virtualServers[0].url');
    assert.match(problem?.message ?? '', words);
    assert.deepEqual(others, []);
  });
}

for (const url of [
  'https://im.contoso.com/',
  'HTTPS://IM.CONTOSO.COM',
  'https://im.contoso.com:8443',
  'https://im.contoso.com/cwa?x#y',
  'https://user@im.contoso.com',
  'https://cwa_1',
]) {
  test(`takes the URL ${url}`, () => {
    assert.deepEqual(paths({ deployments: [{ name: 'd', virtualServers: [{ url }] }] }), []);
  });
}

const server = (declared: object) => ({
  deployments: [{ name: 'd', virtualServers: [{ url: 'https://im.contoso.com', servers: [declared] }] }],
});
const proxy = (declared: object) => ({
  deployments: [{ name: 'd', virtualServers: [{ url: 'https://im.contoso.com', reverseProxy: declared }] }],
});
const inServer = 'deployments[0].virtualServers[0].servers[0]';
const inProxy = 'deployments[0].virtualServers[0].reverseProxy';

const wrongFiles: readonly (readonly [string, unknown, readonly string[]])[] = [
  ['no object at all', [], ['']],
  ['null', null, ['']],
  ['a text', 'targets', ['']],
  ['nothing to audit', {}, ['']],
  ['only empty lists', { deployments: [], targets: [] }, ['']],
  ['an unknown key at the top', { target: [], targets: [{ host: 'a.b' }] }, ['target']],
  ['a key that is no identifier', { targets: [{ host: 'a.b', 'bad-key': 1 }] }, ['targets[0]["bad-key"]']],
  ['two unknown keys in one place', { targets: [{ host: 'a.b', x: 1, y: 2 }] }, ['targets[0].x', 'targets[0].y']],
  ['a list that is an object', { targets: { host: 'a.b' } }, ['targets']],
  ['a target without host', { targets: [{ port: 443 }] }, ['targets[0].host']],
  ['an empty host', { targets: [{ host: '' }] }, ['targets[0].host']],
  ['a host with a port', { targets: [{ host: 'a.b:443' }] }, ['targets[0].host']],
  ['a fractional port', { targets: [{ host: 'a.b', port: 4.5 }] }, ['targets[0].port']],
  ['port 0', { targets: [{ host: 'a.b', port: 0 }] }, ['targets[0].port']],
  ['a port as text', { targets: [{ host: 'a.b', port: '443' }] }, ['targets[0].port']],
  ['an address that is a name', { targets: [{ host: 'a.b', address: 'b.c' }] }, ['targets[0].address']],
  ['an address with leading zeros', { targets: [{ host: 'a.b', address: '010.0.0.1' }] }, ['targets[0].address']],
  ['an address as server name', { targets: [{ host: 'a.b', serverName: '10.0.0.1' }] }, ['targets[0].serverName']],
  [
    'a role its policy lacks',
    { targets: [{ host: 'a.b', role: 'mtls', policy: 'tls-server', port: 1 }] },
    ['targets[0].role'],
  ],
  [
    'the generic role under CWA',
    { targets: [{ host: 'a.b', role: 'server', policy: 'cwa-2007-r2' }] },
    ['targets[0].role'],
  ],
  ['mtls of a single label', { targets: [{ host: 'cwa01', role: 'mtls', port: 5061 }] }, ['targets[0].host']],
  ['mtls of an address', { targets: [{ host: '10.0.0.1', role: 'mtls', port: 5061 }] }, ['targets[0].host']],
  ['mtls without a port', { targets: [{ host: 'a.b', role: 'mtls' }] }, ['targets[0].port']],
  ['an as-host without as.', { targets: [{ host: 'im.contoso.com', role: 'as-host' }] }, ['targets[0].host']],
  ['an unknown store of a target', { targets: [{ host: 'a.b', trust: ['x'] }] }, ['targets[0].trust[0]']],
  ['an empty trust list', { targets: [{ host: 'a.b', trust: [] }] }, ['targets[0].trust']],
  [
    'a store of both kinds',
    { trustStores: { a: { files: ['x'], bundled: 'mozilla' } }, targets: [{ host: 'a.b' }] },
    ['trustStores.a.bundled'],
  ],
  ['a store of no kind', { trustStores: { a: 1 }, targets: [{ host: 'a.b' }] }, ['trustStores.a']],
  [
    'an empty file name',
    { trustStores: { a: { files: [''] } }, targets: [{ host: 'a.b' }] },
    ['trustStores.a.files[0]'],
  ],
  [
    'a store with a misleading name',
    { trustStores: { system: { bundled: 'mozilla' } }, targets: [{ host: 'a.b' }] },
    ['trustStores.system'],
  ],
  ['a server by address', server({ fqdn: '10.0.0.1' }), [`${inServer}.fqdn`]],
  ['a server by NetBIOS name', server({ fqdn: 'cwa01', mtlsPort: 5061 }), [`${inServer}.fqdn`]],
  ['a wrong mtlsAddress', server({ fqdn: 'a.b', mtlsPort: 1, mtlsAddress: 'a.b' }), [`${inServer}.mtlsAddress`]],
  ['a proxy without outside', proxy({ fqdn: 'a.b' }), [`${inProxy}.external`]],
  ['a proxy of an unknown make', proxy({ fqdn: 'a.b', product: 'squid', external: {} }), [`${inProxy}.product`]],
  ['a wrong external URL', proxy({ fqdn: 'a.b', external: { url: 'chat.contoso.com' } }), [`${inProxy}.external.url`]],
  [
    'a wrong address inside',
    proxy({ fqdn: 'a.b', external: {}, internal: { address: '::g' } }),
    [`${inProxy}.internal.address`],
  ],
  [
    'overrides of what is not there',
    {
      deployments: [
        {
          name: 'd',
          policyOverrides: {
            severity: { 'no-such-check': 'error' },
            thresholds: { noSuchFigure: 1, minimumRsaBits: -1 },
          },
          virtualServers: [{ url: 'https://im.contoso.com' }],
        },
      ],
    },
    [
      'deployments[0].policyOverrides.severity["no-such-check"]',
      'deployments[0].policyOverrides.thresholds.noSuchFigure',
      'deployments[0].policyOverrides.thresholds.minimumRsaBits',
    ],
  ],
  [
    'an unknown severity beside an unknown store',
    {
      deployments: [
        {
          name: 'd',
          trust: { mtls: ['x'] },
          policyOverrides: { severity: { 'key-usage': 'fatal' } },
          virtualServers: [{ url: 'https://im.contoso.com' }],
        },
      ],
    },
    ['deployments[0].policyOverrides.severity["key-usage"]', 'deployments[0].trust.mtls[0]'],
  ],
  [
    'a deployment named -',
    { deployments: [{ name: '-', virtualServers: [{ url: 'https://a.b' }] }] },
    ['deployments[0].name'],
  ],
  ['no virtual server', { deployments: [{ name: 'd', virtualServers: [] }] }, ['deployments[0].virtualServers']],
];

for (const [name, file, expected] of wrongFiles) {
  test(`says where the fault is: ${name}`, () => {
    assert.deepEqual(paths(file), expected);
  });
}

test('a message says what was seen and what is wanted', () => {
  const [problem] = problems({ targets: [{ host: 'a.b', port: '443' }] });
  assert.equal(problem?.message, 'should be a number, is "443"; leave out the quotes');
  const [role] = problems({ targets: [{ host: 'a.b', role: 'mtls', policy: 'tls-server', port: 1 }] });
  assert.equal(role?.message, 'policy tls-server has no role mtls; use server');
});

test('a __proto__ key is an unknown key like any other', () => {
  assert.equal(
    parseTargets(JSON.parse('{"targets":[{"host":"a.b","__proto__":{"port":1}}]}'), standardPolicies, waivableChecks())
      .ok,
    false,
  );
});

function problems(file: unknown) {
  const result = parseTargets(file, standardPolicies, waivableChecks());
  return result.ok ? [] : result.error;
}

function paths(file: unknown): string[] {
  return problems(file).map(({ path }) => path);
}
