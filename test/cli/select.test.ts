import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import type { ScanReport } from '../../src/model/scan-report.ts';
import { openPlace, type Place, targetsFile } from './place.ts';

let place: Place;
before(async () => {
  place = await openPlace();
  const file = targetsFile(place.url, place.port);
  const [contoso] = file.deployments;
  const until = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const waiver = {
    check: 'name-match',
    fault: 'name-missing',
    role: 'as-host',
    by: 'A. Datum',
    reason: 'known',
    until,
  };
  place.write(
    'two.json',
    JSON.stringify({
      ...file,
      deployments: [
        { ...contoso, waivers: [waiver] },
        { ...contoso, name: 'north, old' },
      ],
      targets: [{ host: 'im.contoso.com', port: place.port, address: '127.0.0.1', trust: ['contoso'] }],
    }),
  );
  place.write('list.txt', `127.0.0.1:${place.port}\n`);
});
after(() => place.close());

async function scan(...args: readonly string[]) {
  const { exitCode, stdout, stderr } = await place.run(['scan', 'two.json', '--json', ...args]);
  assert.notEqual(stdout, '', stderr);
  return { exitCode, stderr, report: JSON.parse(stdout) as ScanReport };
}

const rolesOf = ({ endpoints }: ScanReport) => endpoints.map(({ role }) => role);

test('--deployment: only its endpoints are dialed and judged, and the report says what was left out', async () => {
  const before = place.connections();
  const { report, stderr } = await scan('--deployment', 'contoso');
  assert.deepEqual(new Set(report.endpoints.map(({ deployment }) => deployment)), new Set(['contoso']));
  assert.equal(report.summary.endpoints, 3);
  assert.ok(place.connections() - before < 8, 'the other deployment was dialed');
  const words =
    /Left out by --deployment contoso: 4 of 7 endpoints \(deployment north, old: 3, outside of deployments: 1\)\./;
  assert.match(report.notices.join('\n'), words);
  assert.match(stderr, words);
  assert.deepEqual(new Set(report.deploymentFindings.map(({ deployment }) => deployment)), new Set(['contoso']));
  assert.deepEqual(report.options['deployment'], ['contoso']);
});

test('--deployment: a name with a comma in it is one name', async () => {
  const { report } = await scan('--deployment', 'north, old');
  assert.deepEqual(new Set(report.endpoints.map(({ deployment }) => deployment)), new Set(['north, old']));
  assert.equal((await scan('--deployment', 'contoso', '--deployment', 'north, old')).report.summary.endpoints, 6);
});

test('--only-role: nothing is said across a deployment of which endpoints were left out, and no waiver is called unused', async () => {
  const { report } = await scan('--only-role', 'virtual-server, server');
  assert.deepEqual(rolesOf(report), ['virtual-server', 'virtual-server', 'server']);
  assert.deepEqual(
    report.deploymentFindings.filter(({ deployment }) => deployment !== null),
    [],
  );
  const notices = report.notices.join('\n');
  assert.match(
    notices,
    /Left out by --only-role virtual-server,server: 4 of 7 endpoints \(role as-host: 2, role download-host: 2\)/,
  );
  assert.match(
    notices,
    /Only some endpoints of the deployment contoso were selected, so the checks across it were left out\./,
  );
  assert.doesNotMatch(notices, /waiver/);
  assert.match((await scan('--deployment', 'contoso', '--check', 'name-match')).report.notices.join('\n'), /Left out/);
});

test('a run without filters says nothing of them, and reports the waiver that has no effect', async () => {
  const { report } = await scan();
  assert.equal(report.summary.endpoints, 7);
  assert.doesNotMatch(report.notices.join('\n'), /Left out|were selected/);
  assert.match(report.notices.join('\n'), /The waiver of name-match\/name-missing/);
});

test('a saved run of some endpoints is judged again as it was, and fewer of them', async () => {
  const { report, exitCode } = await scan('--only-role', 'virtual-server,as-host', '--save-observations', 'run');
  const evaluate = async (...args: readonly string[]) => {
    const again = await place.run(['evaluate', 'run', '--json', ...args]);
    return { ...again, report: again.stdout === '' ? undefined : (JSON.parse(again.stdout) as ScanReport) };
  };
  const same = await evaluate();
  assert.equal(same.exitCode, exitCode);
  assert.deepEqual(same.report?.deploymentFindings, report.deploymentFindings);
  assert.match(same.report?.notices.join('\n') ?? '', /Only some endpoints of the deployment contoso were selected/);
  const fewer = await evaluate('--only-role', 'as-host', '--deployment', 'contoso');
  assert.deepEqual(fewer.report && rolesOf(fewer.report), ['as-host']);
  assert.match(
    fewer.report?.notices.join('\n') ?? '',
    /Left out by --deployment contoso --only-role as-host: 3 of 4 endpoints \(role virtual-server: 1, deployment north, old: 2\)/,
  );
  const none = await evaluate('--only-role', 'mtls');
  assert.equal(none.exitCode, 2);
  assert.match(none.stderr, /--only-role mtls: selects none of 4 endpoints: role virtual-server: 2, role as-host: 2/);
});

test('a whole saved run of which some is selected: nothing across the deployment is taken over as sound', async () => {
  await scan('--save-observations', 'whole');
  const { stdout } = await place.run(['evaluate', 'whole', '--json', '--only-role', 'virtual-server']);
  const report = JSON.parse(stdout) as ScanReport;
  assert.deepEqual(
    report.deploymentFindings.filter(({ deployment }) => deployment !== null),
    [],
  );
  assert.match(report.notices.join('\n'), /Only some endpoints of the deployment contoso/);
});

test('expand, verify and nagios select in the same way', async () => {
  const expanded = await place.run([
    'expand',
    'two.json',
    '--json',
    '--deployment',
    'contoso',
    '--only-role',
    'as-host',
  ]);
  assert.deepEqual(
    (JSON.parse(expanded.stdout) as { role: string }[]).map(({ role }) => role),
    ['as-host'],
  );
  assert.match(expanded.stderr, /Left out by/);
  const verified = await place.run([
    'verify',
    'chain.pem',
    '--targets',
    'two.json',
    '--deployment',
    'contoso',
    '--json',
  ]);
  assert.equal((JSON.parse(verified.stdout) as ScanReport).summary.endpoints, 3);
  const nagios = await place.run(['nagios', 'two.json', '--only-role', 'server']);
  assert.match(nagios.stdout, /^CERTMUSTER OK - /);
  assert.equal((nagios.stdout.match(/days_left/g) ?? []).length, 1);
});

test('a list on standard input: what is selected of it, and that it has none', async () => {
  const stdin = `127.0.0.1:${place.port}\n`;
  const some = await place.run(['scan', '-', '--only-role', 'server', '--trust', 'root.pem', '--json'], { stdin });
  assert.equal((JSON.parse(some.stdout) as ScanReport).summary.endpoints, 1);
  const none = await place.run(['scan', '-', '--only-role', 'mtls', '--trust', 'root.pem', '--json'], { stdin });
  assert.equal(none.exitCode, 2);
  assert.match(none.stderr, /--only-role mtls: selects none of 1 endpoint: role server: 1/);
  assert.match(
    (JSON.parse(none.stdout) as ScanReport).notices.join('\n'),
    /Left out by --only-role mtls: 1 of 1 endpoint/,
  );
});

for (const [args, words] of [
  [
    ['scan', 'two.json', '--deployment', 'contso'],
    /--deployment: there is no deployment "contso"; did you mean contoso\? Others: north, old/,
  ],
  [
    ['scan', 'two.json', '--only-role', 'server,mtsl'],
    /--only-role: there is no role "mtsl"; did you mean mtls\? Others: virtual-server, /,
  ],
  [['scan', 'two.json', '--only-role', 'mtls'], /--only-role mtls: selects none of 7 endpoints/],
  [
    ['expand', 'list.txt', '--deployment', 'contoso'],
    /there is no deployment "contoso"; the targets have no deployment/,
  ],
  [['verify', 'chain.pem', '--host', 'im.contoso.com', '--only-role', 'mtls'], /--only-role: goes with --targets only/],
] as const) {
  test(`refused, and nothing is dialed: ${args.join(' ')}`, async () => {
    const before = place.connections();
    const { exitCode, stderr } = await place.run(args);
    assert.equal(exitCode, 2);
    assert.match(stderr, words);
    assert.equal(place.connections(), before);
  });
}
