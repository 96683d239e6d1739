import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { type CertificateAuthority, createAuthority } from '../../src/lab/authority.ts';
import { issueServerCertificate } from '../../src/lab/issue-server-certificate.ts';
import { type KeyPair, makeKeyPair } from '../../src/lab/key-pair.ts';
import type { IssuedCertificate } from '../../src/lab/sign-certificate.ts';
import { type Listener, startTlsListener, type TlsListenerOptions } from '../../src/lab/tls-listener.ts';
import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import type { ScanReport } from '../../src/model/scan-report.ts';
import { repositoryPath } from '../repository-path.ts';
import { certmuster, type RunOptions, startCertmuster, type Transcript } from './certmuster.ts';

const dayMs = 86_400_000;
const folder = mkdtempSync(join(tmpdir(), 'certmuster-places-'));
const listeners: Listener[] = [];
let port = 0;
let authority: CertificateAuthority;
let key: KeyPair;

/** 127.0.0.1 serves www, 127.0.0.3 an expired certificate, 127.0.0.5 what nginx was installed with, ::1 www; nothing else listens. */
before(async () => {
  authority = await createAuthority({ organization: 'Contoso', now: new Date() });
  key = await makeKeyPair('rsa-2048');
  writeFileSync(join(folder, 'root.pem'), authority.root.pem);
  const www = await leaf(['www.contoso.com', 'contoso.com']);
  const old = await leaf(['old.contoso.com'], new Date(Date.now() - 3 * dayMs));
  const placeholder = await leaf(['localhost']);
  // Whichever port is free on all of them.
  for (let tries = 0; port === 0 && tries < 20; tries += 1) {
    const first = await listen({ address: '127.0.0.1', chain: [www, authority.intermediate], key });
    try {
      await listen({ address: '127.0.0.3', port: first.port, chain: [old, authority.intermediate], key });
      await listen({ address: '127.0.0.5', port: first.port, chain: [placeholder, authority.intermediate], key });
      await listen({ address: '::1', port: first.port, chain: [www, authority.intermediate], key });
      port = first.port;
    } catch {
      await Promise.all(listeners.splice(0).map((each) => each.close()));
    }
  }
  assert.notEqual(port, 0);
});

after(async () => {
  await Promise.all(listeners.map((each) => each.close()));
  rmSync(folder, { recursive: true, force: true });
});

async function leaf(names: readonly string[], notAfter?: Date): Promise<IssuedCertificate> {
  return await issueServerCertificate(authority, key, { names, ...(notAfter && { notAfter }) });
}

async function listen(options: TlsListenerOptions): Promise<Listener> {
  const listener = await startTlsListener(options);
  listeners.push(listener);
  return listener;
}

const run = (args: readonly string[], options: RunOptions = {}): Promise<Transcript> =>
  certmuster(args, { cwd: folder, ...options });

const trusting = ['--trust', 'root.pem'] as const;

async function scan(
  args: readonly string[],
  options?: RunOptions,
): Promise<ScanReport & { readonly code: number | null }> {
  const { stdout, stderr, exitCode } = await run(['scan', ...args, ...trusting, '--format', 'json'], options);
  assert.ok(stdout.startsWith('{'), stderr);
  return { ...(JSON.parse(stdout) as ScanReport), code: exitCode };
}

function finding(endpoint: EndpointReport | undefined, check: string) {
  return endpoint?.findings.find((each) => each.check === check);
}

test('a range: the expired certificate and the default one are found, and where nothing listens is one line', async () => {
  const report = await scan([`127.0.0.0/28:${port}`]);
  assert.equal(report.code, 1);
  assert.deepEqual(
    report.endpoints.map(({ address, range, verdict }) => [address, range, verdict]),
    [
      ['127.0.0.1', '127.0.0.0/28', 'pass'],
      ['127.0.0.3', '127.0.0.0/28', 'fail'],
      ['127.0.0.5', '127.0.0.0/28', 'fail'],
    ],
  );
  const [www, old, placeholder] = report.endpoints;
  const match = finding(www, 'name-match');
  assert.equal(match?.outcome, 'not-applicable');
  assert.equal(
    match?.message,
    'No name was dialed, as 127.0.0.1 is an address of 127.0.0.0/28. The certificate is for www.contoso.com, contoso.com.',
  );
  assert.equal(finding(old, 'validity-period')?.fault, 'expired');
  assert.equal(finding(old, 'name-match')?.outcome, 'not-applicable');
  assert.equal(finding(placeholder, 'name-match')?.fault, 'placeholder-certificate');
  assert.equal(finding(www, 'default-certificate')?.outcome, 'not-applicable');
  const message = '127.0.0.0/28: 3 of 16 addresses and ports answer; the others are not listed (13 refused).';
  assert.deepEqual(report.ranges, [{ range: '127.0.0.0/28', answered: 3, silent: { refused: 13 }, message }]);
  assert.ok(report.notices.includes(message));
  assert.ok(report.notices.some((each) => each.includes('each certificate there is judged by its own names')));
  assert.equal(report.summary.unreachable, 0);
});

test('a lone address is what a client dials: its certificate has to name it', async () => {
  const report = await scan([`127.0.0.1:${port}`]);
  assert.equal(finding(report.endpoints[0], 'name-match')?.fault, 'name-missing');
  assert.equal(report.endpoints[0]?.range, undefined);
  assert.equal(report.ranges, undefined);
});

test('addresses of a range at which nothing listens do not make a run incomplete; a range in which nothing answers does', async () => {
  const some = await scan([`127.0.0.0/30:${port}`, '--exclude', '127.0.0.3']);
  assert.equal(some.code, 0);
  const none = await scan([`127.0.0.8/29:${port}`]);
  assert.equal(none.code, 3);
  assert.deepEqual(none.endpoints, []);
  assert.match(
    none.notices.join('\n'),
    /127\.0\.0\.8\/29: nothing answers at any of 8 addresses and ports \(8 refused\)\. Check/,
  );
});

test('monitors and build servers are told of a range in which nothing answers', async () => {
  const silent = await run(['nagios', `127.0.0.8/29:${port}`, ...trusting]);
  assert.equal(silent.exitCode, 2);
  assert.match(
    silent.stdout,
    /^CERTMUSTER CRITICAL - 127\.0\.0\.8\/29: nothing answers at any of 8 addresses and ports/,
  );
  const some = await run(['nagios', `127.0.0.0/31:${port}`, ...trusting]);
  assert.equal(some.exitCode, 0, some.stdout);
  const junit = await run(['scan', `127.0.0.8/29:${port}`, `127.0.0.0/31:${port}`, ...trusting, '--format', 'junit']);
  assert.match(junit.stdout, /<testsuite name="range 127\.0\.0\.8\/29" [^>]*errors="1"/);
  assert.match(junit.stdout, /<testsuite name="range 127\.0\.0\.0\/31" [^>]*errors="0"/);
  const metrics = await run(['scan', `127.0.0.0/31:${port}`, ...trusting, '--format', 'prometheus']);
  assert.match(metrics.stdout, /^certmuster_range_endpoints\{range="127\.0\.0\.0\/31",state="answered"\} 1$/m);
  assert.match(metrics.stdout, /^certmuster_range_endpoints\{range="127\.0\.0\.0\/31",state="silent"\} 1$/m);
});

test('the table names what the certificates of a range are for', async () => {
  const { stdout } = await run(['scan', `127.0.0.0/28:${port}`, ...trusting]);
  assert.match(stdout, /\(www\.contoso\.com\)\s+127\.0\.0\.1:/);
  assert.match(stdout, /\(old\.contoso\.com\)\s+127\.0\.0\.3:/);
  assert.doesNotMatch(stdout, /127\.0\.0\.2:/);
});

test('a range of IPv6, and one that -4 leaves out', async () => {
  const report = await scan([`[::1/128]:${port}`]);
  assert.deepEqual([report.code, report.endpoints[0]?.address, report.endpoints[0]?.range], [0, '::1', '::1/128']);
  const leftOut = await scan([`[::1/128]:${port}`, '-4']);
  assert.equal(leftOut.code, 3);
  assert.deepEqual(leftOut.ranges?.[0]?.silent, { 'no-address-family': 1 });
});

test('a targets file and a list may have ranges, too; a saved run keeps what was silent', async () => {
  writeFileSync(join(folder, 'targets.json'), JSON.stringify({ targets: [{ host: '127.0.0.0/30', ports: [port] }] }));
  writeFileSync(join(folder, 'list.txt'), `127.0.0.0/31:${port}\n127.0.0.3/32:${port} # one\n`);
  const file = await scan(['targets.json', '--save-observations', 'saved']);
  assert.deepEqual(
    file.endpoints.map(({ address }) => address),
    ['127.0.0.1', '127.0.0.3'],
  );
  const again = await run(['evaluate', 'saved', '--format', 'json']);
  assert.equal(again.exitCode, 1, again.stderr);
  const evaluated = JSON.parse(again.stdout) as ScanReport;
  assert.deepEqual(evaluated.ranges, file.ranges);
  assert.deepEqual(
    evaluated.endpoints.map(({ range, findings }) => [
      range,
      findings.find(({ check }) => check === 'name-match')?.outcome,
    ]),
    file.endpoints.map(({ range, findings }) => [range, findings.find(({ check }) => check === 'name-match')?.outcome]),
  );
  const list = await scan(['list.txt']);
  assert.deepEqual(
    list.endpoints.map(({ id }) => id),
    [`-|-/server/127.0.0.1@127.0.0.1:${port}`, `-|-/server/127.0.0.3@127.0.0.3:${port}`],
  );
});

test('a run that is continued counts what the earlier one found in the range', async () => {
  const resumed = ['scan', `127.0.0.0/28:${port}`, ...trusting, '--resume', 'resumed.ndjson'];
  assert.equal((await run(resumed)).exitCode, 1);
  assert.equal((await run(resumed)).exitCode, 1);
  const lines = readFileSync(join(folder, 'resumed.ndjson'), 'utf8').trimEnd().split('\n');
  const { ranges, summary } = JSON.parse(lines.at(-1) ?? '');
  assert.deepEqual([lines.length, summary.endpoints, ranges[0].answered, ranges[0].silent], [4, 3, 3, { refused: 13 }]);
});

test('a policy that demands the name dialed cannot say which one an address of a range should have', async () => {
  writeFileSync(
    join(folder, 'own.yaml'),
    [
      'id: own',
      'title: Own servers',
      'extends: tls-server',
      'roles:',
      '  own-server:',
      '    title: Own server',
      '    source: House rules, 1',
      "    subject: { commonName: ['${host}'] }",
      "    names: { required: { dns: ['${host}'] } }",
      '',
    ].join('\n'),
  );
  const report = await scan([`127.0.0.0/31:${port}`, '--policy', 'own.yaml']);
  for (const check of ['subject-name', 'subject-alternative-names']) {
    const { outcome, reason } = finding(report.endpoints[0], check) ?? {};
    assert.deepEqual([outcome, reason], ['undetermined', 'not-declared'], check);
  }
});

test('--exclude keeps an address undialed, whatever its name; excluding everything is a mistake', async () => {
  const resolve = ['--resolve', 'www.contoso.com:127.0.0.1,127.0.0.3'];
  const report = await scan([`www.contoso.com:${port}`, ...resolve, '--exclude', `127.0.0.3:${port},10.9.9.9`]);
  assert.deepEqual(
    report.endpoints.map(({ address }) => address),
    ['127.0.0.1'],
  );
  assert.ok(report.notices.includes('--exclude left out 1 endpoint.'));
  assert.ok(report.notices.includes('--exclude 10.9.9.9 left out nothing.'));
  const nothing = await scan([`www.contoso.com:${port}`, ...resolve, '--exclude', '127.0.0.0/8']);
  assert.deepEqual([nothing.code, nothing.endpoints.length], [3, 0]);
  const all = await run(['scan', `127.0.0.1:${port}`, '--exclude', '127.0.0.0/8']);
  assert.equal(all.exitCode, 2);
  assert.match(all.stderr, /--exclude: leaves out every target/);
});

test('--connect dials another place and keeps the names; without a target it is the target', async () => {
  for (const args of [
    ['www.contoso.com', '--connect', `127.0.0.1:${port}`],
    ['www.contoso.com', '--connect', `[::1]:${port}`],
    ['www.contoso.com', '--connect', '127.0.0.1', '-p', String(port)],
    ['www.contoso.com:1', '--connect', `gate.test:${port}`, '--resolve', 'gate.test:127.0.0.1'],
    ['--connect', `127.0.0.1:${port}`, '--servername', 'www.contoso.com'],
    ['--connect', `127.0.0.1:${port}`, '--server-name', 'www.contoso.com', '--role', 'server'],
    ['www.contoso.com', '--address', '127.0.0.1', '--port', String(port)],
  ]) {
    const report = await scan(args);
    const [endpoint] = report.endpoints;
    assert.equal(endpoint?.host, 'www.contoso.com', args.join(' '));
    assert.equal(endpoint?.serverName, 'www.contoso.com');
    assert.equal(finding(endpoint, 'name-match')?.outcome, 'pass');
    assert.equal(report.code, 0);
  }
  const alone = await scan(['--connect', `127.0.0.1:${port}`]);
  assert.equal(alone.endpoints[0]?.host, '127.0.0.1');
});

for (const [args, message] of [
  [['a.test', 'b.test', '--connect', '127.0.0.1'], /--connect: needs exactly one target, .* use --resolve for more/],
  [['targets.json', '--connect', '127.0.0.1'], /--connect: needs exactly one target/],
  [['a.test', '--connect', '127.0.0.1', '--address', '127.0.0.1'], /--address: cannot be combined with --connect/],
  [['10.0.0.0/30', '--connect', '127.0.0.1'], /--connect: leads to one place, and the target is a range/],
  [['smtp://10.0.0.0/30', '--address', '127.0.0.1'], /--address: leads to one place, and the target is a range/],
  [['a.test', '--connect', 'a b'], /--connect: "a b" is not HOST:PORT; use for instance/],
  [['a.test', '--connect', '127.0.0.1:0'], /--connect: "127.0.0.1:0" is not HOST:PORT/],
  [['a.test', '--port', '0'], /--port: has the port "0"; use a port from 1 to 65535/],
  [['a.test', '-p', '443,'], /--port: has an empty port/],
  [['targets.json', '-p', '443'], /--port: cannot be used with a targets file/],
  [['a.test', '--exclude', '10.0.0.0/99'], /--exclude: "10.0.0.0\/99" has the prefix length "99"/],
  [['a.test', '--resolve', 'a.test:443:10.0.0.1,x'], /--resolve: .* is not HOST:ADDRESS; use for instance/],
  [['a.test', '--resolve', 'a.test:0:10.0.0.1'], /--resolve: .* is not HOST:ADDRESS/],
  [
    ['a.test', '--resolve', 'a.test:443:fd00::1'],
    /--resolve: .*443:fd00::1" is not HOST:ADDRESS; .*:443:\[2001:db8::1\]/,
  ],
  [['a.test', '--resolve', 'a.test:8443:2001:db8::1'], /--resolve: .* is not HOST:ADDRESS/],
  [['a.test', '--resolve', 'a.test:25:fe80::1,::2'], /--resolve: .* is not HOST:ADDRESS/],
  [['a.test', '--sni-probe-name', '10.0.0.1'], /--sni-probe-name: an IP address cannot be sent/],
  [['a.test', '--conect', 'a:1'], /Unknown option --conect\. Did you mean --connect\?/],
  [['a.test', '--exclud', 'a'], /Unknown option --exclud\. Did you mean --exclude\?/],
  [['a.test', '--sni-prob'], /Unknown option --sni-prob\. Did you mean --sni-probe\?/],
  [['a.test', '--server-nam', 'a'], /Unknown option --server-nam\. Did you mean --server-name\?/],
] as const) {
  test(`scan ${args.join(' ')} is refused`, async () => {
    const { exitCode, stderr, stdout } = await run(['scan', ...args]);
    assert.deepEqual([exitCode, stdout], [2, '']);
    assert.match(stderr, message);
  });
}

test("--resolve takes curl's form, several addresses and IPv6 in brackets, and -4 and -6 choose among them", async () => {
  const addresses = async (...args: readonly string[]) =>
    (await scan([`www.contoso.com:${port}`, ...args])).endpoints.map(({ address }) => address);
  const both = ['--resolve', `www.contoso.com:${port}:127.0.0.1,[::1]`];
  assert.deepEqual(await addresses(...both), ['127.0.0.1', '::1']);
  assert.deepEqual(await addresses(...both, '-4'), ['127.0.0.1']);
  assert.deepEqual(await addresses(...both, '-6'), ['::1']);
  assert.deepEqual(await addresses('--resolve', 'www.contoso.com:::1'), ['::1']);
  assert.deepEqual(await addresses('--resolve', 'www.contoso.com:[::1]'), ['::1']);
  const otherPort = ['--resolve', 'www.contoso.com:1:127.0.0.3', '--resolve', 'www.contoso.com:127.0.0.1'];
  assert.deepEqual(await addresses(...otherPort), ['127.0.0.1']);
});

test('without a target, targets are read from a pipe; if there are none it is wrong usage', async () => {
  const piped = await scan([], { stdin: `127.0.0.0/30:${port}\n` });
  assert.deepEqual(
    piped.endpoints.map(({ address }) => address),
    ['127.0.0.1', '127.0.0.3'],
  );
  const yaml = await scan([], { stdin: `targets:\n  - host: 127.0.0.1\n    port: ${port}\n` });
  assert.equal(yaml.endpoints.length, 1);
  for (const stdin of ['', '\n# nothing\n']) {
    const { exitCode, stderr, stdout } = await run(['scan'], { stdin });
    assert.deepEqual([exitCode, stdout], [2, '']);
    assert.match(stderr, /standard input: 1 problem:\n {2}is empty, and no target is given; name a targets file/);
  }
});

test('no standard input at all is an empty one', () => {
  const command = `"${process.execPath}" "${repositoryPath('bin/certmuster.js')}" scan`;
  for (const redirection of ['</dev/null', '<&-']) {
    const { status, stderr } = spawnSync('sh', ['-c', `${command} ${redirection}`], {
      encoding: 'utf8',
      timeout: 60_000,
    });
    assert.equal(status, 2, stderr);
    assert.match(stderr, /is empty, and no target is given/);
  }
});

test('a pipe in which nothing comes is waited for, and that is said', async () => {
  const running = startCertmuster(['scan'], { cwd: folder, isStdinOpen: true });
  await running.complains('No target is given; waiting for targets on standard input.');
  running.child.stdin.end();
  assert.equal((await running.done).exitCode, 2);
});

test('--sni-probe asks for a name that the server does not have; a certificate made for it is a fault', async () => {
  const www = await leaf(['www.contoso.com']);
  const chain = [www, authority.intermediate];
  const made = await leaf(['no-such-name.invalid']);
  const byServerName = new Map([['no-such-name.invalid', { chain: [made, authority.intermediate], key }]]);
  const honest = await listen({ address: '127.0.0.1', chain, key });
  const interceptor = await listen({ address: '127.0.0.1', chain, key, byServerName });
  const probe = async (listener: Listener, ...args: readonly string[]) => {
    const target = `www.contoso.com:${listener.port}`;
    const { endpoints } = await scan([target, '--address', '127.0.0.1', ...args]);
    return { endpoint: endpoints[0], judged: finding(endpoints[0], 'default-certificate') };
  };
  const plain = await probe(honest);
  assert.equal(plain.endpoint?.withWrongServerName, undefined);
  const same = await probe(honest, '--sni-probe');
  assert.equal(same.judged?.outcome, 'pass');
  assert.match(
    same.judged?.message ?? '',
    /Asked for no-such-name\.invalid, .* the server sends the same certificate\./,
  );
  const onDemand = await probe(interceptor, '--sni-probe');
  assert.equal(onDemand.judged?.fault, 'made-on-demand');
  assert.equal(onDemand.endpoint?.withWrongServerName?.serverName, 'no-such-name.invalid');
  const other = await probe(interceptor, '--sni-probe-name', 'elsewhere.contoso.com');
  assert.equal(other.judged?.outcome, 'pass');
  assert.match(other.judged?.message ?? '', /Asked for elsewhere\.contoso\.com/);
});
