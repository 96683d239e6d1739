import assert from 'node:assert/strict';
import { test } from 'node:test';

import { findPolicy, standardPolicies } from '../../src/policy/policies.ts';
import { signatureAlgorithmNames } from '../../src/policy/policy.ts';

const cwa = findPolicy('cwa-2007-r2');
const tlsServer = findPolicy('tls-server');

test('every policy is found under its own id', () => {
  assert.deepEqual(
    [...standardPolicies].map(([id, policy]) => [id, policy.id]),
    [
      ['cwa-2007-r2', 'cwa-2007-r2'],
      ['tls-server', 'tls-server'],
    ],
  );
});

test('no role belongs to both standard policies', () => {
  assert.deepEqual(
    Object.keys(cwa.roles).filter((role) => tlsServer.roles[role] !== undefined),
    [],
  );
});

test('cwa-2007-r2 says that its specification calls itself preliminary', () => {
  assert.match(cwa.notices.join(), /preliminary documentation/);
  assert.deepEqual(tlsServer.notices, []);
});

test('SSL roles demand the host, as. and download. of the URL that their side knows', () => {
  const under = (name: string) => [`\${${name}}`, `as.\${${name}}`, `download.\${${name}}`];
  const inner = under('url.host');
  const names = Object.entries(cwa.roles).map(([role, { requiredNames }]) => [role, requiredNames.dns]);
  assert.deepEqual(Object.fromEntries(names), {
    'virtual-server': inner,
    'as-host': inner,
    'download-host': inner,
    'load-balancer': inner,
    'reverse-proxy-external': under('externalUrl.host'),
    'reverse-proxy-internal': inner,
    mtls: [],
  });
});

test('both tables demand server authentication and a0 of an RSA key', () => {
  for (const role of Object.values(cwa.roles)) {
    assert.equal(role.extendedKeyUsage.required.join(), '1.3.6.1.5.5.7.3.1');
    assert.equal(role.extendedKeyUsage.absent, 'fail');
    assert.deepEqual(role.keyUsage.required, ['digitalSignature', 'keyEncipherment']);
    assert.equal(role.keyUsage.needsRsa, true);
  }
});

test('only a severity rule without conditions ends a list, so that every circumstance has one', () => {
  for (const policy of [...standardPolicies.values()]) {
    for (const [check, rules] of Object.entries(policy.severities)) {
      const last = rules.at(-1);
      assert.ok(last !== undefined && Object.keys(last).length === 1, `${policy.id} ${check}`);
    }
  }
});

test('policies name only signature algorithms that can be named', () => {
  for (const { thresholds } of [...standardPolicies.values()]) {
    const named = [...thresholds.forbiddenSignatureAlgorithms, ...thresholds.deprecatedSignatureAlgorithms];
    for (const name of named) assert.ok(signatureAlgorithmNames.some((known) => known === name));
  }
});
