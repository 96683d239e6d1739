import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { openPlace, type Place, targetsFile } from './place.ts';

/** Said in the file; the day after it is over. */
const lastDay = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
const dayAfter = new Date(Date.parse(lastDay) + 86_400_000).toISOString().slice(0, 10);
const lastSecond = `${lastDay}T23:59:59Z`;

let place: Place;
/** Of the fault that the deployment has. */
let waiver: { check: string; fault: string; by: string; reason: string; until: string };
let writeTargets: (name: string, waivers: readonly object[]) => void;
before(async () => {
  place = await openPlace();
  const { trustStores, deployments } = targetsFile(place.url, place.port);
  // A sound deployment that fails one check everywhere, by a demand its keys do not meet.
  const demand = { policyOverrides: { thresholds: { minimumRsaBits: 4_096 } } };
  const [deployment] = deployments;
  writeTargets = (name, waivers) =>
    place.write(name, JSON.stringify({ trustStores, deployments: [{ ...deployment, ...demand, waivers }] }));
  writeTargets('demanding.json', []);
  const { endpoints } = JSON.parse((await place.run(['scan', 'demanding.json', '--format', 'json'])).stdout);
  const { fault } = endpoints[0].findings.find(({ check }: { check: string }) => check === 'key-strength');
  waiver = { check: 'key-strength', fault, by: 'A. Datum', reason: 'new keys in spring', until: lastDay };
  writeTargets(
    'waived.json',
    ['virtual-server', 'as-host', 'download-host'].map((role) => ({ ...waiver, role })),
  );
});
after(() => place.close());

test('scan: without the waiver the deployment fails, exit 1', async () => {
  const { exitCode, stdout } = await place.run(['scan', 'demanding.json']);
  assert.equal(exitCode, 1);
  assert.match(stdout, /^✗ error +#1 .*RSA 2048/);
});

test('scan on the last day: the failure is shown and waived, and counts for nothing, exit 0', async () => {
  const { exitCode, stdout } = await place.run(['scan', 'waived.json', '--at', lastSecond, '--format', 'json']);
  assert.equal(exitCode, 0);
  const { summary, endpoints, causes } = JSON.parse(stdout);
  assert.deepEqual([summary.fail, summary.waived, summary.outcomes.fail >= 3], [0, 3, true]);
  assert.deepEqual([summary.causes.error, summary.causes.waived], [0, 1]);
  assert.deepEqual([causes[0].endpoints.length, causes[0].waiver.until], [3, lastDay]);
  for (const endpoint of endpoints) {
    const found = endpoint.findings.find(({ check }: { check: string }) => check === 'key-strength');
    assert.equal(found.outcome, 'fail');
    assert.deepEqual(found.waiver, { by: 'A. Datum', reason: 'new keys in spring', until: lastDay });
    assert.equal(endpoint.verdict, 'waived');
  }
});

test('scan --fail-on critical: errors do not count, waived or not, exit 0', async () => {
  for (const file of ['demanding.json', 'waived.json']) {
    assert.equal((await place.run(['scan', file, '--fail-on', 'critical'])).exitCode, 0, file);
  }
});

test('a waiver that accepts nothing, and one that ends too late, are told on stderr and in the report', async () => {
  const tooLong = { ...waiver, role: 'virtual-server', until: '2099-12-31' };
  writeTargets('idle.json', [tooLong, { ...waiver, role: 'as-host' }, { ...waiver, role: 'load-balancer' }]);
  const { exitCode, stdout, stderr } = await place.run(['scan', 'idle.json', '--format', 'json']);
  assert.equal(exitCode, 1);
  const told = JSON.parse(stdout).notices.filter((notice: string) => notice.startsWith('The waiver of'));
  const today = new Date().toISOString().slice(0, 10);
  assert.deepEqual(told, [
    `${nameOf('virtual-server')} ends on 2099-12-31, more than 400 days after ${today}, so it has no effect. Set an earlier date.`,
    `${nameOf('load-balancer')} has no effect: the fault was not found there. Remove the waiver.`,
  ]);
  for (const notice of told) assert.ok(stderr.includes(notice), stderr);
  const quiet = await place.run(['scan', 'idle.json', '--format', 'json', '--quiet']);
  assert.equal(quiet.stderr, '');
});

test('a waiver of an endpoint that did not answer is not called idle', async () => {
  const { trustStores, deployments } = targetsFile('https://im.contoso.com:1', 1);
  const waivers = [{ ...waiver, role: 'as-host' }];
  place.write('silent.json', JSON.stringify({ trustStores, deployments: [{ ...deployments[0], waivers }] }));
  const { exitCode, stdout } = await place.run(['scan', 'silent.json', '--format', 'json']);
  assert.equal(exitCode, 3);
  const { notices } = JSON.parse(stdout);
  assert.ok(!notices.some((notice: string) => notice.startsWith('The waiver of')), notices.join('\n'));
});

test('evaluate the day after: the saved waiver has ended, which is said, and the failure counts, exit 1', async () => {
  await place.run(['scan', 'waived.json', '--save-observations', 'run', '--quiet']);
  assert.equal((await place.run(['evaluate', 'run', '--at', lastSecond])).exitCode, 0);
  const { exitCode, stdout } = await place.run(['evaluate', 'run', '--at', dayAfter, '--format', 'json']);
  assert.equal(exitCode, 1);
  const { summary, notices } = JSON.parse(stdout);
  assert.deepEqual([summary.fail, summary.waived], [3, 0]);
  const ended = `${nameOf('as-host')} ended on ${lastDay} and has no effect. Renew or remove it.`;
  assert.ok(notices.includes(ended), notices.join('\n'));
});

for (const [format, words] of [
  [
    'table',
    /^~ waived +#1 .*RSA 2048[\s\S]*→ +Accepted by A\. Datum until [\d-]+: new keys in spring[\s\S]*^Causes: +1 waived$/m,
  ],
  ['ndjson', /"waiver":\{"by":"A\. Datum","reason":"new keys in spring"/],
  ['junit', /<skipped message="Waived by A\. Datum until/],
  ['csv', /"A\. Datum","[\d-]+","new keys in spring"/],
  ['markdown', /\*\*waived by A\. Datum until/],
  ['nagios', /^CERTMUSTER (?:OK|WARNING) - [^\n]*[,;] 1 waived/],
  ['prometheus', /certmuster_finding\{[^}]*check="key-strength"[^}]*outcome="fail"[^}]*waived="true"\} 1/],
] as const) {
  test(`scan --format ${format}: a waived finding is shown as one`, async () => {
    const { exitCode, stdout } = await place.run(['scan', 'waived.json', '--format', format]);
    assert.equal(exitCode, 0);
    assert.match(stdout, words);
  });
}

test('scan with waivers of an unknown check, of no fault and of an unknown one: exit 2 with paths, nothing dialed', async () => {
  const { trustStores, deployments } = targetsFile(place.url, place.port);
  const rest = { role: 'mtls', by: 'x', reason: 'y', until: '2027-01-31' };
  const waivers = [
    { ...rest, check: 'key-strenght', fault: 'any', until: '2027-02-30' },
    { ...rest, check: 'validity-period' },
    { ...rest, check: 'chain-completeness', fault: 'intermediate' },
  ];
  place.write('wrong.json', JSON.stringify({ trustStores, deployments: [{ ...deployments[0], waivers }] }));
  const before = place.connections();
  const { exitCode, stderr } = await place.run(['scan', 'wrong.json']);
  assert.equal(exitCode, 2);
  assert.match(
    stderr,
    /^ {2}wrong\.json:1:\d+ deployments\[0\]\.waivers\[0\]\.until: should be a date, for instance 2027-01-31$/m,
  );
  assert.match(
    stderr,
    /^ {2}wrong\.json:1:\d+ deployments\[0\]\.waivers\[0\]\.check: unknown check id .*did you mean key-strength\?$/m,
  );
  assert.match(
    stderr,
    /^ {2}wrong\.json:1:\d+ deployments\[0\]\.waivers\[1\]\.fault: is missing; name a fault of validity-period: expired, /m,
  );
  assert.match(
    stderr,
    /^ {2}wrong\.json:1:\d+ deployments\[0\]\.waivers\[2\]\.fault: .* no fault "intermediate"; it has intermediate-/m,
  );
  assert.equal(place.connections(), before);
});

function nameOf(role: string): string {
  return `The waiver of key-strength/${waiver.fault} on role ${role} by A. Datum (deployment contoso)`;
}
