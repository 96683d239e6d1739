import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { openPlace, type Place, targetsFile } from './place.ts';

/** Said in the file; the day after it is over. */
const lastDay = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
const dayAfter = new Date(Date.parse(lastDay) + 86_400_000).toISOString().slice(0, 10);
const lastSecond = `${lastDay}T23:59:59Z`;

let place: Place;
before(async () => {
  place = await openPlace();
  const { trustStores, deployments } = targetsFile(place.url, place.port);
  // A sound deployment that fails one check everywhere, by a demand its keys do not meet.
  const demand = { policyOverrides: { thresholds: { minimumRsaBits: 4_096 } } };
  const waivers = ['virtual-server', 'as-host', 'download-host'].map((role) => ({
    ...{ check: 'key-strength', role, by: 'A. Datum', reason: 'new keys in spring', until: lastDay },
  }));
  const [deployment] = deployments;
  place.write('demanding.json', JSON.stringify({ trustStores, deployments: [{ ...deployment, ...demand }] }));
  place.write('waived.json', JSON.stringify({ trustStores, deployments: [{ ...deployment, ...demand, waivers }] }));
});
after(() => place.close());

test('scan: without the waiver the deployment fails, exit 1', async () => {
  const { exitCode, stdout } = await place.run(['scan', 'demanding.json']);
  assert.equal(exitCode, 1);
  assert.match(stdout, /✗ error key-strength/);
});

test('scan on the last day: the failure is shown and waived, and counts for nothing, exit 0', async () => {
  const { exitCode, stdout } = await place.run(['scan', 'waived.json', '--at', lastSecond, '--format', 'json']);
  assert.equal(exitCode, 0);
  const { summary, endpoints } = JSON.parse(stdout);
  assert.deepEqual([summary.fail, summary.waived, summary.outcomes.fail >= 3], [0, 3, true]);
  for (const endpoint of endpoints) {
    const found = endpoint.findings.find(({ check }: { check: string }) => check === 'key-strength');
    assert.equal(found.outcome, 'fail');
    assert.deepEqual(found.waiver, { by: 'A. Datum', reason: 'new keys in spring', until: lastDay });
    assert.notEqual(endpoint.verdict, 'fail');
  }
});

test('evaluate the day after: the saved waiver has ended, which is said, and the failure counts, exit 1', async () => {
  await place.run(['scan', 'waived.json', '--save-observations', 'run', '--quiet']);
  assert.equal((await place.run(['evaluate', 'run', '--at', lastSecond])).exitCode, 0);
  const { exitCode, stdout } = await place.run(['evaluate', 'run', '--at', dayAfter, '--format', 'json']);
  assert.equal(exitCode, 1);
  const { summary, notices } = JSON.parse(stdout);
  assert.deepEqual([summary.fail, summary.waived], [3, 0]);
  const ended = `Deployment contoso: the waiver of key-strength on role as-host by A. Datum ended with ${lastDay} and counts no more.`;
  assert.ok(notices.includes(ended), notices.join('\n'));
});

for (const [format, words] of [
  [
    'table',
    /✗ error key-strength[\s\S]*waived +by A\. Datum until [\d-]+: new keys in spring[\s\S]*waived +3 findings fail/,
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

test('scan with a waiver of an unknown check: exit 2 with its path, nothing dialled', async () => {
  const { trustStores, deployments } = targetsFile(place.url, place.port);
  const waivers = [{ check: 'key-strenght', role: 'mtls', by: 'x', reason: 'y', until: '2027-02-30' }];
  place.write('wrong.json', JSON.stringify({ trustStores, deployments: [{ ...deployments[0], waivers }] }));
  const before = place.connections();
  const { exitCode, stderr } = await place.run(['scan', 'wrong.json']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /^ {2}deployments\[0\]\.waivers\[0\]\.until: should be a date, for instance 2027-01-31$/m);
  assert.match(stderr, /^ {2}deployments\[0\]\.waivers\[0\]\.check: unknown check id/m);
  assert.equal(place.connections(), before);
});
