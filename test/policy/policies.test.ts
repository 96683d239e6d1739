import assert from 'node:assert/strict';
import { test } from 'node:test';

import { roles } from '../../src/model/vocabulary.ts';
import { findPolicy, policies } from '../../src/policy/policies.ts';
import { signatureAlgorithmNames } from '../../src/policy/policy.ts';

const cwa = findPolicy('cwa-2007-r2');
const tlsServer = findPolicy('tls-server');

test('every policy is found under its own id', () => {
  assert.deepEqual(
    Object.entries(policies).map(([id, policy]) => [id, policy.id]),
    [
      ['cwa-2007-r2', 'cwa-2007-r2'],
      ['tls-server', 'tls-server'],
    ],
  );
});

test('every role of the vocabulary belongs to exactly one policy', () => {
  const owners = roles.map(
    (role) => Object.values(policies).filter((policy) => policy.roles[role] !== undefined).length,
  );
  assert.deepEqual(
    owners,
    roles.map(() => 1),
  );
});

test('cwa-2007-r2 says that its specification calls itself preliminary', () => {
  assert.match(cwa.notices.join(), /preliminary documentation/);
  assert.deepEqual(tlsServer.notices, []);
});

test('SSL roles demand the host, as. and download. of the URL that their side knows', () => {
  const inner = ['url', 'as.url', 'download.url'];
  const names = Object.entries(cwa.roles).map(([role, { dnsNames }]) => [
    role,
    dnsNames.map(({ prefix, source }) => prefix + source),
  ]);
  assert.deepEqual(Object.fromEntries(names), {
    'virtual-server': inner,
    'as-host': inner,
    'download-host': inner,
    'load-balancer': inner,
    'reverse-proxy-external': ['external-url', 'as.external-url', 'download.external-url'],
    'reverse-proxy-internal': inner,
    mtls: [],
  });
});

test('both tables demand server authentication and a0 of an RSA key', () => {
  for (const role of Object.values(cwa.roles)) {
    assert.equal(role.extendedKeyUsage.required, '1.3.6.1.5.5.7.3.1');
    assert.equal(role.extendedKeyUsage.absent, 'fail');
    assert.deepEqual(role.keyUsage.required, ['digitalSignature', 'keyEncipherment']);
    assert.equal(role.keyUsage.needsRsa, true);
  }
});

test('only a severity rule without conditions ends a list, so that every circumstance has one', () => {
  for (const policy of Object.values(policies)) {
    for (const [check, rules] of Object.entries(policy.severities)) {
      const last = rules.at(-1);
      assert.ok(last !== undefined && Object.keys(last).length === 1, `${policy.id} ${check}`);
    }
  }
});

test('policies name only signature algorithms that can be named', () => {
  for (const { thresholds } of Object.values(policies)) {
    const named = [...thresholds.forbiddenSignatureAlgorithms, ...thresholds.deprecatedSignatureAlgorithms];
    for (const name of named) assert.ok(signatureAlgorithmNames.some((known) => known === name));
  }
});
