import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { before, test } from 'node:test';
import { promisify } from 'node:util';

import type { ScanReport } from '../../src/model/scan-report.ts';
import { repositoryPath } from '../repository-path.ts';

const run = promisify(execFile);

interface Scanned {
  readonly exitCode: number;
  readonly report: ScanReport;
}

let scene: Readonly<Record<'together' | 'fromInside' | 'fromOutside', Scanned>>;
before(async () => {
  const program = repositoryPath('dist/test/sites/scene/run-scene.js');
  // Every process in it ends with the first one, and every network with its last process.
  const args = ['-rnpf', '--kill-child', '--mount-proc', process.execPath, program];
  const { stdout } = await run('unshare', args, { timeout: 240_000, maxBuffer: 67_108_864 });
  scene = JSON.parse(stdout);
});

const outerExpired = ['validity-period/expired', 'reverse-proxy-external 203.0.113.10:443'];
const innerMisnamed = ['name-match/wrong-certificate', 'reverse-proxy-internal 10.0.1.5:443'];
const mtlsExpired = ['validity-period/expired', 'cwa02.contoso.local 10.0.1.12:5061'];
const relayExpired = ['validity-period/expired', 'relay.contoso.com 10.9.9.9:443'];
const splitDns = [
  'certificates-across-sites/certificates-differ',
  'meet.contoso.com 10.0.1.30:443 from inside, meet.contoso.com 203.0.113.30:443 from outside',
];

function causesOf({ report }: Scanned) {
  return report.causes.map(({ fault, places }) => [fault, places.join(', ')]);
}

function unseenOf({ report }: Scanned): readonly string[] {
  const unreachable = report.endpoints.filter(({ verdict }) => verdict === 'unreachable');
  return [...new Set(unreachable.map(({ role, host }) => `${role} ${host.replace(/^(as|download)\./, '')}`))];
}

test('workers outside and in the DMZ find what shows there, who scans what shows inside, and it is one report', () => {
  const { together } = scene;
  assert.equal(together.exitCode, 1);
  assert.deepEqual(causesOf(together), [outerExpired, innerMisnamed, mtlsExpired, relayExpired, splitDns]);
  assert.deepEqual(unseenOf(together), []);
  const { endpoints, notices } = together.report;
  assert.equal(endpoints.length, 21);
  for (const { site, seenFrom } of endpoints) assert.equal(seenFrom, site);
  assert.deepEqual(
    ['inside', 'outside', 'dmz'].map((site) => endpoints.filter(({ seenFrom }) => seenFrom === site).length),
    [14, 6, 1],
  );
  assert.deepEqual(
    notices.filter((notice) => !notice.includes('preliminary documentation')),
    [],
  );
});

test('from inside alone, what only others see passes, and the report says that it was not seen from there', () => {
  const { fromInside } = scene;
  assert.deepEqual(causesOf(fromInside), [innerMisnamed, mtlsExpired]);
  // Split DNS leads the outer name past the outer interface.
  const outer = fromInside.report.endpoints.filter(({ role }) => role === 'reverse-proxy-external');
  assert.deepEqual(
    outer.map(({ verdict, seenFrom, site }) => [verdict, seenFrom, site]),
    [1, 2, 3].map(() => ['pass', 'inside', 'outside']),
  );
  assert.deepEqual(unseenOf(fromInside), ['server relay.contoso.com']);
  const [notice = ''] = fromInside.report.notices.filter((each) => each.includes('not from their sites'));
  assert.match(
    notice,
    /^Seen from the site inside, not from their sites: 1 endpoint of dmz and 6 endpoints of outside\./,
  );
  const [across] = fromInside.report.deploymentFindings.filter(({ check }) => check === 'certificates-across-sites');
  assert.deepEqual([across?.outcome, across?.reason], ['undetermined', 'one-site']);
});

test('from outside alone, nothing inside answers', () => {
  const { fromOutside } = scene;
  assert.deepEqual(causesOf(fromOutside), [outerExpired]);
  assert.deepEqual(unseenOf(fromOutside), [
    'virtual-server cwa.contoso.com',
    'as-host cwa.contoso.com',
    'download-host cwa.contoso.com',
    'reverse-proxy-internal cwa.contoso.com',
    'mtls cwa01.contoso.local',
    'mtls cwa02.contoso.local',
    'server relay.contoso.com',
  ]);
});
