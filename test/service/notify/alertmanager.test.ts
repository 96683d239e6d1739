import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import type { NotificationChange } from '../../../src/model/notification.ts';
import { createAlertmanagerSender } from '../../../src/service/notify/send/alertmanager.ts';
import { freePort } from '../../estate/free-port.ts';
import { type ServerProcess, startServer } from '../../estate/server-process.ts';
import { temporaryFolder } from '../../estate/temporary-folder.ts';
import { startHttpPeer } from './http-peer.ts';
import { change, hostileTitle, notification } from './notifications.ts';

// Debian's Alertmanager, which validates what it is posted by its OpenAPI document.
const never = new AbortController().signal;
const folder = temporaryFolder();
let server: ServerProcess;

before(async () => {
  const config = join(folder.path, 'alertmanager.yml');
  writeFileSync(config, 'route:\n  receiver: nobody\nreceivers:\n  - name: nobody\n');
  const cluster = await freePort();
  server = await startServer((port) => ({
    command: 'prometheus-alertmanager',
    args: [
      ...[`--config.file=${config}`, `--storage.path=${folder.path}`, `--web.listen-address=127.0.0.1:${port}`],
      ...[`--cluster.listen-address=127.0.0.1:${cluster}`, '--cluster.advertise-address=127.0.0.1:1'],
    ],
  }));
});
after(async () => {
  await server.stop();
  folder.remove();
});

interface Alert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
}

async function activeAlerts(schedule: string): Promise<readonly Alert[]> {
  const filter = encodeURIComponent(`schedule="${schedule}"`);
  const answer = await fetch(`http://127.0.0.1:${server.port}/api/v2/alerts?filter=${filter}`);
  return (await answer.json()) as readonly Alert[];
}

const senderAt = (url: URL) =>
  createAlertmanagerSender(
    { url, authorities: undefined, secrets: [], now: () => new Date() },
    { token: 't0ken', link: 'https://audit.contoso.com/' },
  );
const real = () => senderAt(new URL(`http://127.0.0.1:${server.port}/api/v2/alerts`));
const send = async (schedule: string, ...changes: readonly NotificationChange[]) => {
  const at = new Date();
  const since = new Date(at.getTime() - 60_000).toISOString();
  const sent = notification(
    changes.map((each) => ({ ...each, since })),
    { schedule, at },
  );
  assert.deepEqual(await real().send(sent, never), { kind: 'delivered' });
};

test('a cause is an alert, posted again it is the same one, and when it is fixed it has ended', async () => {
  await send('once', change('a', { title: hostileTitle }), change('b'));
  await send('once', change('a', { title: 'expires in 8 days', what: 'reminder' }));
  const active = await activeAlerts('once');
  const labels = { alertname: 'CertmusterCause', severity: 'error', fault: 'name-match/broken', cause: 'a' };
  assert.equal(active.length, 2);
  const a = active.find((alert) => alert.labels['cause'] === 'a');
  assert.deepEqual(a?.labels, { ...labels, schedule: 'once', deployment: 'contoso' });
  assert.equal(a.annotations['summary'], 'expires in 8 days');
  assert.equal(a.annotations['remedy'], 'Replace it.');
  const lastsMs = Date.parse(a.endsAt) - Date.now();
  assert.ok(lastsMs > 3_000_000 && lastsMs <= 3_600_000, a.endsAt);
  await send('once', change('a', { what: 'fixed' }));
  assert.deepEqual(
    (await activeAlerts('once')).map((alert) => alert.labels['cause']),
    ['b'],
  );
});

test('another severity ends the alert with the one before; a waiver ends it, too', async () => {
  await send('worse', change('a', { severity: 'warning' }));
  await send('worse', change('a', { what: 'worse', severity: 'critical', severityBefore: 'warning' }));
  assert.deepEqual(
    (await activeAlerts('worse')).map((alert) => alert.labels['severity']),
    ['critical'],
  );
  await send('worse', change('a', { what: 'accepted', severity: 'critical' }));
  assert.deepEqual(await activeAlerts('worse'), []);
});

test('what stands is repeated in batches, and each alert of the service itself has a name of its own', async () => {
  const many = Array.from({ length: 450 }, (_, index) => change(`cause-${index}`));
  const repeated = await real().repeat?.(
    many.map((each) => ({ change: each, schedule: 'many' })),
    never,
  );
  assert.deepEqual(repeated, { kind: 'delivered' });
  assert.equal((await activeAlerts('many')).length, 450);
});

test('a batch that fails is a failure, with the token sent and not shown', async (context) => {
  let count = 0;
  const peer = await startHttpPeer(context, (_request, response) => {
    count += 1;
    response.writeHead(count === 1 ? 200 : 500).end('t0ken');
  });
  const sender = createAlertmanagerSender(
    { url: peer.url, authorities: undefined, secrets: ['t0ken'], now: () => new Date() },
    { token: 't0ken', link: null },
  );
  const many = Array.from({ length: 450 }, (_, index) => ({ change: change(`cause-${index}`), schedule: null }));
  const delivery = await sender.repeat?.(many, never);
  assert.equal(delivery?.kind, 'failed');
  assert.doesNotMatch(JSON.stringify(delivery), /t0ken/);
  assert.equal(peer.received.length, 2);
  assert.equal(peer.received[0]?.headers.authorization, 'Bearer t0ken');
});
