import assert from 'node:assert/strict';
import { test } from 'node:test';

import { describePolicy } from '../../src/policy/describe-policy.ts';
import { findOverrideProblems } from '../../src/policy/find-override-problems.ts';
import { findSeverity } from '../../src/policy/find-severity.ts';
import { findPolicy } from '../../src/policy/policies.ts';
import { resolvePolicy } from '../../src/policy/resolve-policy.ts';

const cwa = findPolicy('cwa-2007-r2');
const inside = { role: 'mtls', access: 'internal', protocol: 'TLSv1.0' } as const;

test('without overrides the policy stands as it is', () => {
  assert.deepEqual(resolvePolicy(cwa, undefined), { policy: cwa, overridden: [] });
  assert.deepEqual(resolvePolicy(cwa, {}), { policy: cwa, overridden: [] });
});

test('an overridden severity holds in every circumstance and is listed with what it was', () => {
  const { policy, overridden } = resolvePolicy(cwa, { severity: { 'protocol-version': 'error' } });
  assert.equal(findSeverity(policy, 'protocol-version', inside), 'error');
  assert.deepEqual(overridden, [
    {
      kind: 'severity',
      name: 'protocol-version',
      from: [{ severity: 'info', access: 'internal' }, { severity: 'warning' }],
      to: 'error',
    },
  ]);
});

test('an overridden threshold replaces only that figure', () => {
  const { policy, overridden } = resolvePolicy(cwa, { thresholds: { minimumRsaBits: 2048 } });
  assert.deepEqual(policy.thresholds, { ...cwa.thresholds, minimumRsaBits: 2048 });
  assert.deepEqual(overridden, [{ kind: 'threshold', name: 'minimumRsaBits', from: 1024, to: 2048 }]);
});

test('overrides that make no sense change nothing', () => {
  const overrides = JSON.parse(
    `{ "severity": { "nothing": "error", "exportable-key": "error" },
       "thresholds": { "nothing": 1, "minimumRsaBits": ["md5"], "toString": 1 } }`,
  );
  assert.deepEqual(resolvePolicy(cwa, overrides), { policy: cwa, overridden: [] });
});

test('every fault of an overrides block is reported with its path', () => {
  const problems = findOverrideProblems(cwa, {
    severity: { 'no-such-check': 'error', 'exportable-key': 'warning', 'key-usage': 'info' },
    thresholds: {
      expiryMargin: 3,
      minimumRsaBits: ['md5'],
      minimumEcBits: -1,
      expiryMarginDays: 1.5,
      forbiddenSignatureAlgorithms: 5,
      deprecatedSignatureAlgorithms: ['sha1', 'crc32'],
      shortLivedDays: 10,
      minimumProtocolIndex: 5,
      rolesNeverPubliclyTrusted: ['mtls', 'server'],
    },
  });
  assert.deepEqual(
    problems.map(({ path, message }) => `${path.join('.')}: ${message}`),
    [
      'severity.no-such-check: unknown check id for policy cwa-2007-r2: "no-such-check"; `certmuster checks` lists all',
      'severity.exportable-key: exportable-key never fails, so it has no severity to override',
      'thresholds.expiryMargin: unknown threshold: expiryMargin; did you mean expiryMarginDays?',
      'thresholds.minimumRsaBits: expected a number',
      'thresholds.minimumEcBits: expected a whole number, zero or more',
      'thresholds.expiryMarginDays: expected a whole number, zero or more',
      'thresholds.forbiddenSignatureAlgorithms: expected a list of signature algorithm names',
      'thresholds.deprecatedSignatureAlgorithms: unknown signature algorithm crc32: expected md2, md4, md5, sha1, ripemd160, sha224, sha256, sha384, sha512, rsassa-pss, dsa',
      'thresholds.minimumProtocolIndex: expected 0 to 4: SSLv3, TLSv1.0, TLSv1.1, TLSv1.2, TLSv1.3',
      'thresholds.rolesNeverPubliclyTrusted: unknown role server: expected virtual-server, as-host, download-host, load-balancer, reverse-proxy-external, reverse-proxy-internal, mtls',
    ],
  );
});

test('names that every object inherits are no checks and no thresholds', () => {
  const problems = findOverrideProblems(
    cwa,
    JSON.parse('{ "severity": { "constructor": "error" }, "thresholds": { "toString": 1 } }'),
  );
  assert.equal(problems.length, 2);
});

test('a report records effective severities, figures and what was overridden, as plain JSON', () => {
  const described = describePolicy(resolvePolicy(cwa, { thresholds: { minimumRsaBits: 2048 } }));
  assert.deepEqual(JSON.parse(JSON.stringify(described)), described);
  assert.deepEqual(Object.keys(described), ['id', 'title', 'severities', 'thresholds', 'pathProfile', 'overridden']);
});
