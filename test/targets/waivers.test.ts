import assert from 'node:assert/strict';
import { test } from 'node:test';

import { waivableChecks } from '../../src/evaluate/waivable-checks.ts';
import { policies } from '../../src/policy/policies.ts';
import { expandTargets } from '../../src/targets/expand-targets.ts';
import { parseTargets } from '../../src/targets/parse-targets.ts';

const said = { by: 'A. Datum', reason: 'replaced in January', until: '2027-01-31' };
const keyUsage = { ...said, check: 'key-usage', role: 'mtls' };

function fileWith(...waivers: readonly object[]) {
  const servers = [{ fqdn: 'cwa01.contoso.local', address: '10.0.0.11' }, { fqdn: 'cwa02.contoso.local' }];
  return { deployments: [{ name: 'contoso', waivers, virtualServers: [{ url: 'https://im.contoso.com', servers }] }] };
}

function problemsOf(...waivers: readonly object[]): readonly string[] {
  const read = parseTargets(fileWith(...waivers), policies, waivableChecks());
  return read.ok ? [] : read.error.map(({ path, message }) => `${path}: ${message}`);
}

test('waivers stand in the deployment that is saved with a run', () => {
  const read = parseTargets(fileWith(keyUsage), policies, waivableChecks());
  assert.ok(read.ok);
  assert.deepEqual(expandTargets(read.value, policies).deployments[0]?.waivers, [keyUsage]);
});

test('a waiver may name an endpoint as `expand` shows it, at any address, or at the one that its name resolves to', () => {
  const place = 'contoso|im.contoso.com/as-host/as.im.contoso.com';
  for (const endpoint of [
    `${place}@10.0.0.11:443`,
    `${place}@-:443`,
    `${place}@192.0.2.77:443`,
    `${place}@[2001:db8::1]:443`,
    `${place}@10.0.0.11:443#rsa`,
  ]) {
    assert.deepEqual(problemsOf({ ...said, check: 'key-usage', endpoint }), [], endpoint);
  }
});

for (const [what, waiver, problem] of [
  [
    'an unknown check',
    { ...keyUsage, check: 'key-usages' },
    /^deployments\[0\]\.waivers\[0\]\.check: unknown check id/,
  ],
  ['a date that does not exist', { ...keyUsage, until: '2027-02-30' }, /waivers\[0\]\.until: should be a date/],
  ['an instant for a date', { ...keyUsage, until: '2027-02-01T00:00:00Z' }, /waivers\[0\]\.until: should be a date/],
  ['no date', { ...keyUsage, until: undefined }, /waivers\[0\]\.until: is missing/],
  ['nobody who answers for it', { ...keyUsage, by: ' ' }, /waivers\[0\]\.by: should not be empty/],
  ['no reason', { ...keyUsage, reason: '' }, /waivers\[0\]\.reason: should not be empty/],
  ['an unknown role', { ...keyUsage, role: 'proxy' }, /waivers\[0\]\.role: should be "virtual-server" or/],
  ['an unknown key', { ...keyUsage, host: 'x' }, /waivers\[0\]\.host: unknown key/],
  ['endpoint and role at once', { ...keyUsage, endpoint: 'x' }, /waivers\[0\]\.role: stands beside an endpoint/],
  [
    'an endpoint that is not there',
    { ...said, check: 'key-usage', endpoint: 'contoso|im.contoso.com/as-host/as.im.contoso.com@10.0.0.11:444' },
    /waivers\[0\]\.endpoint: .*no endpoint of this deployment has that id/,
  ],
  ['a check by a name of JavaScript', { ...keyUsage, check: 'constructor' }, /waivers\[0\]\.check: unknown check id/],
] as const) {
  test(`a waiver with ${what} is refused with its path`, () => {
    const problems = problemsOf(JSON.parse(JSON.stringify(waiver)));
    assert.equal(problems.length, 1, problems.join('\n'));
    assert.match(problems[0] ?? '', problem);
  });
}
