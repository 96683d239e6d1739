import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { watchdogIntervalMs } from '../../src/cli/service/systemd.ts';
import { startCertmuster } from './certmuster.ts';
import { startNotifyReceiver } from './notify-receiver.ts';
import { openPlace, type Place, targetsFile } from './place.ts';

let place: Place;
before(async () => {
  place = await openPlace();
  place.write('targets.json', JSON.stringify(targetsFile(place.url, place.port)));
  place.write('service.json', config('0 0 1 1 *'));
});
after(() => place.close());

function config(cron: string): string {
  return JSON.stringify({ history: 'audit.db', schedules: [{ name: 'contoso', cron, targets: ['targets.json'] }] });
}

const start = (environment: Readonly<Record<string, string>>) =>
  startCertmuster(['serve', '--config', 'service.json'], { cwd: place.folder, environment });

for (const [name, address] of [
  ['a socket in a folder', () => join(place.folder, 'notify')],
  ['an abstract socket', () => `@certmuster-test-${process.pid}`],
] as const) {
  test(`systemd is told when it is ready, alive, reading its configuration and stopping: ${name}`, async (context) => {
    const receiver = await startNotifyReceiver(address());
    context.after(() => receiver.close());
    const service = start({ NOTIFY_SOCKET: receiver.address, WATCHDOG_USEC: '400000', SECRET: 'not for children' });
    await receiver.receives('READY=1');
    await receiver.receives('WATCHDOG=1');
    service.child.kill('SIGHUP');
    await receiver.receives('RELOADING=1');
    await service.complains('configuration read');
    place.write('service.json', config('99 * * * *'));
    service.child.kill('SIGHUP');
    await service.complains('The previous configuration stays in force.');
    place.write('service.json', config('0 0 1 1 *'));
    service.child.kill('SIGTERM');
    const { exitCode, stderr } = await service.done;
    assert.equal(exitCode, 0, stderr);
    const told = receiver.messages();
    assert.match(told[0]?.join(' ') ?? '', /^READY=1 STATUS=1 schedule \(contoso\); next is contoso at \d{4}-01-01T/);
    const reloading = told.find((each) => each.includes('RELOADING=1'));
    assert.ok(reloading?.some((each) => /^MONOTONIC_USEC=\d+$/.test(each)));
    assert.deepEqual(told.at(-1), ['STOPPING=1', 'STATUS=stopping']);
    assert.ok(told.filter((each) => each[0] === 'READY=1').length >= 2);
    assert.ok(told.some((each) => each.some((variable) => /^STATUS=the configuration is wrong/.test(variable))));
    assert.doesNotMatch(stderr, /systemd cannot be told/);
  });
}

test('a socket that nobody listens on is said once, and the service goes on', async () => {
  const service = start({ NOTIFY_SOCKET: join(place.folder, 'nobody'), WATCHDOG_USEC: '100000' });
  await service.complains('systemd cannot be told how the service is');
  service.child.kill('SIGHUP');
  await service.complains('configuration read');
  service.child.kill('SIGTERM');
  const { exitCode, stderr } = await service.done;
  assert.equal(exitCode, 0);
  assert.equal(stderr.split('systemd cannot be told').length, 2);
});

test('without a socket nothing is told', async () => {
  const service = start({ WATCHDOG_USEC: '100000', PATH: '/nonexistent' });
  await service.complains('started:');
  service.child.kill('SIGTERM');
  const { exitCode, stderr } = await service.done;
  assert.equal(exitCode, 0);
  assert.doesNotMatch(stderr, /systemd/);
});

test('the watchdog is told at half its period, if it is that of this process', () => {
  assert.equal(watchdogIntervalMs({}), undefined);
  assert.equal(watchdogIntervalMs({ WATCHDOG_USEC: '120000000' }), 60_000);
  assert.equal(watchdogIntervalMs({ WATCHDOG_USEC: '120000000', WATCHDOG_PID: String(process.pid) }), 60_000);
  assert.equal(watchdogIntervalMs({ WATCHDOG_USEC: '120000000', WATCHDOG_PID: '1' }), undefined);
  for (const wrong of ['0', '-1', '1e3', '', 'never'])
    assert.equal(watchdogIntervalMs({ WATCHDOG_USEC: wrong }), undefined);
  assert.equal(watchdogIntervalMs({ WATCHDOG_USEC: '9999999999999999' }), 0x7fff_ffff);
});
