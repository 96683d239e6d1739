import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { type ScanReport, scanReportSchema } from '../../src/model/scan-report.ts';
import { openPlace, type Place } from './place.ts';

let place: Place;
before(async () => {
  place = await openPlace();
});
after(() => place.close());

/** Answers for a name and its two aliases, so that no real name is ever looked up. */
function resolving(host: string, addresses: Readonly<Partial<Record<'as' | 'download', string>>> = {}) {
  const { as = '127.0.0.1', download = '127.0.0.1' } = addresses;
  const answers = [`${host}:127.0.0.1`, `as.${host}:${as}`, `download.${host}:${download}`];
  return answers.flatMap((answer) => ['--resolve', answer]);
}

async function scan(
  args: readonly string[],
): Promise<{ readonly exitCode: number | null; readonly report: ScanReport }> {
  const { exitCode, stdout } = await place.run(['scan', ...args, '--trust', 'root.pem', '--format', 'json']);
  return { exitCode, report: scanReportSchema.parse(JSON.parse(stdout)) };
}

const answersOf = ({ deploymentFindings }: ScanReport): readonly string[] =>
  deploymentFindings.map(({ check, outcome }) => `${check} ${outcome}`);

test('scan https://host answers what concerns a virtual server as a whole, under no deployment', async () => {
  const { exitCode, report } = await scan([place.url, ...resolving('im.contoso.com'), '--fail-on', 'warning']);
  assert.equal(exitCode, 0);
  assert.deepEqual(answersOf(report), [
    'load-balancer-decryption not-applicable',
    'interface-certificates not-applicable',
    'array-consistency not-applicable',
    'alias-addresses pass',
    'single-certificate undetermined',
    'mtls-coverage undetermined',
  ]);
  assert.ok(report.deploymentFindings.every(({ deployment }) => deployment === null));
  assert.ok(report.endpoints.every(({ id, deployment }) => id.startsWith('-|im.contoso.com') && deployment === null));
  assert.deepEqual(Object.keys(report.policies), ['-']);
});

test('scan https://host: an alias that leads elsewhere is a finding, which exit codes count and evaluate repeats', async () => {
  const args = [place.url, ...resolving('im.contoso.com', { download: '127.0.0.99' })];
  const { exitCode, report } = await scan([...args, '--save-observations', 'run-alias', '--fail-on', 'warning']);
  assert.equal(exitCode, 1);
  assert.ok(report.endpoints.every(({ verdict }) => verdict === 'pass'));
  const finding = report.deploymentFindings.find(({ check }) => check === 'alias-addresses');
  assert.equal(finding?.outcome, 'fail');
  assert.match(finding?.message ?? '', /download\.im\.contoso\.com resolves to 127\.0\.0\.99/);
  assert.deepEqual(
    finding?.endpoints,
    report.endpoints.slice(1).map(({ id }) => id),
  );
  assert.equal((await scan(args)).exitCode, 0);

  const again = await place.run(['evaluate', 'run-alias', '--format', 'json', '--fail-on', 'warning']);
  assert.equal(again.exitCode, 1);
  const judgedAgain = scanReportSchema.parse(JSON.parse(again.stdout));
  assert.deepEqual(judgedAgain.deploymentFindings, report.deploymentFindings);
});

test('scan https://host where the name has two addresses: they are compared as an array', async () => {
  const { exitCode, report } = await scan([
    ...[place.url, ...resolving('im.contoso.com'), '--resolve', 'im.contoso.com:127.0.0.2'],
  ]);
  assert.equal(exitCode, 3);
  const finding = report.deploymentFindings.find(({ check }) => check === 'array-consistency');
  assert.deepEqual([finding?.outcome, finding?.reason], ['undetermined', 'unreachable']);
  assert.match(finding?.message ?? '', /127\.0\.0\.2/);
  assert.equal(finding?.endpoints.length, 6);
});

test('scan of several URLs, one of them twice, beside a targets file: each has answers of its own', async () => {
  const other = `https://chat.contoso.com:${place.port}`;
  const { report } = await scan([
    ...[other, 'targets.json', place.url, place.url],
    ...resolving('im.contoso.com', { as: '127.0.0.98' }),
    ...resolving('chat.contoso.com'),
  ]);
  const aliases = report.deploymentFindings.filter(({ check }) => check === 'alias-addresses');
  const told = aliases.map(({ deployment, outcome, endpoints }) => [deployment, outcome, ...endpoints]);
  const ids = (host: string, deployment: string, suffix = '') =>
    ['as', 'download'].map(
      (alias) => `${deployment}|${host}:${place.port}/${alias}-host/${alias}.${host}@127.0.0.1:${place.port}${suffix}`,
    );
  assert.deepEqual(told, [
    ['contoso', 'fail', ...ids('im.contoso.com', 'contoso')],
    [null, 'pass', ...ids('chat.contoso.com', '-')],
    [null, 'fail', ...ids('im.contoso.com', '-')],
    [null, 'fail', ...ids('im.contoso.com', '-', '#2')],
  ]);
});

test('lists, plain hosts and what stands before a virtual server are judged endpoint by endpoint', async () => {
  place.write('urls.txt', `${place.url}\n`);
  const names = resolving('im.contoso.com', { as: '127.0.0.98' });
  const asProxy = [place.url, '--role', 'reverse-proxy-external'];
  for (const args of [['urls.txt'], [`im.contoso.com:${place.port}`], asProxy]) {
    const { report } = await scan([...args, ...names]);
    assert.deepEqual(report.deploymentFindings, []);
    assert.ok(report.endpoints.length > 0);
  }
});

test('every other format tells of it', async () => {
  const args = ['scan', place.url, ...resolving('im.contoso.com', { as: '127.0.0.98' }), '--trust', 'root.pem'];
  for (const format of ['table', 'ndjson', 'junit', 'csv', 'markdown', 'nagios', 'prometheus', 'html']) {
    const { stdout, exitCode } = await place.run([...args, '--format', format, '--details', '--fail-on', 'warning']);
    assert.equal(exitCode, 1, format);
    assert.match(stdout, format === 'nagios' ? /as\.im\.contoso\.com resolves to/ : /alias-addresses/, format);
    assert.doesNotMatch(stdout, /\bnull:|>null</, format);
  }
});
