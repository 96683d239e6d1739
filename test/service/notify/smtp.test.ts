import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { before, test } from 'node:test';

import { createAuthority } from '../../../src/lab/authority.ts';
import { issueServerCertificate } from '../../../src/lab/issue-server-certificate.ts';
import { makeKeyPair } from '../../../src/lab/key-pair.ts';
import { createSmtpSender, type MailReceiver } from '../../../src/service/notify/send/smtp.ts';
import { startMailPeer } from './mail-peer.ts';
import { change, hostileTitle, notification } from './notifications.ts';

const never = new AbortController().signal;
let tls: { readonly key: string; readonly cert: string };
let authorities: string;

before(async () => {
  const authority = await createAuthority({ organization: 'Contoso', now: new Date() });
  const pair = await makeKeyPair('rsa-2048');
  const leaf = await issueServerCertificate(authority, pair, { names: ['localhost'] });
  tls = { key: pair.pem, cert: leaf.pem + authority.intermediate.pem };
  authorities = authority.root.pem;
});

const receiverAt = (port: number, more: Partial<MailReceiver> = {}): MailReceiver => ({
  ...{ host: 'localhost', port, isImplicitTls: false, allowPlainText: false, login: undefined, authorities },
  from: { name: 'certmuster', address: 'audit@contoso.com' },
  to: ['pki@contoso.com', 'ops@contoso.com'],
  ...more,
});

/** The headers of a mail, unfolded, and its decoded parts. */
function readMail(data: string) {
  const [head = ''] = data.split('\r\n\r\n', 1);
  const headers = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const parts = data.split(/^--.*$/m).map((part) => {
    const [, ...body] = part.trimStart().split('\r\n\r\n');
    const text = body.join('\r\n\r\n');
    if (/encoding: base64/i.test(part)) return Buffer.from(text, 'base64').toString();
    if (!/encoding: quoted-printable/i.test(part)) return text;
    const bytes = text
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    return Buffer.from(bytes, 'latin1').toString();
  });
  return {
    headers,
    parts,
    header: (name: string) => headers.find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`)),
  };
}

test('a mail with a text and an HTML part, over STARTTLS, to all who are named', async (context) => {
  const peer = await startMailPeer(context, { tls });
  const sent = notification([change('a', { title: hostileTitle }), change('b', { deployments: [] })]);
  assert.deepEqual(await createSmtpSender(receiverAt(peer.port)).send(sent, never), { kind: 'delivered' });
  const [mail] = peer.mails;
  assert.ok(mail?.isSecured);
  assert.equal(mail.to.length, 2);
  const { parts, header } = readMail(mail.data);
  assert.equal(header('Message-ID'), `Message-ID: <${sent.id}@contoso.com>`);
  assert.equal(header('Auto-Submitted'), 'Auto-Submitted: auto-generated');
  assert.equal(header('Subject'), 'Subject: [certmuster] contoso: 2 new (worst: error)');
  const text = parts.find((part) => part.includes('Fix: Replace it.') && !part.includes('<p'));
  const html = parts.find((part) => part.includes('<!doctype html>'));
  assert.match(text ?? '', /Deployment contoso/);
  assert.match(html ?? '', /&lt;script&gt;/);
  assert.doesNotMatch(html ?? '', /<script|[\u202E\u0007]/);
});

test('what a peer sent ends no header, and what a mail says of a cause follows the mail that reported it first', async (context) => {
  const peer = await startMailPeer(context, { tls });
  const told = change('schedule/x/behind', { what: 'fixed', title: hostileTitle, firstReportedIn: 'c'.repeat(32) });
  const first = notification([change('schedule/x/behind', { title: hostileTitle })], {
    kind: 'watchdog',
    schedule: null,
  });
  const then = notification([told], { kind: 'watchdog', schedule: null });
  for (const each of [first, then])
    assert.equal((await createSmtpSender(receiverAt(peer.port)).send(each, never)).kind, 'delivered');
  for (const { data, to } of peer.mails) {
    assert.equal(to.length, 2);
    const { headers, header } = readMail(data);
    assert.ok(!headers.some((line) => /^bcc:/i.test(line)), headers.join('\n'));
    assert.match(header('Subject') ?? '', /^Subject: =\?UTF-8\?/);
  }
  const { header } = readMail(peer.mails[1]?.data ?? '');
  assert.equal(header('References'), `References: <${'c'.repeat(32)}@contoso.com>`);
});

test('without STARTTLS nothing is sent, unless that is allowed', async (context) => {
  const peer = await startMailPeer(context);
  const refused = await createSmtpSender(receiverAt(peer.port)).send(notification([change('a')]), never);
  assert.notEqual(refused.kind, 'delivered');
  assert.equal(peer.mails.length, 0);
  const plain = createSmtpSender(receiverAt(peer.port, { allowPlainText: true }));
  assert.equal((await plain.send(notification([change('a')]), never)).kind, 'delivered');
  assert.equal(peer.mails[0]?.isSecured, false);
});

test('a certificate that is not trusted, or of another name, is given no mail and no password', async (context) => {
  const peer = await startMailPeer(context, { tls, offersLogin: true });
  const login = { user: 'audit', password: 'pa55w0rd!' };
  for (const more of [{ authorities: undefined }, { host: '127.0.0.1' }]) {
    const delivery = await createSmtpSender(receiverAt(peer.port, { login, ...more })).send(
      notification([change('a')]),
      never,
    );
    assert.equal(delivery.kind, 'failed');
  }
  assert.equal(peer.mails.length, 0);
  const trusted = createSmtpSender(receiverAt(peer.port, { login }));
  assert.equal((await trusted.send(notification([change('a')]), never)).kind, 'delivered');
  assert.equal(peer.mails[0]?.login, '\0audit\0pa55w0rd!');
});

test('TLS from the first byte', async (context) => {
  const peer = await startMailPeer(context, { tls, isImplicitTls: true });
  const sender = createSmtpSender(receiverAt(peer.port, { isImplicitTls: true }));
  assert.equal((await sender.send(notification([change('a')]), never)).kind, 'delivered');
  assert.equal(peer.mails[0]?.isSecured, true);
});

const password = 'pa55w0rd!';
const echo = Buffer.from(`\0audit\0${password}`).toString('base64');

for (const [name, answers, kind, error] of [
  ['a full mailbox is tried again', { RCPT: () => '452 4.2.2 full' }, 'failed', /452/],
  ['greylisting is tried again', { RCPT: () => '451 4.7.1 come back' }, 'failed', /451/],
  ['an unknown recipient is not', { RCPT: () => '550 5.1.1 who?' }, 'refused', /550/],
  ['a mail that is refused is not', { '.': () => '554 5.7.1 spam' }, 'refused', /554/],
  [
    'a wrong password is not, and is not shown',
    { AUTH: () => `535 5.7.8 wrong: ${echo} ${password}` },
    'refused',
    /535/,
  ],
  ['a server that shuts down is tried again', { MAIL: () => '421 4.3.2 bye' }, 'failed', /421/],
] as const) {
  test(`smtp: ${name}`, async (context) => {
    const peer = await startMailPeer(context, { tls, offersLogin: true, answers });
    const sender = createSmtpSender(receiverAt(peer.port, { login: { user: 'audit', password } }));
    const delivery = await sender.send(notification([change('a')]), never);
    assert.equal(delivery.kind, kind);
    assert.match('error' in delivery ? delivery.error : '', error);
    assert.doesNotMatch(JSON.stringify(delivery), new RegExp(`${password}|${echo}`));
  });
}

test('one recipient that is refused does not keep the mail from the others, and is named', async (context) => {
  const answers = { RCPT: (line: string) => (line.includes('pki@') ? '550 who?' : undefined) };
  const peer = await startMailPeer(context, { tls, answers });
  const delivery = await createSmtpSender(receiverAt(peer.port)).send(notification([change('a')]), never);
  assert.deepEqual(delivery, { kind: 'delivered', note: 'not to pki@contoso.com, which localhost refuses' });
});

test('hostile mail servers: endless lines, a silent one that is left, one that hangs up, one that is not there', async (context) => {
  const start = async (onConnect: (socket: import('node:net').Socket) => void): Promise<number> => {
    const sockets = new Set<import('node:net').Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      onConnect(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    context.after(() => {
      server.close();
      for (const socket of sockets) socket.destroy();
    });
    return (server.address() as AddressInfo).port;
  };
  const chunk = Buffer.alloc(65_536, 0x32);
  const endless = await start((socket) => {
    const push = (): void => {
      while (socket.write(chunk));
      socket.once('drain', push);
    };
    push();
  });
  const hangsUp = await start((socket) => void socket.end());
  for (const port of [endless, hangsUp, 1]) {
    const delivery = await createSmtpSender(receiverAt(port)).send(notification([change('a')]), never);
    assert.equal(delivery.kind, 'failed');
    assert.ok('error' in delivery && delivery.error.length < 500);
  }
  const stop = new AbortController();
  const silent = await start(() => stop.abort());
  assert.equal(
    (await createSmtpSender(receiverAt(silent)).send(notification([change('a')]), stop.signal)).kind,
    'failed',
  );
});
