import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { openPlace, type Place, startSilentPeer } from './place.ts';

let place: Place;
before(async () => {
  place = await openPlace();
});
after(() => place.close());

/** The sound server of the place, dialed as a plugin would be told to. */
const nagios = (...more: readonly string[]) =>
  place.run([
    ...['nagios', `im.contoso.com:${place.port}`, '--role', 'virtual-server', '--trust', 'root.pem'],
    ...['--address', '127.0.0.1', ...more],
  ]);

/** The days that the path has left, by the plugin itself. */
async function daysLeft(): Promise<number> {
  const { stdout } = await nagios();
  return Number(/'days_left'=(\d+);/.exec(stdout)?.[1]);
}

test('nagios: a sound endpoint is OK, exit 0, one line with performance data', async () => {
  const { exitCode, stdout, stderr } = await nagios('-w', '20:', '-c', '15:');
  assert.deepEqual([exitCode, stderr], [0, '']);
  assert.match(
    stdout,
    /^CERTMUSTER OK - im\.contoso\.com 127\.0\.0\.1:\d+: CN=\S+ expires in \d+ days, on \S+ \| 'days_left'=\d+;20:;15:;;\n$/,
  );
});

test('nagios -w -c: exits 1 outside the range of the warning, 2 outside the critical one', async () => {
  const days = await daysLeft();
  assert.equal((await nagios('--warning', `${days}:`)).exitCode, 0);
  const warning = await nagios('--warning', `${days + 1}:`, '--critical', `${days}:`);
  assert.equal(warning.exitCode, 1);
  assert.match(
    warning.stdout,
    /^CERTMUSTER WARNING - CN=\S+ expires in \d+ days, on \S+, threshold \d+: \(im\.contoso\.com 127\.0\.0\.1:\d+\) \| /,
  );
  assert.equal((await nagios('-w', `${days + 2}:`, '-c', `${days + 1}:`)).exitCode, 2);
  assert.equal((await nagios('-c', `@0:${days}`)).exitCode, 2);
  assert.equal((await nagios('-c', '0:10')).exitCode, 2);
  assert.equal((await nagios('-c', '10')).exitCode, 0);
  assert.equal((await nagios('-c', `${(days + 1) * 24}h`)).exitCode, 2);
});

test('nagios: a certificate for another name is CRITICAL, exit 2', async () => {
  const { exitCode, stdout } = await place.run([
    ...['nagios', `mail.contoso.com:${place.port}`, '--trust', 'root.pem', '--address', '127.0.0.1'],
  ]);
  assert.equal(exitCode, 2);
  assert.match(
    stdout,
    /^CERTMUSTER CRITICAL - [^\n|]*mail\.contoso\.com[^\n|]* \(mail\.contoso\.com 127\.0\.0\.1:\d+\)[^\n|]* \| [^\n|]*\nCRITICAL: [^\n]*mail\.contoso\.com/,
  );
});

test('nagios --unreachable: a port nobody listens on is CRITICAL, or UNKNOWN when asked', async () => {
  const dead = ['nagios', '127.0.0.1:1', '--trust', 'root.pem'];
  const critical = await place.run(dead);
  assert.equal(critical.exitCode, 2);
  assert.match(critical.stdout, /^CERTMUSTER CRITICAL - [^\n|]+ \(127\.0\.0\.1:1\)\nCRITICAL: [^\n|]+\n$/);
  const unknown = await place.run([...dead, '--unreachable', 'unknown']);
  assert.equal(unknown.exitCode, 3);
  assert.match(unknown.stdout, /^CERTMUSTER UNKNOWN - /);
});

test('nagios -t 1: a bare figure is seconds', async () => {
  const peer = await startSilentPeer();
  const { exitCode, stdout } = await place.run(['nagios', `127.0.0.1:${peer.port}`, '-t', '1', '--trust', 'root.pem']);
  await peer.close();
  assert.equal(exitCode, 2);
  assert.match(stdout, /^CERTMUSTER CRITICAL - /);
});

test('nagios targets.json: a deployment in one line, each label once', async () => {
  const { exitCode, stdout } = await place.run(['nagios', 'targets.json']);
  assert.equal(exitCode, 0);
  assert.match(stdout, /^CERTMUSTER OK - 3 endpoints: CN=\S+ expires in \d+ days, on \S+/);
  const labels = [...stdout.matchAll(/'([^']+)'=/g)].map(([, label]) => label);
  assert.deepEqual([labels.length, new Set(labels).size], [4, 4]);
});

test('nagios -4: what the machine or an option rules out is UNKNOWN, because it says nothing of the server', async () => {
  const { exitCode, stdout } = await place.run(['nagios', '[::1]:443', '-4', '--trust', 'root.pem']);
  assert.equal(exitCode, 3);
  assert.match(
    stdout,
    /^CERTMUSTER UNKNOWN - ::1 was not dialed, because -4 leaves out IPv6\. Leave -4 out to dial it \(\[::1\]:443\)\n/,
  );
});

test('nagios -4: an address that is left out beside one that is audited is noted and raises no alert', async () => {
  const both = ['--resolve', 'im.contoso.com:127.0.0.1', '--resolve', 'im.contoso.com:::1'];
  const { exitCode, stdout } = await place.run([
    ...['nagios', `im.contoso.com:${place.port}`, '--role', 'virtual-server', '--trust', 'root.pem', '-4', ...both],
  ]);
  assert.equal(exitCode, 0);
  assert.match(stdout, /^CERTMUSTER OK - [^\n]*\nNote: 1 endpoint at an IPv6 address was not dialed, because -4 /);
});

for (const [what, args, words] of [
  ['without a host', ['nagios'], /no host is given; use -H HOST or HOST\[:PORT\]/],
  ['with two hosts', ['nagios', 'a:1', 'b:1'], /Unexpected argument b:1/],
  ['with an unknown option', ['nagios', 'localhost:1', '--wran', '10:'], /Unknown option --wran/],
  [
    'with a range that is none',
    ['nagios', 'localhost:1', '-w', 'ten'],
    /--warning: "ten" is not a threshold; use 20 to alert below 20 days/,
  ],
  ['with a target that is none', ['nagios', 'host:99999'], /99999/],
  ['with a trust file that is not there', ['nagios', 'localhost:1', '--trust', 'nowhere.pem'], /nowhere\.pem/],
  ['with -4 and -6', ['nagios', 'localhost:1', '-4', '-6'], /-4: cannot be combined with -6 \(--ipv6\)/],
  ['with --unreachable ok', ['nagios', 'localhost:1', '--unreachable', 'ok'], /unreachable/],
] as const) {
  test(`nagios ${what}: UNKNOWN on standard output, exit 3, nothing dialed`, async () => {
    const before = place.connections();
    const { exitCode, stdout } = await place.run(args);
    assert.equal(exitCode, 3);
    assert.match(stdout, /^CERTMUSTER UNKNOWN - [^\n|]+\n$/);
    assert.match(stdout, words);
    assert.equal(place.connections(), before);
  });
}

test('nagios -H -p: the host as every plugin has it', async () => {
  const options = ['--role', 'virtual-server', '--trust', 'root.pem', '--address', '127.0.0.1'];
  const port = String(place.port);
  for (const target of [
    ['-H', 'im.contoso.com', '-p', port],
    ['-H', `im.contoso.com:${port}`],
    ['im.contoso.com', '--port', port],
    ['-H', 'https://im.contoso.com/cwa', '-p', port, '-w', '1', '-c', '1', '-t', '20'],
  ]) {
    const { exitCode, stdout, stderr } = await place.run(['nagios', ...target, ...options]);
    assert.deepEqual([exitCode, stderr], [0, ''], stdout);
    assert.match(stdout, /^CERTMUSTER OK - im\.contoso\.com 127\.0\.0\.1:\d+: /);
  }
});

for (const [args, words] of [
  [[], /no host is given; use -H HOST or HOST\[:PORT\]/],
  [['-H', 'a.contoso.com', 'b.contoso.com'], /-H: cannot be used beside the host b\.contoso\.com/],
  [['-H', 'a.contoso.com', '-p', '0'], /-p: "0" is not a port; use a number from 1 to 65535/],
  [['-H', 'a.contoso.com:443', '-p', '8443'], /-p: cannot be used beside the port in "a\.contoso\.com:443"/],
  [['-H', '[::1]:443', '-p', '8443'], /-p: cannot be used beside the port in/],
  [['-H', 'targets.json', '-p', '8443'], /-p: cannot be used with a file; targets\.json names the port of each target/],
  [['a.contoso.com', '-t', '1x'], /--timeout: "1x" is not a duration; use 10 or 10s, 500ms, 1m/],
  [['a.contoso.com', '--days', '10'], /Unknown option --days\. Use -w DAYS for WARNING and -c DAYS for CRITICAL/],
] as const) {
  test(`nagios ${args.join(' ')}: UNKNOWN, exit 3, in one line`, async () => {
    const { exitCode, stdout, stderr } = await place.run(['nagios', ...args]);
    assert.deepEqual([exitCode, stderr], [3, '']);
    assert.match(stdout, /^CERTMUSTER UNKNOWN - [^\n|]*\n$/);
    assert.match(stdout, words);
  });
}

test('nagios --skip-check: what is not judged does not alert', async () => {
  const other = ['nagios', '-H', 'mail.contoso.com', '-p', String(place.port), '--trust', 'root.pem'];
  const { exitCode } = await place.run([...other, '--address', '127.0.0.1', '--check', 'validity-period,chain-trust']);
  assert.equal(exitCode, 0);
});
