import assert from 'node:assert/strict';
import { test } from 'node:test';

import { certmuster } from './certmuster.ts';

const commands = ['scan', 'verify', 'evaluate', 'render', 'expand', 'roles', 'checks', 'schema', 'nagios', 'demo'];

test('certmuster: without a command it says so and how to go on, on stderr, exit 2', async () => {
  const { exitCode, stdout, stderr } = await certmuster([]);
  assert.equal(exitCode, 2);
  assert.equal(stdout, '');
  assert.equal(stderr, 'certmuster: A command is missing.\n`certmuster --help` lists the commands.\n');
});

test('certmuster --help: lists the commands on stdout, exit 0', async () => {
  const { exitCode, stdout, stderr } = await certmuster(['--help']);
  assert.equal(exitCode, 0);
  assert.equal(stderr, '');
  for (const command of commands) {
    assert.match(stdout, new RegExp(`^  certmuster ${command}\\b`, 'm'));
  }
});

for (const command of commands) {
  test(`certmuster ${command} --help: says what it takes, with an example`, async () => {
    const { exitCode, stdout } = await certmuster([command, '--help']);
    assert.equal(exitCode, 0);
    assert.match(stdout, /^Examples:\n {2}certmuster /m);
    assert.ok(stdout.split('\n').every((line) => line.length <= 100));
  });
}

test('certmuster --version: the version of the package', async () => {
  assert.match((await certmuster(['--version'])).stdout, /^\d+\.\d+\.\d+\n$/);
});

test('certmuster scna: an unknown command is refused', async () => {
  const { exitCode, stderr } = await certmuster(['scna', 'localhost:1']);
  assert.equal(exitCode, 2);
  assert.equal(
    stderr,
    'certmuster: Unknown command scna. Did you mean scan?\n`certmuster --help` lists the commands.\n',
  );
});

test('certmuster scan --trsut: an unknown option is refused by its name', async () => {
  const { exitCode, stderr } = await certmuster(['scan', 'localhost:1', '--trsut', 'x']);
  assert.equal(exitCode, 2);
  assert.equal(
    stderr,
    'certmuster: Unknown option --trsut. Did you mean --trust?\n`certmuster scan --help` lists the options.\n',
  );
});

test('certmuster scan --timeout 1s --timeout 2s: an option that takes one value is not said twice', async () => {
  const { exitCode, stderr } = await certmuster(['scan', 'localhost:1', '--timeout', '1s', '--timeout', '2s']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /--timeout is given more than once/);
});

test('certmuster scan --trust: an option without its value is refused', async () => {
  assert.equal((await certmuster(['scan', 'localhost:1', '--trust'])).exitCode, 2);
});

test('certmuster scan --role nobody: a value that does not exist is refused with those that do', async () => {
  const { exitCode, stderr } = await certmuster(['scan', 'localhost:1', '--role', 'nobody']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /unknown role "nobody"; use virtual-server/);
});

test('certmuster scan: every wrong value is told at once, and nothing is dialed', async () => {
  const { exitCode, stdout, stderr } = await certmuster([
    ...['scan', 'host:99999', 'http://im.contoso.com', '--timeout', '10x', '--concurrency', '0', '--at', '2027-02-30'],
    ...['--resolve', 'im.contoso.com', '--dns-server', 'x', '--address', 'y', '--server-name', '10.0.0.1'],
    ...[
      '--slow',
      'many',
      '--per-address',
      '0',
      '--per-host',
      '1.5',
      '--rate',
      '0',
      '--retries',
      '11',
      '--jitter',
      '2d',
    ],
    ...['--trust', 'nowhere.pem', '--output', 'xml=a.xml', '--output', 'json=b', '--output', 'ndjson=b'],
  ]);
  assert.equal(exitCode, 2);
  assert.equal(stdout, '');
  for (const words of [
    /--timeout: "10x" is not a duration/,
    /--concurrency: "0"/,
    /--slow: "many" is not a number from 0/,
    /--per-address: "0" is not a number from 1/,
    /--per-host: "1.5"/,
    /--rate: "0" is not a number from 0.01/,
    /--retries: "11" is not a number from 0 to 10/,
    /--jitter: "2d" is not a duration/,
    /--at: "2027-02-30"/,
    /--resolve: "im\.contoso\.com"/,
    /--dns-server: "x"/,
    /--address: "y"/,
    /--server-name: an IP address/,
    /"host:99999" has the port/,
    /"http:\/\/im\.contoso\.com" is a URL of http, which has no TLS/,
    /--output: "xml" is not a format; use table, json, /,
    /--output: two formats cannot share b/,
    /--trust: nowhere\.pem does not exist/,
    /^Nothing was dialed\.$/m,
  ]) {
    assert.match(stderr, words);
  }
});

test('certmuster scan targets.json --role mtls: a targets file names its roles itself', async () => {
  const { exitCode, stderr } = await certmuster(['scan', 'targets.json', '--role', 'mtls']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /--role: cannot be used with a targets file, which sets the role of each target/);
});

test('certmuster scan a:1 b:1 --server-name x: a server name is for one target', async () => {
  const { exitCode, stderr } = await certmuster(['scan', 'a:1', 'b:1', '--server-name', 'x.contoso.com']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /--server-name: needs exactly one target/);
});

test('certmuster verify: the name and the file are asked for', async () => {
  const { exitCode, stderr } = await certmuster(['verify', 'nowhere.pem']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /--host: is missing/);
  assert.match(stderr, /nowhere\.pem: 1 problem:\n {2}does not exist/);
});

test('certmuster expand -- HOST: what follows -- is a target', async () => {
  const { exitCode, stdout } = await certmuster(['expand', '--format', 'json', '--', 'www.contoso.com:8443']);
  assert.equal(exitCode, 0);
  assert.match(stdout, /"-\|-\/server\/www\.contoso\.com@-:8443"/);
});

test('certmuster schema report extra: a word too many is not taken for an option', async () => {
  const { exitCode, stderr } = await certmuster(['schema', 'report', 'extra']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /^certmuster: Unexpected argument extra\.\n/);
});

test('certmuster scan --quiet=yes: a flag with a value is refused instead of being taken for false', async () => {
  const { exitCode, stderr } = await certmuster(['scan', 'localhost:1', '--quiet=yes']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /--quiet takes no value/);
});

test('certmuster scan --alpn: what is no name is refused once, with what a name is, and not printed whole', async () => {
  for (const [written, shown] of [
    [',,', '""'],
    ['h2,a b', '"a b"'],
    ['x'.repeat(256), `"${'x'.repeat(77)}..."`],
  ] as const) {
    const { exitCode, stderr } = await certmuster(['scan', 'localhost:1', '--alpn', written]);
    assert.equal(exitCode, 2);
    const fault = `${shown} is not an application protocol (1 to 255 printable ASCII characters without spaces)`;
    assert.equal(stderr.split(`--alpn: ${fault}; use a name such as h2 or http/1.1\n`).length, 2, stderr);
    assert.match(stderr, /: 1 problem:/);
  }
});

test("certmuster scan --trust '': an empty name is not taken for the folder one stands in", async () => {
  const { exitCode, stderr } = await certmuster(['scan', 'localhost:1', '--trust', '']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /--trust: is empty; name a file or folder, or use mozilla or system/);
});

for (const server of ['127.0.0.1:0', '127.0.0.1:65536', '[::1]:0', '[::1]:99999']) {
  test(`certmuster scan --dns-server ${server}: a port that does not exist is refused`, async () => {
    const { exitCode, stderr } = await certmuster(['scan', 'localhost:1', '--dns-server', server]);
    assert.equal(exitCode, 2);
    assert.match(stderr, /--dns-server: ".*" is not the IP address of a DNS server/);
  });
}

test('certmuster scan - with nothing on standard input: no clean bill for having looked at nothing, exit 2', async () => {
  const { exitCode, stderr } = await certmuster(['scan', '-', '--trust', 'mozilla'], { stdin: '# none\n\n' });
  assert.equal(exitCode, 2);
  assert.match(stderr, /standard input: contains no target/);
});

test('certmuster completion: a script for the shell, exit 0', async () => {
  const { exitCode, stdout, stderr } = await certmuster(['completion'], { environment: { SHELL: '/bin/bash' } });
  assert.deepEqual([exitCode, stderr], [0, '']);
  assert.match(stdout, /complete .*certmuster/);
});

test('certmuster --get-yargs-completions: what the script asks for, commands and options', async () => {
  const commands = await certmuster(['--get-yargs-completions', 'certmuster', 're']);
  assert.match(commands.stdout, /^render\b/m);
  const options = await certmuster(['--get-yargs-completions', 'certmuster', 'nagios', '--unr']);
  assert.match(options.stdout, /^--unreachable\b/m);
});
