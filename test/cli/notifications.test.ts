import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { after, before, test } from 'node:test';

import { startHttpPeer } from '../service/notify/http-peer.ts';
import { startCertmuster } from './certmuster.ts';
import { openPlace, type Place, targetsFile } from './place.ts';

let place: Place;
before(async () => {
  place = await openPlace();
  // The server is asked for a name that its certificate lacks.
  place.write(
    'targets.json',
    JSON.stringify(targetsFile(place.url.replace('im.contoso.com', 'no.contoso.com'), place.port)),
  );
});
after(() => place.close());

const environment = { HOOK_SECRET: 'hmac-secret-of-this-test' };
const never = '0 0 1 1 *';
const configOf = (channels: readonly object[], cron = never, history = 'audit.db'): string =>
  JSON.stringify({
    history,
    schedules: [{ name: 'contoso', cron, targets: ['targets.json'] }],
    http: { listen: '127.0.0.1:0', publicUrl: 'https://audit.contoso.com/' },
    notifications: { channels },
  });

test('a run tells its channels, once, over kill -9; one that does not answer delays no other', async (context) => {
  const works = await startHttpPeer(context);
  const fails = await startHttpPeer(context, (_request, response) => void response.writeHead(404).end());
  const channels = [
    { name: 'fails', kind: 'slack', url: fails.url.href },
    { name: 'ops', kind: 'webhook', url: works.url.href, secret: { environment: 'HOOK_SECRET' } },
  ];
  place.write('service.json', configOf(channels, '* * * * * *'));
  const first = startCertmuster(['serve', '--config', 'service.json'], { cwd: place.folder, environment });
  await first.complains('ops: notification 2 was delivered: contoso: baseline, ');
  first.child.kill('SIGKILL');
  await once(first.child, 'close');
  const second = startCertmuster(['serve', '--config', 'service.json'], { cwd: place.folder, environment });
  await second.complains('run started');
  await second.complains(' ended');
  second.child.kill('SIGTERM');
  const { exitCode, stderr } = await second.done;
  assert.equal(exitCode, 0, stderr);
  const [request] = works.received;
  assert.ok(request !== undefined && works.received.length === 1, `${works.received.length} requests`);
  const [, seconds = '', digest] = /^t=(\d+),v1=(.*)$/.exec(String(request.headers['x-certmuster-signature'])) ?? [];
  assert.equal(
    digest,
    createHmac('sha256', environment.HOOK_SECRET).update(`${seconds}.${request.body}`).digest('hex'),
  );
  const sent = JSON.parse(request.body) as {
    kind: string;
    link: string;
    groups: { deployment: string; changes: { title: string; remedy: string; places: string[] }[] }[];
  };
  assert.deepEqual(
    [sent.kind, sent.link, sent.groups[0]?.deployment],
    ['baseline', 'https://audit.contoso.com/', 'contoso'],
  );
  const changes = sent.groups.flatMap((group) => group.changes);
  assert.ok(changes.every(({ title, remedy, places }) => title !== '' && remedy !== '' && places.length > 0));
  const listed = await place.run(['history', 'notifications', '--history', 'audit.db']);
  assert.match(listed.stdout, /fails .*given up .*status 404/s);
  const { stdout } = await place.run(['history', 'notifications', '--history', 'audit.db', '--all', '--json']);
  const entries = JSON.parse(stdout) as { channel: string; status: string; number: number }[];
  assert.deepEqual(
    entries.map(({ channel, status }) => `${channel} ${status}`),
    ['ops delivered', 'fails dead'],
  );
  assert.doesNotMatch(stdout + stderr + listed.stdout, /T0PSECRET|hmac-secret/);
  const resent = await place.run(['history', 'notifications', '--history', 'audit.db', '--resend', '1']);
  assert.equal(resent.exitCode, 0, resent.stderr);
  for (const wrong of ['1', '99', 'x', 'all']) {
    const again = await place.run(['history', 'notifications', '--history', 'audit.db', '--resend', wrong]);
    assert.deepEqual([again.exitCode, /given up/.test(again.stderr)], [2, true]);
  }
});

test('--test-notification sends a test, marked as one, and says of each channel what became of it', async (context) => {
  const works = await startHttpPeer(context);
  const fails = await startHttpPeer(context, (_request, response) => void response.writeHead(401).end());
  const channels = [
    { name: 'ops', kind: 'webhook', url: works.url.href },
    { name: 'chat', kind: 'teams', url: fails.url.href },
  ];
  place.write('test.json', configOf(channels));
  const run = (...names: readonly string[]) =>
    place.run(['serve', '--config', 'test.json', '--test-notification', ...names], { environment });
  const all = await run();
  assert.equal(all.exitCode, 1);
  assert.match(all.stderr, /^ops: delivered\nchat: failed: 127\.0\.0\.1:\d+ answered with status 401\n$/);
  assert.match(works.received[0]?.body ?? '', /"kind":"test".*This is a test: nothing is wrong/);
  assert.equal((await run('ops')).exitCode, 0);
  const unknown = await run('opps');
  assert.equal(unknown.exitCode, 2);
  assert.match(unknown.stderr, /has no channel opps; did you mean ops\?/);
  assert.equal(works.received.length, 2);
});

const hook = { name: 'ops', kind: 'webhook', url: 'https://hooks.contoso.com/' };
const mail = {
  name: 'mail',
  kind: 'smtp',
  server: 'smtp://mail.contoso.com',
  from: 'audit@contoso.com',
  to: ['pki@contoso.com'],
};

for (const [name, channels, message] of [
  ['two of a name', [hook, hook], /channels\[1\]\.name: is the name of another channel too/],
  [
    'an unknown schedule',
    [{ ...hook, schedules: ['contosso'] }],
    /channels\[0\]\.schedules\[0\]: is not the name of a schedule; did you mean contoso\?/,
  ],
  [
    'a URL that is none',
    [{ ...hook, url: 'hooks.contoso.com' }],
    /channels\[0\]\.url: "hooks\.contoso\.com" is not a URL/,
  ],
  ['a password in a URL', [{ ...hook, url: 'https://a:s3cret@hooks.contoso.com' }], /has a user or a password in it/],
  [
    'a secret that is not there',
    [{ ...hook, secret: { environment: 'NO_SUCH' } }],
    /channels\[0\]\.secret: the variable named is not set/,
  ],
  [
    'a file that is not there',
    [{ ...hook, url: { file: 'nothing' } }],
    /channels\[0\]\.url: the file named does not exist/,
  ],
  ['no certificate', [{ ...hook, authorities: 'targets.json' }], /channels\[0\]\.authorities: has no certificate/],
  [
    'quiet hours',
    [{ ...hook, quietHours: { from: '25:00', to: '6:00', timeZone: 'Mars' } }],
    /from: is not a time of day[\s\S]*"Mars" is not a time zone/,
  ],
  ['a reminder', [{ ...hook, remindAfter: 'often' }], /remindAfter: is not a span/],
  ['a mail server', [{ ...mail, server: 'mail.contoso.com' }], /server: "mail\.contoso\.com" is not a mail server/],
  [
    'addresses',
    [{ ...mail, from: 'a\r\nBcc: b@c', to: ['x'] }],
    /from: .* is not a mail address[\s\S]*to\[0\]: "x" is not a mail address/,
  ],
  ['half a login', [{ ...mail, user: 'audit' }], /password: is missing; a login needs a user and a password/],
  [
    'a login in plain text',
    [{ ...mail, allowPlainText: true, user: 'audit', password: { environment: 'HOOK_SECRET' } }],
    /would send the password in plain text/,
  ],
] as const) {
  test(`wrong notifications: ${name}`, async () => {
    place.write('wrong.json', configOf(channels));
    const { exitCode, stderr } = await place.run(['serve', '--config', 'wrong.json', '--check'], { environment });
    assert.equal(exitCode, 2, stderr);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /s3cret|hmac-secret/);
  });
}

test('channels without tests asked for are not expected', async () => {
  const { exitCode, stderr } = await place.run(['serve', '--config', 'wrong.json', 'ops']);
  assert.equal(exitCode, 2);
  assert.match(stderr, /"ops" is not expected; channels are named with --test-notification/);
});
