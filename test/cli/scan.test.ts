import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { endpointReportSchema } from '../../src/model/endpoint-report.ts';
import { type ScanReport, scanReportSchema, scanSummarySchema } from '../../src/model/scan-report.ts';
import { noNames } from '../net/no-names.ts';
import { openPlace, type Place } from './place.ts';

let place: Place;
before(async () => {
  place = await openPlace();
});
after(() => place.close());

const report = (text: string): ScanReport => scanReportSchema.parse(JSON.parse(text));
const names = ['im.contoso.com', 'as.im.contoso.com', 'download.im.contoso.com'];
const resolved = [...names.flatMap((name) => ['--resolve', `${name}:127.0.0.1`]), '--trust', 'root.pem'];

test('scan targets.json: a sound deployment exits 0, as a table within 80 columns', async () => {
  const { exitCode, stdout } = await place.run(['scan', 'targets.json']);
  assert.equal(exitCode, 0, stdout);
  assert.match(stdout, /^contoso · https:\/\/im\.contoso\.com:\d+$/m);
  assert.match(stdout, /^✓ +virtual-server +im\.contoso\.com +127\.0\.0\.1:\d+ +\d+ days$/m);
  assert.match(stdout, /preliminary documentation/);
  assert.ok(stdout.split('\n').every((line) => line.length <= 80));
  assert.doesNotMatch(stdout, /\u001b/);
});

test('scan --format json: the report fits the published schema and says what was read and asked', async () => {
  const { stdout } = await place.run(['scan', 'targets.json', '--format', 'json', '--timeout', '9s']);
  const { endpoints, summary, inputs, options, complete, trustStores } = report(stdout);
  assert.deepEqual(
    endpoints.map(({ id }) => id),
    ['virtual-server/im', 'as-host/as.im', 'download-host/download.im'].map(
      (each) => `contoso|im.contoso.com:${place.port}/${each}.contoso.com@127.0.0.1:${place.port}`,
    ),
  );
  assert.equal(summary.endpoints, 3);
  assert.equal(complete, true);
  assert.equal(inputs[0]?.path, 'targets.json');
  assert.deepEqual(options, { 'dns-server': [noNames], timeout: '9s', format: 'json' });
  assert.ok(trustStores.some(({ name }) => name === 'contoso'));
});

test('scan --format ndjson: one endpoint a line, then one line with the rest', async () => {
  const { exitCode, stdout } = await place.run(['scan', 'targets.json', '--format', 'ndjson']);
  assert.equal(exitCode, 0);
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  assert.equal(lines.length, 4);
  for (const line of lines.slice(0, 3)) assert.ok(endpointReportSchema.safeParse(line).success);
  assert.ok(scanSummarySchema.safeParse(lines[3]).success);
});

test('scan https://host: a CWA virtual server, dialed under its three names where the base name stands', async () => {
  const { exitCode, stdout } = await place.run(['scan', place.url, ...resolved, '--format', 'json']);
  const { endpoints } = report(stdout);
  assert.deepEqual(
    endpoints.map(({ role, host, address, policy }) => [role, host, address, policy]),
    [
      ['virtual-server', 'im.contoso.com', '127.0.0.1', 'cwa-2007-r2'],
      ['as-host', 'as.im.contoso.com', '127.0.0.1', 'cwa-2007-r2'],
      ['download-host', 'download.im.contoso.com', '127.0.0.1', 'cwa-2007-r2'],
    ],
  );
  assert.equal(exitCode, 0, stdout);
});

test('scan host:port --address: dials the address and keeps the name', async () => {
  const { stdout } = await place.run([
    ...['scan', `im.contoso.com:${place.port}`, '--address', '127.0.0.1', '--trust', 'root.pem', '--format', 'json'],
  ]);
  const [endpoint] = report(stdout).endpoints;
  assert.equal(endpoint?.id, `-|-/server/im.contoso.com@127.0.0.1:${place.port}`);
  assert.equal(endpoint?.role, 'server');
  assert.deepEqual(
    endpoint?.trust.map(({ store }) => store),
    ['root.pem'],
  );
});

test('scan without --trust: judged by the Mozilla store, said on stderr, and --quiet does not say it', async () => {
  const target = [`im.contoso.com:${place.port}`, '--address', '127.0.0.1'];
  const { exitCode, stderr } = await place.run(['scan', ...target]);
  assert.equal(exitCode, 1);
  assert.equal(stderr, 'For targets without a trust list the Mozilla store is used.\n');
  assert.equal((await place.run(['scan', ...target, '--quiet'])).stderr, '');
});

test('scan --server-name: another name is sent, the host is what is judged', async () => {
  const { stdout } = await place.run([
    ...['scan', `im.contoso.com:${place.port}`, '--address', '127.0.0.1', '--trust', 'root.pem'],
    ...['--server-name', 'other.contoso.com', '--format', 'json'],
  ]);
  const [endpoint] = report(stdout).endpoints;
  assert.equal(endpoint?.serverName, 'other.contoso.com');
  assert.equal(endpoint?.findings.find(({ check }) => check === 'name-match')?.outcome, 'pass');
});

test('scan --at: two years from now the certificate has expired, exit 1', async () => {
  const later = `${new Date().getFullYear() + 2}-06-01`;
  const { exitCode, stdout } = await place.run(['scan', 'targets.json', '--at', later, '--format', 'json']);
  assert.equal(exitCode, 1);
  assert.equal(report(stdout).asOf, `${later}T00:00:00.000Z`);
});

test('scan --fail-on: never suppresses only exit 1; warning makes more of it', async () => {
  const later = ['--at', `${new Date().getFullYear() + 2}-06-01`];
  assert.equal((await place.run(['scan', 'targets.json', ...later, '--fail-on', 'never'])).exitCode, 0);
  const unreachable = await place.run(['scan', 'localhost:1', '--fail-on', 'never']);
  assert.equal(unreachable.exitCode, 3);
  const soon = new Date(Date.now() + 330 * 86_400_000).toISOString().slice(0, 10);
  const expiring = ['scan', 'targets.json', '--at', soon];
  assert.equal((await place.run(expiring)).exitCode, 0);
  assert.equal((await place.run([...expiring, '--fail-on', 'warning'])).exitCode, 1);
});

test('scan localhost:1: nothing listens there, so it could not be audited, exit 3', async () => {
  const { exitCode, stdout } = await place.run(['scan', 'localhost:1', '--format', 'json']);
  assert.equal(exitCode, 3);
  const [endpoint] = report(stdout).endpoints;
  assert.equal(endpoint?.verdict, 'unreachable');
  assert.equal(endpoint?.failure?.kind, 'refused');
  assert.equal(endpoint?.handshake, null);
  assert.deepEqual(endpoint?.chain, []);
});

test('scan: findings beat endpoints that could not be audited, exit 1', async () => {
  const target = `im.contoso.com:${place.port}`;
  const { exitCode } = await place.run(['scan', target, 'localhost:1', '--address', '127.0.0.1']);
  assert.equal(exitCode, 1);
});

test('scan list.txt: a target a line, repeated lines are each audited', async () => {
  place.write('list.txt', `# a comment\n\nim.contoso.com:${place.port}\nim.contoso.com:${place.port} # again\n`);
  const { exitCode, stdout } = await place.run(['scan', 'list.txt', ...resolved, '--format', 'json']);
  assert.equal(exitCode, 0, stdout);
  const id = `-|-/server/im.contoso.com@127.0.0.1:${place.port}`;
  assert.deepEqual(
    report(stdout).endpoints.map((each) => each.id),
    [id, `${id}#2`],
  );
});

test('scan list.txt in UTF-16, as PowerShell writes it', async () => {
  const text = `\uFEFFim.contoso.com:${place.port}\r\n`;
  place.write('windows.txt', Buffer.from(text, 'utf16le'));
  const { exitCode, stdout } = await place.run(['scan', 'windows.txt', ...resolved]);
  assert.equal(exitCode, 0, stdout);
});

test('scan list.ndjson: a line may say role, address and more', async () => {
  const line = { host: 'as.im.contoso.com', port: place.port, address: '127.0.0.1', role: 'as-host' };
  place.write('list.ndjson', `${JSON.stringify(line)}\n`);
  const { exitCode, stdout } = await place.run(['scan', 'list.ndjson', '--trust', 'root.pem', '--format', 'json']);
  assert.equal(exitCode, 0, stdout);
  assert.equal(report(stdout).endpoints[0]?.role, 'as-host');
});

test('scan -: a bad line on stdin is told with its number and not dialed, the rest is audited, exit 2', async () => {
  const stdin = `im.contoso.com:${place.port}\nim.contoso.com:0\nim.contoso.com:${place.port}`;
  const { exitCode, stdout, stderr } = await place.run(['scan', '-', ...resolved, '--format', 'ndjson'], { stdin });
  assert.equal(exitCode, 2);
  assert.match(stderr, /^certmuster: standard input, line 2: "im\.contoso\.com:0" has the port "0"/m);
  assert.equal(stdout.trimEnd().split('\n').length, 3);
});

test('scan - --role: the role of lines that name none', async () => {
  const stdin = `{"host":"im.contoso.com","port":${place.port},"address":"127.0.0.1"}\n`;
  const args = ['scan', '-', '--role', 'virtual-server', '--trust', 'root.pem', '--format', 'json'];
  const { exitCode, stdout } = await place.run(args, { stdin });
  assert.equal(exitCode, 0, stdout);
  assert.equal(report(stdout).endpoints[0]?.role, 'virtual-server');
});

test('NO_COLOR wins over FORCE_COLOR, and FORCE_COLOR colours a pipe', async () => {
  const forced = await place.run(['scan', 'targets.json'], { environment: { NO_COLOR: '', FORCE_COLOR: '1' } });
  assert.match(forced.stdout, /\u001b\[32m✓/);
  const both = await place.run(['scan', 'targets.json'], { environment: { FORCE_COLOR: '1' } });
  assert.doesNotMatch(both.stdout, /\u001b/);
});

test('COLUMNS says how wide a table may be where there is no terminal', async () => {
  const { stdout } = await place.run(['scan', 'targets.json'], { environment: { COLUMNS: '120' } });
  assert.match(stdout, /^ +Role +Name +Address +Expires +Cause$/m);
  assert.ok(stdout.split('\n').every((line) => line.length <= 120));
});
