import assert from 'node:assert/strict';
import { test } from 'node:test';

import { waivableChecks } from '../../src/evaluate/waivable-checks.ts';
import { standardPolicies } from '../../src/policy/policies.ts';
import { expandTargets } from '../../src/targets/expand-targets.ts';
import { parseTargets } from '../../src/targets/parse-targets.ts';

const said = { by: 'A. Datum', reason: 'replaced in January', until: '2027-01-31' };
const [fault = ''] = waivableChecks().get('key-usage')?.faults ?? [];
const keyUsage = { ...said, check: 'key-usage', fault, role: 'mtls' };
const { role: _, ...anywhere } = keyUsage;
const fingerprint = 'ab'.repeat(32);

function fileWith(...waivers: readonly object[]) {
  const servers = [{ fqdn: 'cwa01.contoso.local', address: '10.0.0.11' }, { fqdn: 'cwa02.contoso.local' }];
  return { deployments: [{ name: 'contoso', waivers, virtualServers: [{ url: 'https://im.contoso.com', servers }] }] };
}

function problemsOf(...waivers: readonly object[]): readonly string[] {
  const read = parseTargets(fileWith(...waivers), standardPolicies, waivableChecks());
  return read.ok ? [] : read.error.map(({ path, message }) => `${path}: ${message}`);
}

test('waivers stand in the deployment that is saved with a run', () => {
  const read = parseTargets(fileWith(keyUsage), standardPolicies, waivableChecks());
  assert.ok(read.ok);
  assert.deepEqual(expandTargets(read.value, standardPolicies).deployments[0]?.waivers, [keyUsage]);
});

test('a waiver may name an endpoint as `expand` shows it, at any address, or at the one that its name resolves to', () => {
  const place = 'contoso|im.contoso.com/as-host/as.im.contoso.com';
  for (const endpoint of [
    `${place}@10.0.0.11:443`,
    `${place}@-:443`,
    `${place}@192.0.2.77:443`,
    `${place}@[2001:db8::1]:443`,
    `${place}@10.0.0.11:443#rsa`,
    `${place}@10.0.0.11:443#ml-dsa`,
  ]) {
    assert.deepEqual(problemsOf({ ...anywhere, endpoint }), [], endpoint);
  }
});

for (const [what, waiver, problem] of [
  [
    'an unknown check',
    { ...keyUsage, check: 'key-usages' },
    /^deployments\[0\]\.waivers\[0\]\.check: unknown check id for policy cwa-2007-r2: "key-usages"; did you mean key-usage\?$/,
  ],
  [
    'a check that is nothing like any',
    { ...keyUsage, check: 'firewall' },
    /"firewall"; `certmuster checks` lists all$/,
  ],
  ['a check that never fails', { ...keyUsage, check: 'exportable-key' }, /\.check: exportable-key never fails, so/],
  [
    'an unknown fault',
    { ...keyUsage, check: 'validity-period', fault: 'not-yet' },
    /^deployments\[0\]\.waivers\[0\]\.fault: validity-period has no fault "not-yet"; it has not-yet-valid, [a-z-]+, [a-z-]+$/,
  ],
  [
    'no fault',
    { ...keyUsage, check: 'chain-completeness', fault: undefined },
    /^deployments\[0\]\.waivers\[0\]\.fault: is missing; name a fault of chain-completeness: intermediate-missing$/,
  ],
  [
    'neither endpoint nor role',
    anywhere,
    /^deployments\[0\]\.waivers\[0\]: needs an endpoint or a role, because key-usage is/,
  ],
  [
    'a role of another policy',
    { ...keyUsage, role: 'server' },
    /\.role: policy cwa-2007-r2 has no role server; did you mean virtual-server\? Others: as-host, /,
  ],
  [
    'a fingerprint in capitals with colons',
    { ...keyUsage, certificate: 'AB:'.repeat(32).slice(0, -1) },
    new RegExp(`\\.certificate: should be lower-case hex without separators: ${fingerprint}$`),
  ],
  [
    'a SHA-1 fingerprint',
    { ...keyUsage, certificate: 'AB'.repeat(20) },
    /\.certificate: should be a SHA-256 fingerprint \(64 hex digits\), is a SHA-1 fingerprint \(40\)$/,
  ],
  [
    'another text for a fingerprint',
    { ...keyUsage, certificate: 'x' },
    /\.certificate: should be a SHA-256 fingerprint: 64/,
  ],
  ['a date that does not exist', { ...keyUsage, until: '2027-02-30' }, /waivers\[0\]\.until: should be a date/],
  ['an instant for a date', { ...keyUsage, until: '2027-02-01T00:00:00Z' }, /waivers\[0\]\.until: should be a date/],
  ['no date', { ...keyUsage, until: undefined }, /waivers\[0\]\.until: is missing/],
  ['nobody who answers for it', { ...keyUsage, by: ' ' }, /waivers\[0\]\.by: should not be empty/],
  ['no reason', { ...keyUsage, reason: '' }, /waivers\[0\]\.reason: should not be empty/],
  [
    'an unknown role',
    { ...keyUsage, role: 'proxy' },
    /waivers\[0\]\.role: policy cwa-2007-r2 has no role proxy; did you mean reverse-proxy-external\? Others: virtual-server, /,
  ],
  ['an unknown key', { ...keyUsage, host: 'x' }, /waivers\[0\]\.host: unknown key/],
  ['endpoint and role at once', { ...keyUsage, endpoint: 'x' }, /waivers\[0\]\.role: cannot be combined with endpoint/],
  [
    'an endpoint that is not there',
    { ...anywhere, endpoint: 'contoso|im.contoso.com/as-host/as.im.contoso.com@10.0.0.11:444' },
    /waivers\[0\]\.endpoint: .*there is no endpoint of this id/,
  ],
  ['a check by a name of JavaScript', { ...keyUsage, check: 'constructor' }, /waivers\[0\]\.check: unknown check id/],
] as const) {
  test(`a waiver with ${what} is refused with its path`, () => {
    const problems = problemsOf(JSON.parse(JSON.stringify(waiver)));
    assert.equal(problems.length, 1, problems.join('\n'));
    assert.match(problems[0] ?? '', problem);
  });
}

test('a waiver may name a certificate, and findings across the deployment need neither endpoint nor role', () => {
  assert.deepEqual(problemsOf({ ...keyUsage, certificate: fingerprint }), []);
  const [across = ''] = waivableChecks().get('single-certificate')?.faults ?? [];
  assert.deepEqual(problemsOf({ ...said, check: 'single-certificate', fault: across }), []);
});

test('a waiver without a fault of an unknown check has two problems', () => {
  const problems = problemsOf({ ...said, check: 'key-usages', role: 'mtls' });
  assert.equal(problems.length, 2);
  assert.match(problems[0] ?? '', /\.fault: is missing$/);
});

test('where a waiver is for is checked only if the rest of the file is right', () => {
  assert.deepEqual(problemsOf({ ...anywhere, until: 'x' }).length, 1);
});
