import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createAddressPolicy } from '../../src/net/address-policy.ts';
import { waivableChecks } from '../../src/evaluate/waivable-checks.ts';
import { standardPolicies } from '../../src/policy/policies.ts';
import { overrideEndpoint } from '../../src/targets/expand-ad-hoc.ts';
import { parseFetchAllow } from '../../src/targets/fetch-allow.ts';
import { parseTargets } from '../../src/targets/parse-targets.ts';
import { expansionOf } from './expansion-of.ts';

const virtualServers = [{ url: 'https://im.contoso.com' }];
const untouched = { address: undefined, serverName: undefined, trust: undefined };

test("a deployment's fetch stands in each of its endpoints and in no other", () => {
  const fetch = { issuers: true, ocsp: true, allow: ['PKI.contoso.com.', '10.0.0.0/8', 'private'] };
  const { endpoints } = expansionOf({
    deployments: [
      { name: 'a', virtualServers, fetch },
      { name: 'b', virtualServers },
    ],
    targets: [{ host: 'www.contoso.com' }],
  });
  const wish = { issuers: true, crl: false, ocsp: true, allow: ['pki.contoso.com', '10.0.0.0/8', 'private'] };
  assert.deepEqual(
    endpoints.map((endpoint) => endpoint.fetch),
    [wish, wish, wish, undefined, undefined, undefined, undefined],
  );
});

test('a fetch that asks for nothing is none', () => {
  const { endpoints } = expansionOf({
    deployments: [{ name: 'a', virtualServers, fetch: { crl: false, allow: ['a.b'] } }],
  });
  assert.equal(endpoints[0]?.fetch, undefined);
});

test('what is wrong in a fetch is named with its path', () => {
  const fetch = { issuers: 1, certificates: true, allow: ['10.0.0.0/33', 'http://a/', 'private'] };
  const targets = parseTargets(
    { deployments: [{ name: 'a', virtualServers, fetch }] },
    standardPolicies,
    waivableChecks(),
  );
  assert.ok(!targets.ok);
  assert.deepEqual(targets.error.map(({ path }) => path).sort(), [
    'deployments[0].fetch.allow[0]',
    'deployments[0].fetch.allow[1]',
    'deployments[0].fetch.certificates',
    'deployments[0].fetch.issuers',
  ]);
});

test('whatever the operator may allow, the address policy can read', () => {
  const sound = [
    'private',
    '10.0.0.1',
    '10.0.0.0/8',
    '0.0.0.0/0',
    'fd00::/8',
    'FD00::1',
    '::/0',
    'PKI',
    'a_b.contoso.com.',
    'bücher.example',
  ];
  for (const text of sound) {
    const entry = parseFetchAllow(text);
    assert.ok(entry.ok, text);
    assert.ok(createAddressPolicy([entry.value]).ok, entry.value);
  }
  for (const text of ['', '10.0.0.0/33', '10.0.0/8', 'a/8', '*.contoso.com', 'a:80', '10.0.0.0/8/8', '10.0.0.0/']) {
    assert.equal(parseFetchAllow(text).ok, false, text);
  }
});

test('the command line replaces what is fetched and adds to what is allowed', () => {
  const declared = { deployments: [{ name: 'a', virtualServers, fetch: { issuers: true, allow: ['a.contoso.com'] } }] };
  const [endpoint] = expansionOf(declared).endpoints;
  const [bare] = expansionOf({ targets: [{ host: 'www.contoso.com' }] }).endpoints;
  assert.ok(endpoint !== undefined && bare !== undefined);
  const chosen = { issuers: false, crl: true, ocsp: false };
  const fetchAllow = ['10.0.0.0/8', 'a.contoso.com'];
  assert.deepEqual(overrideEndpoint(endpoint, { ...untouched, fetch: chosen, fetchAllow }).fetch, {
    ...chosen,
    allow: ['a.contoso.com', '10.0.0.0/8'],
  });
  assert.deepEqual(overrideEndpoint(bare, { ...untouched, fetch: chosen, fetchAllow: [] }).fetch, {
    ...chosen,
    allow: [],
  });
  assert.deepEqual(overrideEndpoint(endpoint, untouched), endpoint);
  assert.equal(overrideEndpoint(bare, { ...untouched, fetchAllow }).fetch, undefined);
});
