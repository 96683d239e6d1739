import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { notificationSchema } from '../../../src/model/notification.ts';
import type { Sender } from '../../../src/service/notify/delivery.ts';
import { type HttpReceiver, readRetryAfter } from '../../../src/service/notify/send/http-receiver.ts';
import { createSlackSender } from '../../../src/service/notify/send/slack.ts';
import { createTeamsSender } from '../../../src/service/notify/send/teams.ts';
import { createWebhookSender, signBody } from '../../../src/service/notify/send/webhook.ts';
import { repositoryPath } from '../../repository-path.ts';
import { startHttpPeer } from './http-peer.ts';
import { at, change, hostileTitle, notification } from './notifications.ts';

const never = new AbortController().signal;
const receiverAt = (url: URL): HttpReceiver => ({
  ...{ url, authorities: undefined, now: () => at },
  secrets: [url.pathname, url.search, 'hmac-secret'],
});

test('webhook: JSON that the published schema accepts, with an id and a signature that a receiver can check', async (context) => {
  const peer = await startHttpPeer(context);
  const sent = notification([change('a', { title: hostileTitle }), change('b', { deployments: [] })]);
  const sender = createWebhookSender(receiverAt(peer.url), 'hmac-secret');
  assert.deepEqual(await sender.send(sent, never), { kind: 'delivered' });
  const [request] = peer.received;
  assert.ok(request);
  assert.deepEqual(notificationSchema.parse(JSON.parse(request.body)), sent);
  assert.equal(request.headers['x-certmuster-id'], sent.id);
  assert.equal(request.headers['idempotency-key'], sent.id);
  const [, seconds = '', digest] =
    /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(request.headers['x-certmuster-signature'])) ?? [];
  assert.equal(Number(seconds), at.getTime() / 1_000);
  assert.equal(digest, createHmac('sha256', 'hmac-secret').update(`${seconds}.${request.body}`).digest('hex'));
});

test('webhook: the code of docs/notifications.md takes what is genuine, and nothing else', async () => {
  const page = readFileSync(repositoryPath('docs/notifications.md'), 'utf8');
  const code = /```js\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
  const url = `data:text/javascript,${encodeURIComponent(`${code}\nexport { isGenuine };`)}`;
  const { isGenuine } = (await import(url)) as { isGenuine: (header: string, body: string, secret: string) => boolean };
  const [body, secret, now] = ['{"a":1}', 'hmac-secret', new Date()];
  const header = signBody(body, secret, now);
  assert.ok(isGenuine(header, body, secret));
  const old = signBody(body, secret, new Date(now.getTime() - 600_000));
  for (const [given, text] of [
    [header, `${body} `],
    [header.replace(/.$/, (last) => (last === '0' ? '1' : '0')), body],
    [old, body],
    ['', body],
  ])
    assert.ok(!isGenuine(given ?? '', text ?? '', secret));
  assert.ok(!isGenuine(header, body, 'another'));
});

test('webhook: unsigned without a secret, and the id is the same in each attempt', async (context) => {
  const peer = await startHttpPeer(context);
  const sender = createWebhookSender(receiverAt(peer.url), undefined);
  const sent = notification([change('a')]);
  await sender.send(sent, never);
  await sender.send(sent, never);
  assert.equal(peer.received[0]?.headers['x-certmuster-signature'], undefined);
  assert.equal(new Set(peer.received.map(({ headers }) => headers['x-certmuster-id'])).size, 1);
});

test('Slack: what a peer sent stands in plain_text alone, within the limits of blocks', async (context) => {
  const peer = await startHttpPeer(context);
  const many = Array.from({ length: 200 }, (_, index) => change(`a${index}`, { title: hostileTitle.repeat(9) }));
  for (const changes of [[change('a', { title: hostileTitle })], many])
    assert.equal((await createSlackSender(receiverAt(peer.url)).send(notification(changes), never)).kind, 'delivered');
  for (const { body } of peer.received) {
    const message = JSON.parse(body) as { text: string; blocks: readonly Block[] };
    assert.ok(message.blocks.length <= 50);
    assert.doesNotMatch(message.text, /[<>]/);
    for (const text of message.blocks.flatMap(textsOf)) {
      if (text.type === 'mrkdwn') assert.equal(text.text, '<https://audit.contoso.com/|Open certmuster>');
      else assert.deepEqual([text.type, text.emoji, text.text.length <= 3_000], ['plain_text', false, true]);
    }
    const header = message.blocks.find(({ type }) => type === 'header');
    assert.ok((header?.text?.text.length ?? 999) <= 150);
    assert.doesNotMatch(body, /[\u202E\u0007]/);
  }
  assert.match(peer.received[1]?.body ?? '', /180 more are not listed here/);
});

interface Text {
  readonly type: string;
  readonly text: string;
  readonly emoji?: boolean;
}
interface Block {
  readonly type: string;
  readonly text?: Text;
  readonly elements?: readonly Text[];
}
const textsOf = ({ text, elements = [] }: Block): readonly Text[] => [
  ...(text === undefined ? [] : [text]),
  ...elements,
];

test('Teams: an adaptive card whose texts are runs, in which no Markdown is read, of at most 28 KB', async (context) => {
  const peer = await startHttpPeer(context);
  const many = Array.from({ length: 200 }, (_, index) =>
    change(`a${index}`, { title: '💥'.repeat(900), remedy: 'ü'.repeat(900) }),
  );
  for (const changes of [[change('a', { title: hostileTitle })], many])
    assert.equal((await createTeamsSender(receiverAt(peer.url)).send(notification(changes), never)).kind, 'delivered');
  for (const { body } of peer.received) {
    assert.ok(Buffer.byteLength(body) <= 28_000, `${Buffer.byteLength(body)} bytes`);
    const { attachments } = JSON.parse(body) as {
      attachments: readonly { contentType: string; content: { type: string; body: readonly unknown[] } }[];
    };
    assert.equal(attachments[0]?.contentType, 'application/vnd.microsoft.card.adaptive');
    assert.equal(attachments[0]?.content.type, 'AdaptiveCard');
    assert.doesNotMatch(body, /"TextBlock"/);
    assert.doesNotMatch(body, /[\u202E\u0007]/);
  }
});

const senders: readonly (readonly [string, (receiver: HttpReceiver) => Sender])[] = [
  ['webhook', (receiver) => createWebhookSender(receiver, 'hmac-secret')],
  ['slack', createSlackSender],
  ['teams', createTeamsSender],
];

for (const [name, create] of senders) {
  for (const [status, kind] of [
    [200, 'delivered'],
    [202, 'delivered'],
    [204, 'delivered'],
    [301, 'failed'],
    [307, 'failed'],
    [400, 'refused'],
    [401, 'refused'],
    [404, 'refused'],
    [408, 'failed'],
    [410, 'refused'],
    [425, 'failed'],
    [429, 'failed'],
    [500, 'failed'],
    [503, 'failed'],
  ] as const) {
    test(`${name}: status ${status} is ${kind}, redirects are not followed, and no secret is shown`, async (context) => {
      const peer = await startHttpPeer(context, (request, response) => {
        response.writeHead(status, { location: '/elsewhere', 'retry-after': '120' });
        // It tells back what it was told.
        response.end(`no: ${request.url} hmac-secret ${Buffer.from('hmac-secret').toString('base64')}\u001b[31m`);
      });
      const delivery = await create(receiverAt(peer.url)).send(notification([change('a')]), never);
      assert.equal(delivery.kind, kind);
      assert.equal(peer.received.length, 1);
      assert.doesNotMatch(JSON.stringify(delivery), /T0PSECRET|K3Y|hmac-secret|aG1hYy1zZWNyZXQ|\u001b/);
      if (delivery.kind === 'failed' && status >= 400) assert.equal(delivery.retryAfterMs, 120_000);
    });
  }
}

test('hostile receivers: none holds us, fills the memory or is taken for a success', async (context) => {
  const chunk = Buffer.alloc(65_536, 0x78);
  const huge = await startHttpPeer(context, (_request, response) => {
    response.writeHead(500);
    const push = (): void => {
      while (response.write(chunk));
      response.once('drain', push);
    };
    response.on('error', () => undefined);
    push();
  });
  const reset = await startHttpPeer(context, (request) => void request.socket.destroy());
  const headers = await startHttpPeer(context, (request) => {
    request.socket.on('error', () => undefined);
    request.socket.write('HTTP/1.1 200 OK\r\n');
    const push = (): void => {
      while (request.socket.write(`x-${'y'.repeat(4_000)}: z\r\n`));
      request.socket.once('drain', push);
    };
    push();
  });
  // Answers that are none: the client goes on waiting for the one that counts.
  const interim = await startHttpPeer(context, (request) => {
    request.socket.on('error', () => undefined);
    const push = (): void => {
      while (request.socket.write('HTTP/1.1 102 Processing\r\n\r\n'.repeat(100)));
      request.socket.once('drain', push);
    };
    push();
  });
  const endless = await createWebhookSender(receiverAt(interim.url), undefined).send(
    notification([change('a')]),
    never,
  );
  assert.match('error' in endless ? endless.error : '', /the answer has more than 65536 bytes/);
  const garbage = await startHttpPeer(context, (request) => void request.socket.end('220 mail.contoso.com ESMTP\r\n'));
  for (const peer of [huge, reset, headers, garbage]) {
    const delivery = await createWebhookSender(receiverAt(peer.url), undefined).send(
      notification([change('a')]),
      never,
    );
    assert.equal(delivery.kind, 'failed');
    assert.ok('error' in delivery && delivery.error.length < 700);
  }
});

test('a receiver that never answers is left when the service stops', async (context) => {
  const silent = await startHttpPeer(context, () => undefined);
  const stop = new AbortController();
  const delivery = createWebhookSender(receiverAt(silent.url), undefined).send(
    notification([change('a')]),
    stop.signal,
  );
  while (silent.received.length === 0) await new Promise((resolve) => setImmediate(resolve));
  stop.abort();
  assert.equal((await delivery).kind, 'failed');
});

test('a receiver that is not there, or not trusted, is a failure that says so', async (context) => {
  const { makeKeyPair } = await import('../../../src/lab/key-pair.ts');
  const { createAuthority } = await import('../../../src/lab/authority.ts');
  const { issueServerCertificate } = await import('../../../src/lab/issue-server-certificate.ts');
  const authority = await createAuthority({ organization: 'Contoso', now: new Date() });
  const pair = await makeKeyPair('rsa-2048');
  const leaf = await issueServerCertificate(authority, pair, { names: ['localhost'] });
  const tls = { key: pair.pem, cert: leaf.pem + authority.intermediate.pem };
  const peer = await startHttpPeer(context, undefined, tls);
  const named = new URL(peer.url.href.replace('127.0.0.1', 'localhost'));
  const sent = notification([change('a')]);
  const untrusted = await createWebhookSender(receiverAt(named), undefined).send(sent, never);
  assert.match('error' in untrusted ? untrusted.error : '', /its certificate is refused/);
  const trusting = { ...receiverAt(named), authorities: authority.root.pem };
  assert.equal((await createWebhookSender(trusting, undefined).send(sent, never)).kind, 'delivered');
  const misnamed = { ...receiverAt(peer.url), authorities: authority.root.pem };
  assert.equal((await createWebhookSender(misnamed, undefined).send(sent, never)).kind, 'failed');
  const closed = receiverAt(new URL('http://127.0.0.1:1/'));
  const refused = await createWebhookSender(closed, undefined).send(sent, never);
  assert.match('error' in refused ? refused.error : '', /^127\.0\.0\.1:1: The connection was refused/);
});

test('Retry-After in seconds, as a date, or as something else', () => {
  assert.equal(readRetryAfter('120', at), 120_000);
  assert.equal(readRetryAfter('Mon, 01 Feb 2027 03:02:00 GMT', at), 120_000);
  assert.equal(readRetryAfter('Mon, 01 Feb 2027 02:00:00 GMT', at), 0);
  assert.deepEqual(
    [undefined, '', '-1', 'soon', '9'.repeat(40)].map((text) => readRetryAfter(text, at)),
    Array(5).fill(undefined),
  );
});
