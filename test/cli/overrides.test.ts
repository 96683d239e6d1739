import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import type { ScanReport } from '../../src/model/scan-report.ts';
import { openPlace, type Place } from './place.ts';

let place: Place;
before(async () => {
  place = await openPlace();
});
after(() => place.close());

/** Three targets at the listener: nothing of its own, an override, a waiver. The leaf is valid for less than 500 days. */
const file = (more: object, first: object = {}, second: object = {}): string =>
  JSON.stringify({
    trustStores: { contoso: { files: ['root.pem'] } },
    ...more,
    targets: [
      { host: 'im.contoso.com', port: place.port, address: '127.0.0.1', ...first },
      { host: 'as.im.contoso.com', port: place.port, address: '127.0.0.1', ...second },
    ],
  });

async function scan(targets: string, ...options: readonly string[]): Promise<ScanReport> {
  place.write('mine.json', targets);
  const { stdout, stderr } = await place.run(['scan', 'mine.json', '--quiet', '--format', 'json', ...options]);
  assert.notEqual(stdout, '', stderr);
  return JSON.parse(stdout) as ScanReport;
}

/** Severities of a check, endpoint by endpoint; undefined: it was not judged. */
const severities = ({ endpoints }: ScanReport, check: string) =>
  endpoints.map(({ findings }) => findings.find((finding) => finding.check === check)?.severity);

const outcomes = ({ endpoints }: ScanReport, check: string) =>
  endpoints.map(({ findings }) => findings.find((finding) => finding.check === check)?.outcome);

/** The figure of `expiry-margin` for each group of targets. */
const margins = ({ policies }: ScanReport) =>
  Object.values(policies as Record<string, { 'tls-server': { thresholds: { expiryMarginDays: number } } }>).map(
    (record) => record['tls-server'].thresholds.expiryMarginDays,
  );

const trust = ['contoso'];
const far = { thresholds: { expiryMarginDays: 3_000 } };

test('defaults hold for targets that do not say otherwise: overrides by check and figure, trust as a whole', async () => {
  const overrides = { severity: { 'expiry-margin': 'error', 'revocation-pointers': 'off' }, ...far };
  const own = { severity: { 'expiry-margin': 'info' } };
  const report = await scan(file({ defaults: { trust, policyOverrides: overrides } }, {}, { policyOverrides: own }));
  assert.deepEqual(severities(report, 'expiry-margin'), ['error', 'info']);
  assert.deepEqual(severities(report, 'revocation-pointers'), [undefined, undefined]);
  assert.deepEqual(outcomes(report, 'chain-trust'), ['pass', 'pass']);
  assert.deepEqual(
    Object.keys(report.policies),
    report.endpoints.map(({ id }) => id),
  );
  const [first] = Object.values(report.policies) as { 'tls-server': { overridden: unknown; targets: unknown } }[];
  assert.deepEqual(first?.['tls-server'].targets, [report.endpoints[0]?.id]);
  assert.match(JSON.stringify(first?.['tls-server'].overridden), /"name":"revocation-pointers".*"to":"off"/);
});

test('targets that override the same share a record, and those without have theirs', async () => {
  const policyOverrides = { severity: { 'expiry-margin': 'error' } };
  const both = await scan(file({}, { policyOverrides }, { policyOverrides }));
  assert.deepEqual(Object.keys(both.policies), [both.endpoints[0]?.id]);
  const one = await scan(file({}, {}, { policyOverrides }));
  assert.deepEqual(Object.keys(one.policies), ['-', one.endpoints[1]?.id]);
});

test('a deployment takes the defaults too', async () => {
  place.write(
    'mine.json',
    JSON.stringify({
      trustStores: { contoso: { files: ['root.pem'] } },
      defaults: { trust, policyOverrides: { severity: { 'alias-addresses': 'off', 'subject-name': 'info' } } },
      deployments: [
        {
          name: 'contoso',
          policyOverrides: { severity: { 'subject-name': 'warning' } },
          virtualServers: [{ url: place.url, servers: [{ fqdn: 'cwa01.contoso.local', address: '127.0.0.1' }] }],
        },
      ],
    }),
  );
  const { stdout } = await place.run(['scan', 'mine.json', '--quiet', '--format', 'json']);
  const report = JSON.parse(stdout) as ScanReport;
  assert.deepEqual(new Set(outcomes(report, 'chain-trust')), new Set(['pass']));
  assert.deepEqual(new Set(severities(report, 'subject-name')), new Set(['warning']));
  assert.equal(
    report.deploymentFindings.some(({ check }) => check === 'alias-addresses'),
    false,
  );
});

const accepted = {
  by: 'A. Datum',
  reason: 'known',
  until: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10),
};

test('waivers of a target are for it alone, those of the defaults for all; one that fits nothing is said', async () => {
  const waiver = { check: 'chain-trust', fault: 'root-untrusted', ...accepted };
  const plain = await scan(file({}));
  const fault = plain.causes.find(({ fault: each }) => each.startsWith('chain-trust/'))?.fault.split('/')[1];
  const own = { ...waiver, fault };
  const one = await scan(file({}, { waivers: [own] }));
  assert.deepEqual(
    one.endpoints.map(({ verdict }) => verdict),
    ['waived', 'fail'],
  );
  const all = await scan(file({ defaults: { waivers: [{ ...own, role: 'server' }] } }));
  assert.deepEqual(
    all.endpoints.map(({ verdict }) => verdict),
    ['waived', 'waived'],
  );
  const unused = await scan(file({ defaults: { trust } }, { waivers: [own] }));
  assert.match(unused.notices.join(), /The waiver of chain-trust\/\S+ on role server by A\. Datum has no effect/);
});

test('a saved run is judged again as it was', async () => {
  const overrides = { severity: { 'expiry-margin': 'error', 'revocation-pointers': 'off' }, ...far };
  const targets = file(
    { defaults: { trust, policyOverrides: overrides } },
    { policyOverrides: { severity: { 'expiry-margin': 'info' } } },
  );
  const report = await scan(
    targets,
    '--save-observations',
    'run',
    '--skip-check',
    'clock-skew',
    '--expiry-margin',
    '5000',
  );
  const { stdout } = await place.run(['evaluate', 'run', '--quiet', '--format', 'json']);
  const again = JSON.parse(stdout) as ScanReport;
  assert.deepEqual(
    again.endpoints.map(({ findings }) => findings),
    report.endpoints.map(({ findings }) => findings),
  );
  assert.deepEqual(again.policies, report.policies);
  assert.deepEqual(severities(again, 'clock-skew'), [undefined, undefined]);
});

test('the command line counts before the target, the target before the defaults', async () => {
  const policyOverrides = { thresholds: { expiryMarginDays: 3_000 } };
  const targets = file(
    { defaults: { trust, policyOverrides } },
    { policyOverrides: { thresholds: { expiryMarginDays: 0 } } },
  );
  assert.deepEqual(margins(await scan(targets)), [0, 3_000]);
  assert.deepEqual(margins(await scan(targets, '--expiry-margin', '14')), [14, 14]);
});

test('--check and --skip-check choose what is judged, and the report says so', async () => {
  const some = await scan(
    file({ defaults: { trust } }),
    '--check',
    'name-match,expiry-margin',
    '--check',
    'shared-key',
    '--skip-check',
    'expiry-margin',
  );
  for (const { findings } of some.endpoints)
    assert.deepEqual(
      findings.map(({ check }) => check),
      ['name-match'],
    );
  assert.deepEqual(some.options['check'], ['name-match,expiry-margin', 'shared-key']);
  assert.match(some.notices.join(), /Only these checks were judged: name-match, shared-key\./);
  const without = await scan(file({ defaults: { trust } }), '--skip-check', 'name-match');
  assert.deepEqual(severities(without, 'name-match'), [undefined, undefined]);
  assert.match(without.notices.join(), /These checks were not judged: name-match\./);
});

for (const [options, words] of [
  [['--check', 'name-mach'], /--check: there is no check "name-mach"; did you mean name-match\?/],
  [['--skip-check', 'firewall'], /--skip-check: there is no check "firewall"; `certmuster checks` lists all/],
  [['--check', 'name-match', '--skip-check', 'name-match'], /--skip-check: leaves no check to judge/],
  [['--expiry-margin', '-1'], /--expiry-margin: "-1" is not a number of days/],
  [['--expiry-margin', '30d'], /--expiry-margin: "30d" is not a number of days; use a whole number, for instance 30/],
] as const) {
  test(`wrong options of the judgement: ${options.join(' ')}`, async () => {
    const { exitCode, stderr } = await place.run(['scan', '127.0.0.1:1', ...options]);
    assert.equal(exitCode, 2);
    assert.match(stderr, words);
  });
}

for (const [what, wrong, words] of [
  [
    'an unknown check in defaults',
    () => file({ defaults: { policyOverrides: { severity: { 'name-mach': 'off' } } } }),
    /defaults\.policyOverrides\.severity\["name-mach"\]: unknown check id .* did you mean name-match\?/,
  ],
  [
    'a level that is none',
    () => file({ defaults: { policyOverrides: { severity: { 'name-match': 'none' } } } }),
    /should be .*"off", is "none"/,
  ],
  [
    'an unknown store in defaults',
    () => file({ defaults: { trust: ['x'] } }),
    /defaults\.trust\[0\]: unknown trust store "x"/,
  ],
  [
    'a check that the policy of the target lacks',
    () => file({}, { policyOverrides: { severity: { 'mtls-coverage': 'off' } } }),
    /targets\[0\]\.policyOverrides\.severity\["mtls-coverage"\]: unknown check id for policy tls-server/,
  ],
  [
    'a waiver of a target with a role',
    () => file({}, { waivers: [{ check: 'name-match', fault: 'x', role: 'server', ...accepted }] }),
    /waivers\[0\]\.role: is not used here/,
  ],
  [
    'a default waiver for nowhere',
    () => file({ defaults: { waivers: [{ check: 'chain-trust', fault: 'root-untrusted', ...accepted }] } }),
    /defaults\.waivers\[0\]/,
  ],
] as const) {
  test(`refused: ${what}`, async () => {
    place.write('wrong.json', wrong());
    const { exitCode, stderr } = await place.run(['expand', 'wrong.json']);
    assert.equal(exitCode, 2);
    assert.match(stderr, words);
  });
}
