import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:https';
import { after, test } from 'node:test';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';

import { type Identity, makeIdentities } from './client-certificates.ts';
import { bearer, caller, startServer, token } from './start-server.ts';

const identities = makeIdentities();
after(() => identities.remove());
const { server, authority, client, expired, forServers, stranger } = identities;
const clients = { authorities: authority.certificate, rights: ['read'] as const };
const tls = { certificate: server.certificate, key: server.key, clients: undefined };
const tlsWithClients = { ...tls, clients };

interface Asked {
  readonly identity?: Identity;
  readonly headers?: Record<string, string>;
  readonly options?: ConnectionOptions;
}

function ask(port: number, path: string, { identity, headers = {}, options = {} }: Asked = {}) {
  const shown = identity === undefined ? {} : { cert: identity.certificate, key: identity.key };
  return new Promise<{ readonly status: number | undefined; readonly body: string }>((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port, path, headers, agent: false, ca: server.certificate, ...shown, ...options },
      (answer) => {
        let body = '';
        answer.on('data', (chunk) => {
          body += chunk;
        });
        answer.on('end', () => resolve({ status: answer.statusCode, body }));
      },
    );
    asked.on('error', reject).end();
  });
}

test('a token over TLS', async (context) => {
  const { port, url } = await startServer(context, { tls, callers: [caller('admin', token, ['read'])] });
  assert.match(url, /^https:/);
  assert.equal((await ask(port, '/api/v1/runs', { headers: bearer(token) })).status, 200);
  assert.equal((await ask(port, '/api/v1/runs')).status, 401);
});

test('a client certificate of an accepted authority is let in, with its rights', async (context) => {
  const { port } = await startServer(context, { tls: tlsWithClients });
  assert.equal((await ask(port, '/api/v1/runs', { identity: client })).status, 200);
  const { status } = await ask(port, '/api/v1/schedules/contoso/run', {
    identity: client,
    options: { method: 'POST' } as object,
  });
  assert.equal(status, 403);
});

test('without a certificate: nothing but whether it is there', async (context) => {
  const { port, log } = await startServer(context, { tls: tlsWithClients });
  const { status, body } = await ask(port, '/api/v1/runs');
  assert.equal(status, 401);
  assert.match(body, /Show a client certificate of an accepted authority\./);
  assert.equal((await ask(port, '/healthz')).status, 200);
  assert.deepEqual(log, []);
});

for (const [name, identity, reason] of [
  ['expired', expired, 'CERT_HAS_EXPIRED'],
  ['of another authority of the same name', stranger, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE|CERT_SIGNATURE_FAILURE'],
  ['for servers only', forServers, 'INVALID_PURPOSE'],
  ['that is its own authority', server, 'DEPTH_ZERO_SELF_SIGNED_CERT|INVALID_PURPOSE'],
] as const) {
  test(`a client certificate is turned away: ${name}`, async (context) => {
    const { port, log } = await startServer(context, { tls: tlsWithClients });
    assert.equal((await ask(port, '/api/v1/runs', { identity })).status, 401);
    assert.match(
      log.join('\n'),
      new RegExp(`^http: turned away 127.0.0.1: a certificate that is not accepted \\((?:${reason})\\)$`),
    );
  });
}

for (const version of ['TLSv1.2', 'TLSv1.3'] as const) {
  test(`a session is not resumed, with or without a certificate: ${version}`, async (context) => {
    const { port } = await startServer(context, { tls: tlsWithClients });
    for (const identity of [undefined, client]) {
      const sessions: Buffer[] = [];
      const shown = identity === undefined ? {} : { cert: identity.certificate, key: identity.key };
      const options = {
        port,
        host: '127.0.0.1',
        ca: server.certificate,
        minVersion: version,
        maxVersion: version,
        ...shown,
      };
      const first = connect(options);
      first.on('session', (session) => sessions.push(session));
      await once(first, 'secureConnect');
      first.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
      first.resume();
      await once(first, 'close');
      const session = sessions.at(-1) ?? first.getSession();
      const second: TLSSocket = connect({ ...options, ...(session === undefined ? {} : { session }) });
      await once(second, 'secureConnect');
      assert.equal(second.isSessionReused(), false);
      second.write('GET /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
      const [answer] = (await once(second, 'data')) as [Buffer];
      assert.equal(answer.toString().slice(9, 12), identity === undefined ? '401' : '200');
      second.destroy();
    }
  });
}

test('TLS 1.1 is refused, and plain HTTP is closed', async (context) => {
  const { port } = await startServer(context, { tls });
  const old = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' } as const;
  await assert.rejects(ask(port, '/healthz', { options: old }));
  const { exchange } = await import('./raw-exchange.ts');
  assert.doesNotMatch(await exchange(port, 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n'), /200|ok/);
});

test('another certificate is shown to new connections, and those that are open go on', async (context) => {
  const { port, server: running, plan } = await startServer(context, { tls });
  const open = connect({ port, host: '127.0.0.1', ca: server.certificate });
  await once(open, 'secureConnect');
  assert.equal(open.getPeerX509Certificate()?.subject, 'CN=localhost');
  const renewed = { certificate: client.certificate, key: client.key, clients: undefined };
  assert.ok(running.update({ ...plan, tls: renewed }).ok);
  const next = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
  await once(next, 'secureConnect');
  assert.match(next.getPeerX509Certificate()?.subject ?? '', /CN=alice/);
  next.destroy();
  open.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  const [answer] = (await once(open, 'data')) as [Buffer];
  assert.match(answer.toString(), /^HTTP\/1\.1 200 /);
  open.destroy();
});

test('client certificates where there were none need a restart, and until then all stays as it was', async (context) => {
  const { port, server: running, plan } = await startServer(context, { tls: tlsWithClients });
  const updated = running.update({ ...plan, tls });
  assert.match(updated.ok ? '' : updated.error, /needs a restart/);
  assert.equal((await ask(port, '/api/v1/runs')).status, 401);
});
