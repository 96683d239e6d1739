import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { createAuthority } from '../../../src/lab/authority.ts';
import { issueServerCertificate } from '../../../src/lab/issue-server-certificate.ts';
import { makeKeyPair } from '../../../src/lab/key-pair.ts';
import type { Presentation } from '../../../src/lab/tls-listener.ts';
import { ders } from '../../collect/presentations.ts';
import { startScripted } from '../../net/proxy/scripted-proxy.ts';
import { startNginx } from '../nginx.ts';
import { startOpensslServer } from '../openssl-server.ts';
import { scanOne } from '../scan.ts';
import type { ServerProcess } from '../server-process.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { login, startDante, startHaproxy, startSquid } from './real-proxies.ts';

const bounded = { timeout: 120_000 };
const folder = temporaryFolder();
const stops: (() => Promise<unknown>)[] = [];
const names = ['www.only-proxy.test', 'mx.only-proxy.test', 'localhost'];
let presented: Presentation;
let tls: ServerProcess;
let mailPort: number;
let squid: ServerProcess;
let open: ServerProcess;
let named: ServerProcess;
let trustFile: string;
const passwordFile = folder.write('password', `${login.password}\n`);
const wrongFile = folder.write('wrong', 'wr0ng\n');

before(async () => {
  const authority = await createAuthority({ organization: 'Contoso', now: new Date() });
  const key = await makeKeyPair('rsa-2048');
  presented = { chain: [await issueServerCertificate(authority, key, { names }), authority.intermediate], key };
  trustFile = folder.write('root.pem', authority.root.pem);
  [tls, squid, open, named] = await Promise.all([
    startOpensslServer(folder, presented),
    startSquid(folder),
    startDante(folder, 'none'),
    startDante(folder, 'username'),
  ]);
  mailPort = await startMail(tls.port);
  stops.push(...[tls, squid, open, named].map((each) => () => each.stop()));
});
after(async () => {
  for (const stop of stops) await stop();
  folder.remove();
});

/** A mail server that greets at once, and after STARTTLS is the TLS server at `port`. */
async function startMail(port: number): Promise<number> {
  const server = await startScripted((socket) => {
    socket.write('220 mx.only-proxy.test ESMTP\r\n');
    let said = '';
    const onData = (data: Buffer): void => {
      said += data.toString('latin1');
      if (/^EHLO .*\r\n$/.test(said)) socket.write('250-mx\r\n250 STARTTLS\r\n');
      if (!said.endsWith('STARTTLS\r\n')) return;
      socket.off('data', onData);
      socket.write('220 go ahead\r\n');
      joinSockets(socket, connect(port, '127.0.0.1'));
    };
    socket.on('data', onData);
  });
  stops.push(() => server.close());
  return server.port;
}

function joinSockets(one: Socket, other: Socket): void {
  other.on('error', () => one.destroy());
  one.on('close', () => other.destroy());
  one.pipe(other).pipe(one);
}

const squidUrl = (): string => `http://${login.user}@127.0.0.1:${squid.port}`;

async function scanBy(host: string, port: number, proxy: string, args: readonly string[] = []) {
  return await scanOne(folder, { host, port, trustFile }, ['--timeout', '20s', '--proxy', proxy, ...args]);
}

test('through squid with a user: a name that only squid knows, its chain byte for byte', bounded, async () => {
  const done = await scanBy('www.only-proxy.test', tls.port, squidUrl(), ['--proxy-password-file', passwordFile]);
  assert.equal(done.exitCode, 0, done.stderr);
  assert.deepEqual(done.observation.certificates.map(Buffer.from), ders(presented));
  const { address, proxy, id } = done.endpoint;
  assert.deepEqual({ address, proxy }, { address: null, proxy: squidUrl() });
  assert.equal(id, `-|-/server/www.only-proxy.test@-:${tls.port}`);
});

test('without squid nothing knows that name', bounded, async () => {
  const done = await scanOne(folder, { host: 'www.only-proxy.test', port: tls.port, trustFile });
  assert.equal(done.endpoint.failure?.stage, 'dns');
});

test('through squid, SMTP that greets at once is asked to begin TLS', bounded, async () => {
  const args = ['--proxy-password-file', passwordFile];
  const done = await scanOne(folder, { host: 'mx.only-proxy.test', port: mailPort, starttls: 'smtp', trustFile }, [
    '--proxy',
    squidUrl(),
    ...args,
  ]);
  assert.equal(done.endpoint.failure, null);
  assert.deepEqual(done.observation.certificates.map(Buffer.from), ders(presented));
});

test('an explicit address goes to squid as it is', bounded, async () => {
  const args = ['--proxy-password-file', passwordFile, '-4'];
  const done = await scanOne(folder, { host: 'www.only-proxy.test', address: '127.0.0.1', port: tls.port, trustFile }, [
    '--proxy',
    squidUrl(),
    ...args,
  ]);
  assert.equal(done.endpoint.failure?.message, undefined);
  assert.equal(done.exitCode, 0, done.stderr);
  assert.equal(done.endpoint.address, '127.0.0.1');
});

test("what squid refuses is told as squid's, and squid is named", bounded, async () => {
  const by = ['--proxy-password-file', passwordFile];
  const dead = await startScripted(() => undefined);
  await dead.close();
  for (const [host, port, proxy, args, message] of [
    [
      'denied.only-proxy.test',
      tls.port,
      squidUrl(),
      by,
      /does not allow a connection to denied\.only-proxy\.test:\d+: it answered "403 Forbidden" \("ERR_ACCESS_DENIED 0"\)/,
    ],
    [
      'www.only-proxy.test',
      dead.port,
      squidUrl(),
      by,
      /could not connect to www\.only-proxy\.test:\d+: it answered "503 Service Unavailable"/,
    ],
    [
      'www.only-proxy.test',
      tls.port,
      squidUrl(),
      ['--proxy-password-file', wrongFile],
      /refused the user "audit" with this password \(407\)/,
    ],
    [
      'www.only-proxy.test',
      tls.port,
      `http://127.0.0.1:${squid.port}`,
      [],
      /demands a user and a password \(407\); write http:/,
    ],
  ] as const) {
    const { endpoint } = await scanBy(host, port, proxy, args);
    assert.deepEqual([endpoint.failure?.stage, endpoint.failure?.kind], ['tcp', 'proxy']);
    assert.match(endpoint.failure?.message ?? '', message);
    assert.ok(endpoint.failure?.message.startsWith(`The proxy ${proxy} `), endpoint.failure?.message);
    assert.equal(endpoint.verdict, 'unreachable');
  }
});

test('through Dante, which resolves the name; with a user, too; STARTTLS, too', bounded, async () => {
  const anonymous = `socks5://127.0.0.1:${open.port}`;
  const done = await scanBy('localhost', tls.port, anonymous);
  assert.equal(done.exitCode, 0, done.stderr);
  assert.equal(done.endpoint.address, null);
  assert.deepEqual(done.observation.certificates.map(Buffer.from), ders(presented));
  const user = `socks5://${login.user}@127.0.0.1:${named.port}`;
  const known = await scanBy('localhost', tls.port, user, ['--proxy-password-file', passwordFile]);
  assert.equal(known.exitCode, 0, known.stderr);
  const mail = await scanOne(folder, { host: 'localhost', port: mailPort, starttls: 'smtp', trustFile }, [
    '--proxy',
    anonymous,
  ]);
  assert.equal(mail.endpoint.failure, null);
});

test('what Dante refuses is told by its code, and Dante is named', bounded, async () => {
  const anonymous = `socks5://127.0.0.1:${open.port}`;
  const user = `socks5://${login.user}@127.0.0.1:${named.port}`;
  const dead = await startScripted(() => undefined);
  await dead.close();
  for (const [host, port, proxy, args, message] of [
    ['127.0.0.66', tls.port, anonymous, [], /does not allow a connection to 127\.0\.0\.66:\d+: it answered 2 /],
    ['localhost', dead.port, anonymous, [], /could not connect to localhost:\d+: it answered 5 \(connection refused\)/],
    ['localhost', tls.port, `socks5://127.0.0.1:${named.port}`, [], /does not accept anonymous clients \(0xFF\)/],
    ['localhost', tls.port, user, ['--proxy-password-file', wrongFile], /refused the user "audit" with this password/],
  ] as const) {
    const { endpoint } = await scanBy(host, port, proxy, args);
    assert.deepEqual([endpoint.failure?.stage, endpoint.failure?.kind], ['tcp', 'proxy']);
    assert.match(endpoint.failure?.message ?? '', message);
  }
});

test('no password is in any file of these runs', bounded, () => {
  const secrets = [login.password, 'wr0ng', Buffer.from(`${login.user}:${login.password}`).toString('base64')];
  const own = ['password', 'wrong', 'squid-helper'];
  const files = readdirSync(folder.path, { recursive: true, encoding: 'utf8' }).filter((file) => !own.includes(file));
  let read = 0;
  for (const file of files) {
    if (!statSync(join(folder.path, file)).isFile()) continue;
    const text = readFileSync(join(folder.path, file), 'latin1');
    for (const secret of secrets) assert.ok(!text.includes(secret), file);
    read += 1;
  }
  assert.ok(read > 20);
});

test(
  'a listener behind HAProxy that demands a PROXY header gets one of either version, and nginx believes it',
  bounded,
  async () => {
    const site = {
      ...presented,
      directives: ['ssl_protocols TLSv1.2 TLSv1.3;'],
    };
    const nginx = await startNginx(folder, new Map([['plain', site]]));
    stops.push(() => nginx.stop());
    const haproxy = await startHaproxy(folder, nginx.ports.get('plain') ?? 0, false);
    stops.push(() => haproxy.stop());
    const target = { host: 'localhost', address: '127.0.0.1', port: haproxy.port, trustFile };
    for (const version of ['v1', 'v2'] as const) {
      const { endpoint, observation, exitCode, stderr } = await scanOne(folder, { ...target, proxyProtocol: version });
      assert.equal(exitCode, 0, stderr);
      assert.equal(endpoint.proxyProtocol, version);
      assert.deepEqual(observation.certificates.map(Buffer.from), ders(presented));
    }
    const { endpoint } = await scanOne(folder, target);
    assert.equal(endpoint.verdict, 'unreachable');
    const behind = await scanOne(folder, { ...target, host: 'localhost' }, [
      '--proxy',
      `socks5://127.0.0.1:${open.port}`,
      '--proxy-protocol',
      'v2',
    ]);
    assert.equal(behind.exitCode, 0, behind.stderr);
  },
);

test('what HAProxy was told is what the server behind it learns', bounded, async () => {
  const heard: string[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (data) => {
      heard.push(data.toString('latin1').split('\r\n')[0] ?? '');
      socket.destroy();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  stops.push(() => new Promise((resolve) => server.close(resolve)));
  const haproxy = await startHaproxy(folder, (server.address() as { port: number }).port, true);
  stops.push(() => haproxy.stop());
  for (const proxyProtocol of ['v1', 'v2'] as const) {
    await scanOne(folder, { host: 'localhost', address: '127.0.0.1', port: haproxy.port, trustFile, proxyProtocol });
    const line = heard.find((each) => each.startsWith('PROXY'));
    assert.match(line ?? '', new RegExp(`^PROXY TCP4 127\\.0\\.0\\.1 127\\.0\\.0\\.1 \\d+ ${haproxy.port}$`));
    heard.length = 0;
  }
});
