import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import Database from 'libsql';

import { startCertmuster } from './certmuster.ts';
import { openPlace, type Place, targetsFile } from './place.ts';

let place: Place;
const config = (cron: string): string =>
  JSON.stringify({ history: 'audit.db', schedules: [{ name: 'contoso', cron, targets: ['targets.json'] }] });
before(async () => {
  place = await openPlace();
  place.write('targets.json', JSON.stringify(targetsFile(place.url, place.port)));
});
after(() => place.close());

const start = (...args: readonly string[]) => startCertmuster(['serve', ...args], { cwd: place.folder });

test('runs what is due, reads its configuration again, keeps the old one if the new one is wrong, and stops in order', async () => {
  place.write('service.yaml', config('* * * * * *'));
  const service = start('--config', 'service.yaml');
  await service.complains('contoso: run 2 ended');
  place.write('service.yaml', config('99 * * * *'));
  service.child.kill('SIGHUP');
  await service.complains('schedules[0].cron: "99 * * * *" is not a cron expression');
  await service.complains('The previous configuration stays in force.');
  place.write('service.yaml', config('0 0 1 1 *'));
  service.child.kill('SIGHUP');
  await service.complains('configuration read: 1 schedule (contoso); next is contoso at ');
  service.child.kill('SIGTERM');
  const { exitCode, stderr } = await service.done;
  assert.equal(exitCode, 0, stderr);
  assert.match(stderr, /stopping[\s\S]*stopped\n$/);
  const { stdout } = await place.run(['history', 'runs', '--history', 'audit.db', '--json']);
  const runs = JSON.parse(stdout) as { series: string; finishedAt: string | null; hasObservations: boolean }[];
  assert.ok(runs.length >= 2);
  assert.ok(
    runs.every(({ series, finishedAt, hasObservations }) => series === 'contoso' && finishedAt && hasObservations),
  );
});

test('what was missed while it did not run is made up for, once', async () => {
  place.write('daily.yaml', config('* * * * * *').replace('audit.db', 'daily.db'));
  const first = start('--config', 'daily.yaml');
  await first.complains('run 1 ended');
  first.child.kill('SIGKILL');
  await once(first.child, 'close');
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  // It was due three times meanwhile.
  place.write('daily.yaml', config('0 0 1 1 *').replace('audit.db', 'daily.db'));
  const second = start('--config', 'daily.yaml');
  await second.complains('started: 1 schedule');
  second.child.kill('SIGTERM');
  const { exitCode, stderr } = await second.done;
  assert.equal(exitCode, 0);
  assert.doesNotMatch(stderr, /run started/);
});

for (const [name, content, message] of [
  [
    'unknown key',
    '{"history":"a.db","schedules":[{"name":"x","cron":"0 3 * * *","targest":["targets.json"]}]}',
    /targest: unknown key; did you mean targets\?/,
  ],
  [
    'unknown option',
    '{"history":"a.db","schedules":[{"name":"x","cron":"0 3 * * *","targets":["targets.json"],"options":{"timout":"5s"}}]}',
    /timout: unknown option; did you mean timeout\?/,
  ],
  [
    'missing targets',
    '{"history":"a.db","schedules":[{"name":"x","cron":"0 3 * * *","targets":["nothing.json"]}]}',
    /nothing\.json: [\s\S]*does not exist/,
  ],
  [
    'two of a name',
    '{"history":"a.db","schedules":[{"name":"x","cron":"0 3 * * *","targets":["targets.json"]},{"name":"x","cron":"0 4 * * *","targets":["targets.json"]}]}',
    /is the name of another schedule too/,
  ],
  [
    'a span that is none',
    '{"history":"a.db","retention":"ever","schedules":[{"name":"x","cron":"0 3 * * *","targets":["targets.json"]}]}',
    /retention: is not a span/,
  ],
  [
    'no time zone',
    '{"history":"a.db","schedules":[{"name":"x","cron":"0 3 * * *","timeZone":"Mars","targets":["targets.json"]}]}',
    /timeZone: "Mars" is not a time zone/,
  ],
] as const) {
  test(`wrong configuration: ${name}`, async () => {
    place.write('wrong.json', content);
    const { exitCode, stderr } = await place.run(['serve', '--config', 'wrong.json', '--check']);
    assert.equal(exitCode, 2);
    assert.match(stderr, message);
    assert.match(stderr, /Nothing was started\./);
  });
}

test('without a configuration', async () => {
  const { exitCode, stderr } = await place.run(['serve']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /--config: is missing/);
});

test('a second service on the same history is not started, and a scan may still record into it', async () => {
  place.write('one.yaml', config('0 0 1 1 *').replace('audit.db', 'one.db'));
  place.write('two.yaml', config('0 0 2 1 *').replace('audit.db', 'link.db'));
  const first = start('--config', 'one.yaml');
  await first.complains('started: 1 schedule');
  symlinkSync('one.db', join(place.folder, 'link.db'));
  const second = await place.run(['serve', '--config', 'two.yaml']);
  assert.equal(second.exitCode, 2);
  assert.match(second.stderr, /link\.db: 1 problem:\n {2}is in use by another service; end that one first/);
  const scan = await place.run(['scan', 'targets.json', '--history', 'one.db']);
  assert.doesNotMatch(scan.stderr, /history/);
  // A lock does not outlive its process.
  first.child.kill('SIGKILL');
  await once(first.child, 'close');
  const third = start('--config', 'two.yaml');
  await third.complains('started: 1 schedule');
  third.child.kill('SIGTERM');
  assert.equal((await third.done).exitCode, 0);
});

test('a service whose history was removed or replaced ends, because what it writes is lost', async () => {
  place.write('lost.yaml', config('0 0 1 1 *').replace('audit.db', 'lost.db'));
  const service = start('--config', 'lost.yaml');
  await service.complains('started: 1 schedule');
  rmSync(join(place.folder, 'lost.db'));
  const { exitCode, stderr } = await service.done;
  assert.equal(exitCode, 4);
  assert.match(stderr, /the history lost\.db was removed or replaced: the service ends[\s\S]*stopped\n$/);
});

test('a configuration behind a link is read again when the link leads elsewhere, in a folder that was made again', async () => {
  const folder = join(place.folder, 'mounted');
  const publish = (name: string, cron: string): void => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(folder, name), { recursive: true });
    const absolute = config(cron)
      .replace('audit.db', join(place.folder, 'mounted.db'))
      .replace('targets.json', join(place.folder, 'targets.json'));
    writeFileSync(join(folder, name, 'service.yaml'), absolute);
    // As Kubernetes mounts a ConfigMap.
    symlinkSync(name, join(folder, '..data'));
    symlinkSync(join('..data', 'service.yaml'), join(folder, 'service.yaml'));
  };
  publish('v1', '0 0 1 1 *');
  const service = start('--config', join(folder, 'service.yaml'));
  await service.complains('-01-01T00:00:00.000Z');
  mkdirSync(join(folder, 'v2'));
  writeFileSync(
    join(folder, 'v2', 'service.yaml'),
    readFileSync(join(folder, 'v1', 'service.yaml'), 'utf8').replace('1 1', '2 1'),
  );
  symlinkSync('v2', join(folder, '..next'));
  renameSync(join(folder, '..next'), join(folder, '..data'));
  await service.complains('-01-02T00:00:00.000Z');
  publish('v3', '0 0 3 1 *');
  await service.complains('-01-03T00:00:00.000Z');
  // A change that is told while it stops is of no interest any more.
  service.child.kill('SIGHUP');
  service.child.kill('SIGTERM');
  const { exitCode, stderr } = await service.done;
  assert.equal(exitCode, 0, stderr);
});

test('a history that may not be written to is refused before anything is started', async () => {
  place.write('readonly.yaml', config('0 0 1 1 *').replace('audit.db', 'readonly.db'));
  await place.run(['scan', 'targets.json', '--history', 'readonly.db']);
  // For root every file may be written to: the file says it of itself.
  const readonly = new Database(join(place.folder, 'readonly.db'));
  readonly.exec('pragma journal_mode = delete');
  readonly.close();
  const file = join(place.folder, 'readonly.db');
  const bytes = readFileSync(file);
  // https://www.sqlite.org/fileformat.html §1.3.3: a format that this version may read only.
  bytes[18] = 3;
  writeFileSync(file, bytes);
  const { exitCode, stderr } = await place.run(['serve', '--config', 'readonly.yaml']);
  assert.equal(exitCode, 2, stderr);
  assert.match(stderr, /readonly\.db: 1 problem:\n {2}may not be written to; let the user/);
});
for (const [name, history, message] of [
  [
    'a folder that is missing',
    'nowhere/audit.db',
    /nowhere\/audit\.db: 1 problem:\n {2}cannot be created: its folder is missing/,
  ],
  ['a file that is no history', 'targets.json', /targets\.json: 1 problem:\n {2}is not a history of certmuster/],
] as const) {
  test(`--check looks at the history too, and makes no file: ${name}`, async () => {
    place.write('history.yaml', config('0 3 * * *').replace('audit.db', history));
    const { exitCode, stderr } = await place.run(['serve', '--config', 'history.yaml', '--check']);
    assert.equal(exitCode, 2);
    assert.match(stderr, message);
  });
}

test('--check of a valid configuration makes no history', async () => {
  place.write('valid.yaml', config('0 3 * * *').replace('audit.db', 'unmade.db'));
  const { exitCode, stderr } = await place.run(['serve', '--config', 'valid.yaml', '--check']);
  assert.equal(exitCode, 0, stderr);
  assert.match(stderr, /^The configuration is valid: 1 schedule \(contoso\)\.$/m);
  assert.equal(existsSync(`${place.folder}/unmade.db`), false);
});

for (const [name, schedule, message] of [
  [
    'a target',
    { targets: ['targets.json', 'exmaple com'] },
    /schedules\[0\]\.targets\[1\]: "exmaple com" is not a host name/,
  ],
  ['a trust file', { options: { trust: 'no.pem' } }, /schedules\[0\]\.options\.trust: no\.pem does not exist/],
  [
    'an option of scan alone',
    { options: { output: 'x.json' } },
    /options\.output: is an option of `scan` that the service does not take/,
  ],
] as const) {
  test(`what is wrong is said at its place in the configuration: ${name}`, async () => {
    const whole = { ...JSON.parse(config('0 3 * * *')).schedules[0], ...schedule };
    place.write('placed.json', JSON.stringify({ history: 'audit.db', schedules: [whole] }));
    const { exitCode, stderr } = await place.run(['serve', '--config', 'placed.json', '--check']);
    assert.equal(exitCode, 2);
    assert.match(stderr, message);
  });
}
