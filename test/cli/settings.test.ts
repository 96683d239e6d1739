import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import type { ScanReport } from '../../src/model/scan-report.ts';
import { openPlace, type Place } from './place.ts';

let place: Place;
before(async () => {
  place = await openPlace();
});
after(() => place.close());

type Environment = Readonly<Record<string, string>>;

async function scan(args: readonly string[], environment: Environment = {}) {
  const { exitCode, stdout, stderr } = await place.run(['scan', 'targets.json', '--json', ...args], { environment });
  assert.notEqual(stdout, '', stderr);
  return { exitCode, stderr, report: JSON.parse(stdout) as ScanReport };
}

test('the command line wins over the environment, the environment over the file, and the report says what came from where', async () => {
  place.write(
    'ci.yaml',
    '# nightly\ntimeout: 7\nretries: 1\nonly-role: virtual-server\ncheck: [name-match, key-usage]\n',
  );
  const environment = { CERTMUSTER_TIMEOUT: '6s', CERTMUSTER_RETRIES: '2' };
  const { report, stderr } = await scan(['--config', 'ci.yaml', '--timeout', '5'], environment);
  const { timeout, retries, check } = report.options;
  assert.deepEqual([timeout, retries, check], ['5', '2', ['name-match', 'key-usage']]);
  assert.deepEqual(new Set(report.endpoints.map(({ role }) => role)), new Set(['virtual-server']));
  for (const words of [
    /^Options from the environment: --retries\.$/m,
    /^Options from ci\.yaml: --only-role, --check\.$/m,
  ]) {
    assert.match(report.notices.join('\n'), words);
    assert.match(stderr, words);
  }
  assert.equal(report.inputs[0]?.path, 'ci.yaml');
  assert.match(report.inputs[0]?.sha256 ?? '', /^[0-9a-f]{64}$/);
});

test('a file of options in JSON, named by the environment', async () => {
  place.write('ci.json', '{ "expiry-margin": 14, "skip-check": "clock-skew", /* why */ "quiet": true, }');
  const { report, stderr } = await scan([], { CERTMUSTER_CONFIG: 'ci.json' });
  assert.equal(stderr, '');
  assert.equal(report.options['expiry-margin'], '14');
  assert.equal(
    report.endpoints.some(({ findings }) => findings.some(({ check }) => check === 'clock-skew')),
    false,
  );
});

test('switches: 1 and 0 in the environment, --no-SWITCH on the command line', async () => {
  place.write('quiet.yaml', 'quiet: true\ntimeout: 5s\n');
  assert.equal((await scan([], { CERTMUSTER_QUIET: '1' })).stderr, '');
  assert.notEqual((await scan(['--config', 'quiet.yaml'], { CERTMUSTER_QUIET: '0' })).stderr, '');
  assert.notEqual((await scan(['--config', 'quiet.yaml', '--no-quiet'])).stderr, '');
  assert.equal((await scan(['--config', 'quiet.yaml'])).stderr, '');
});

test('what is named first replaces a list as a whole, and options of which one can be meant replace each other', async () => {
  place.write('lists.yaml', 'check: [name-match]\nformat: html\nipv6: true\n');
  const { report } = await scan(['--config', 'lists.yaml', '--check', 'key-usage', '-4']);
  assert.deepEqual(report.options['check'], ['key-usage']);
  assert.deepEqual([report.options['format'], report.options['ipv6']], [undefined, undefined]);
});

test('an option that a command does not have, or in another sense, is for other commands', async () => {
  place.write('shared.yaml', 'format: html\nwarning: 30\ntimeout: 5s\n');
  const roles = await place.run(['roles', '--config', 'shared.yaml']);
  assert.deepEqual([roles.exitCode, roles.stderr], [0, '']);
  const page = await place.run(['scan', 'targets.json', '--config', 'shared.yaml']);
  assert.match(page.stdout, /^<!doctype html>/i);
});

test('variables: an empty one is not set, those of others have no effect, a misspelled one is reported without its value', async () => {
  const environment = {
    CERTMUSTER_FORMAT: '',
    CERTMUSTER_SERVICE_HOST: '10.0.0.1',
    CERTMUSTER_PORT: 'tcp://10.0.0.1:443',
    CERTMUSTER_CLIENT_KEY_PASSPHRASE: 'hunter2',
    CERTMUSTER_TIMOUT: 'hunter3',
  };
  const { stderr, report } = await scan([], environment);
  assert.match(
    stderr,
    /^The variable CERTMUSTER_TIMOUT is not an option; did you mean CERTMUSTER_TIMEOUT\? It has no effect\.$/m,
  );
  assert.doesNotMatch(`${stderr}${JSON.stringify(report)}`, /hunter|10\.0\.0\.1/);
  assert.equal(stderr.match(/CERTMUSTER_/g)?.length, 2);
});

test('what is wrong in the file is listed with line and column, nothing is dialed, and no secret is repeated', async () => {
  place.write(
    'bad.yaml',
    'timout: 3\nclient-key-passphrase: hunter2\nquiet: "yes"\nformat: jsn\ntrust: [1, {a: b}]\ntimeout: [1, 2]\nconfig: x\nserver-name: https://joe:hunter2@proxy\nat:\n',
  );
  const before = place.connections();
  const { exitCode, stdout, stderr } = await place.run(['scan', 'targets.json', '--config', 'bad.yaml']);
  assert.deepEqual([exitCode, stdout, place.connections()], [2, '', before]);
  for (const words of [
    /bad\.yaml:1:1 timout: unknown option; did you mean timeout\?/,
    /bad\.yaml:2:1 client-key-passphrase: is a secret, which does not belong in this file; use passphrase-file or proxy-password-file, or a variable/,
    /bad\.yaml:3:1 quiet: is a switch; write true or false/,
    /bad\.yaml:4:1 format: cannot be "jsn"; did you mean json\?/,
    /bad\.yaml:5:1 trust: needs a text or a number/,
    /bad\.yaml:6:1 timeout: takes one value, not a list/,
    /bad\.yaml:7:1 config: cannot stand in this file/,
    /bad\.yaml:8:1 server-name: contains a password/,
    /bad\.yaml:9:1 at: needs a text or a number/,
  ]) {
    assert.match(stderr, words);
  }
  assert.doesNotMatch(stderr, /hunter/);
});

for (const [name, content, words] of [
  [
    'list.yaml',
    '- timeout\n',
    /list\.yaml: 1 problem:\n.*does not map options to values; write for instance `timeout: 5s`/,
  ],
  ['twice.json', '{"timeout": "1s", "timeout": "2s"}', /twice\.json:1:\d+ timeout: /],
  ['broken.yaml', 'timeout: [1\n', /broken\.yaml:\d+:\d+/],
  ['empty.yaml', '# nothing\n', /empty\.yaml: 1 problem:\n {2}is empty/],
] as const) {
  test(`a file of options that is none: ${name}`, async () => {
    place.write(name, content);
    const { exitCode, stderr } = await place.run(['scan', 'targets.json', '--config', name]);
    assert.equal(exitCode, 2);
    assert.match(stderr, words);
  });
}

test('a value that is wrong is reported with where it stands', async () => {
  place.write('wrong.yaml', 'retries: 99\n');
  const environment = { CERTMUSTER_TIMEOUT: 'soon' };
  const { exitCode, stderr } = await place.run(['scan', 'targets.json', '--config', 'wrong.yaml', '--rate', '0'], {
    environment,
  });
  assert.equal(exitCode, 2);
  assert.match(stderr, /--timeout \(from CERTMUSTER_TIMEOUT\): "soon" is not a duration/);
  assert.match(stderr, /--retries \(from wrong\.yaml:1:1\): "99" is not a number from 0 to 10/);
  assert.match(stderr, /--rate: "0" is not a number/);
  const variable = await place.run(['scan', 'targets.json'], {
    environment: { CERTMUSTER_QUIET: 'maybe', CERTMUSTER_FORMAT: 'cvs' },
  });
  assert.equal(variable.exitCode, 2);
  assert.match(
    variable.stderr,
    /^certmuster: the environment: 2 problems:\n {2}CERTMUSTER_QUIET: "maybe" is not a switch; use 1 or 0$/m,
  );
  assert.match(variable.stderr, /CERTMUSTER_FORMAT: cannot be "cvs"; did you mean csv\?/);
});

test('the plugin says so in its one line, exit 3', async () => {
  place.write('plugin.yaml', 'timout: 3\n');
  const { exitCode, stdout, stderr } = await place.run(['nagios', '-H', 'localhost', '--config', 'plugin.yaml']);
  assert.deepEqual([exitCode, stderr], [3, '']);
  assert.match(stdout, /^CERTMUSTER UNKNOWN - plugin\.yaml:1:1 timout: unknown option; did you mean timeout\?\n$/);
  const value = await place.run(['nagios', '-H', 'localhost'], { environment: { CERTMUSTER_TIMEOUT: 'soon' } });
  assert.deepEqual([value.exitCode, value.stderr], [3, '']);
  assert.match(value.stdout, /--timeout \(from CERTMUSTER_TIMEOUT\): "soon"/);
});

test('a report does not replace the file of options', async () => {
  place.write('keep.yaml', 'timeout: 5s\n');
  const { exitCode, stderr } = await place.run([
    'scan',
    'targets.json',
    '--config',
    'keep.yaml',
    '-o',
    'json=keep.yaml',
  ]);
  assert.equal(exitCode, 2);
  assert.match(stderr, /keep\.yaml/);
  assert.equal(place.read('keep.yaml'), 'timeout: 5s\n');
});
