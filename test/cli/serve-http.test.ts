import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { connect } from 'node:tls';
import { once } from 'node:events';
import { join } from 'node:path';

import { startCertmuster } from './certmuster.ts';
import { openPlace, type Place, targetsFile } from './place.ts';

const token = 'a-secret-that-is-nowhere-0123456789';
const another = 'another-secret-that-is-nowhere-01';
let place: Place;
before(async () => {
  place = await openPlace();
  place.write('targets.json', JSON.stringify(targetsFile(place.url, place.port)));
  makeCertificate('server', '365');
  place.write('token', `${token}\n`);
  place.write('short', 'short\n');
  place.write('wide', 'sechzehn Zeichen ä\n');
  place.write('empty', '\n');
});
after(() => place.close());

function makeCertificate(name: string, days: string): void {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', `${name}.key`];
  const names = ['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const args = ['req', '-x509', ...key, '-out', `${name}.pem`, '-subj', `/CN=${name}`, '-days', days, ...names];
  execFileSync('openssl', args, { cwd: place.folder, stdio: 'pipe' });
}

function write(name: string, http: object): void {
  const schedules = [{ name: 'contoso', cron: '0 0 1 1 *', targets: ['targets.json'] }];
  place.write(name, JSON.stringify({ history: `${name}.db`, schedules, http }));
}

const tls = { certificate: 'server.pem', key: 'server.key' };
const reader = { name: 'reader', token: { file: 'token' } };

const refused: readonly (readonly [string, object, RegExp])[] = [
  [
    'beyond loopback without TLS',
    { listen: '0.0.0.0:0', tokens: [reader] },
    /http\.listen: 0\.0\.0\.0 can be reached from other machines, which needs TLS; set http\.tls/,
  ],
  [
    'beyond loopback without access',
    { listen: '[::]:0', tls },
    /http\.listen: :: can be reached from other machines, and anyone could start audits there; set http\.tokens/,
  ],
  ['one address of two', { listen: ['127.0.0.1:0', '192.0.2.1:0'], tls }, /192\.0\.2\.1 can be reached/],
  ['IPv4 within IPv6', { listen: '[::ffff:10.0.0.1]:0' }, /can be reached from other machines/],
  ['no address', { listen: 'localhost:9443' }, /http\.listen: "localhost:9443" is not an address with a port/],
  ['no port', { listen: '127.0.0.1:99999' }, /is not an address with a port/],
  ['an address that is none', { listen: '127.0.0.999:1' }, /is not an address with a port/],
  [
    'a short token',
    { tokens: [{ name: 'x', token: { file: 'short' } }] },
    /http\.tokens\[0\]\.token: has 5 characters; use 16 or more/,
  ],
  [
    'a token with other characters',
    { tokens: [{ name: 'x', token: { file: 'wide' } }] },
    /has characters that a header cannot carry/,
  ],
  ['an empty file', { tokens: [{ name: 'x', token: { file: 'empty' } }] }, /names a file whose first line is empty/],
  ['no file', { tokens: [{ name: 'x', token: { file: 'nothing' } }] }, /names a file that does not exist/],
  [
    'no variable',
    { tokens: [{ name: 'x', token: { environment: 'NOTHING' } }] },
    /names an environment variable that is not set/,
  ],
  [
    'a token in the configuration',
    { tokens: [{ name: 'x', token }] },
    /tokens\[0\]\.token: is not an object with `file` or `environment`; a secret/,
  ],
  [
    'a token in place of its file',
    { tokens: [{ name: 'x', token: { file: token } }] },
    /names a file that does not exist/,
  ],
  [
    'a token in place of its variable',
    { tokens: [{ name: 'x', token: { environment: token } }] },
    /names an environment variable that is not set/,
  ],
  ['a token under another key', { tokens: [{ name: 'x', token: { value: token } }] }, /tokens\[0\]\.token/],
  ['a token alone in the list', { tokens: [token] }, /tokens\[0\]: is not a list of objects/],
  ['a token in place of the list', { tokens: token }, /tokens: is not a list of objects/],
  [
    'a key in place of its file',
    { tls: { ...tls, key: `-----BEGIN PRIVATE KEY-----\n${token}` } },
    /http\.tls\.key: names a file that /,
  ],
  ['the same token twice', { tokens: [reader, { name: 'y', token: { file: 'token' } }] }, /is the token of reader too/],
  ['the same name twice', { tokens: [reader, reader] }, /is the name of another token too/],
  ['a right that is none', { tokens: [{ ...reader, rights: ['write'] }] }, /rights/],
  [
    'a key of another certificate',
    { tls: { certificate: 'server.pem', key: 'other.key' } },
    /other\.key is not the key of the certificate in server\.pem/,
  ],
  ['no key', { tls: { certificate: 'server.pem', key: 'server.pem' } }, /server\.pem has no private key in PEM/],
  ['no certificate', { tls: { certificate: 'token', key: 'server.key' } }, /token has no certificate in PEM/],
  [
    'no authority',
    { tls: { ...tls, clientAuthorities: 'token' } },
    /clientAuthorities: token has no certificate in PEM/,
  ],
  [
    'a public URL with a path',
    { publicUrl: 'https://audit.contoso.com/x' },
    /http\.publicUrl: is not a URL of http or https without a path/,
  ],
  ['a public URL with a password', { publicUrl: 'https://a:b@audit.contoso.com' }, /http\.publicUrl: is not a URL/],
];
for (const [name, http, message] of refused) {
  test(`refused: ${name}`, async () => {
    if (name === 'a key of another certificate') makeCertificate('other', '365');
    write('refused.json', http);
    const { exitCode, stderr } = await place.run(['serve', '--config', 'refused.json', '--check']);
    assert.equal(exitCode, 2, stderr);
    assert.match(stderr, message);
    assert.match(stderr, /refused\.json:1:\d+ /);
    assert.doesNotMatch(stderr, /secret-that/);
  });
}

test('a token from a file and one from the environment, new ones when the file changes, and a secret nowhere', async (context) => {
  const runner = { name: 'runner', token: { environment: 'RUNNER_TOKEN' }, rights: ['read', 'run'] };
  write('tokens.json', { listen: ['127.0.0.1:0', '[::1]:0'], tokens: [reader, runner] });
  const service = startCertmuster(['serve', '--config', 'tokens.json'], {
    cwd: place.folder,
    environment: { RUNNER_TOKEN: another },
  });
  context.after(() => service.child.kill('SIGKILL'));
  let log = '';
  service.child.stderr.on('data', (text: string) => {
    log += text;
  });
  await service.complains('listening on http://[::1]:');
  const urls = [...log.matchAll(/listening on (\S+)/g)].map(([, url = '']) => url);
  assert.equal(urls.length, 2);
  const seen: string[] = [];
  const ask = async (url: string, secret: string, options: RequestInit = {}): Promise<number> => {
    const answer = await fetch(url, { ...options, headers: { authorization: `Bearer ${secret}` } });
    seen.push(JSON.stringify([...answer.headers]), await answer.text());
    return answer.status;
  };
  for (const url of urls) {
    assert.equal(await ask(`${url}/api/v1/configuration`, token), 200);
    assert.equal(await ask(`${url}/api/v1/configuration`, another), 200);
    assert.equal(await ask(`${url}/api/v1/nothing`, token), 404);
    assert.equal(await ask(`${url}/readyz`, token), 200);
    assert.equal(await ask(`${url}/api/v1/openapi.json`, token), 200);
  }
  const [url = ''] = urls;
  assert.equal(await ask(`${url}/api/v1/schedules/contoso/run`, token, { method: 'POST' }), 403);
  assert.equal(await ask(`${url}/api/v1/schedules/contoso/run`, another, { method: 'POST' }), 202);
  await service.complains('contoso: run 1 ended');
  assert.equal(await ask(`${url}/api/v1/runs/1/report`, token), 200);
  const report = JSON.parse(seen.at(-1) ?? '') as { schemaVersion: string; endpoints: { id: string }[] };
  assert.equal(report.schemaVersion, '2.0');
  assert.ok(report.endpoints.length >= 1);
  const exported = await place.run(['history', 'export', '1', 'exported', '--history', 'tokens.json.db']);
  assert.equal(exported.exitCode, 0, exported.stderr);
  const judged = JSON.parse((await place.run(['evaluate', 'exported', '--format', 'json'])).stdout) as Record<
    string,
    unknown
  >;
  for (const field of ['endpoints', 'causes', 'summary', 'deploymentFindings', 'startedAt', 'asOf'])
    assert.deepEqual((report as unknown as Record<string, unknown>)[field], judged[field], field);
  place.write('token', 'a-third-secret-that-is-nowhere-01\n');
  await service.complains('configuration read');
  assert.equal(await ask(`${url}/api/v1/runs`, token), 401);
  assert.equal(await ask(`${url}/api/v1/runs`, 'a-third-secret-that-is-nowhere-01'), 200);
  place.write('token', `${token}\n`);
  service.child.kill('SIGTERM');
  const { exitCode, stderr, stdout } = await service.done;
  assert.equal(exitCode, 0, stderr);
  assert.match(stderr, /http: runner started contoso/);
  assert.match(stderr, /http: turned away 127\.0\.0\.1: a wrong token/);
  assert.doesNotMatch(`${stderr}${stdout}${seen.join('')}`, /secret-that/);
  assert.doesNotMatch(place.read('tokens.json.db'), /secret-that/);
});

test('a certificate that expires soon is said, and a renewed one is used once the file changes', async (context) => {
  makeCertificate('own', '5');
  write('tls.json', {
    listen: '127.0.0.1:0',
    tls: { certificate: 'own.pem', key: 'own.key' },
    publicUrl: 'https://audit.contoso.com',
  });
  const service = startCertmuster(['serve', '--config', 'tls.json'], { cwd: place.folder });
  context.after(() => service.child.kill('SIGKILL'));
  let log = '';
  service.child.stderr.on('data', (text: string) => {
    log += text;
  });
  await service.complains('http: the certificate of the service itself expires in 4 days');
  await service.complains('http: the certificate of the service itself is not for audit.contoso.com');
  const port = Number(/listening on https:\/\/127\.0\.0\.1:(\d+)/.exec(log)?.[1]);
  const shown = async (): Promise<string | undefined> => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false });
    await once(socket, 'secureConnect');
    const fingerprint = socket.getPeerX509Certificate()?.fingerprint256;
    socket.destroy();
    return fingerprint;
  };
  const before = await shown();
  makeCertificate('own', '365');
  service.child.kill('SIGHUP');
  await service.complains('configuration read');
  assert.notEqual(await shown(), before);
  write('tls.json', { listen: '127.0.0.1:0' });
  service.child.kill('SIGHUP');
  await service.complains('http: another address, or TLS and client certificates in place of none, needs a restart');
  await shown();
  service.child.kill('SIGTERM');
  const { exitCode, stderr } = await service.done;
  assert.equal(exitCode, 0, stderr);
});

test('an address that is taken', async () => {
  const { createServer } = await import('node:net');
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const { port } = taken.address() as { port: number };
  write('taken.json', { listen: `127.0.0.1:${port}` });
  const { exitCode, stderr } = await place.run(['serve', '--config', join(place.folder, 'taken.json')]);
  taken.close();
  assert.equal(exitCode, 2);
  assert.match(stderr, /http\.listen: 127\.0\.0\.1:\d+ cannot be listened on: another program listens there already/);
});
