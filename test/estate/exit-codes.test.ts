import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, test } from 'node:test';

import { startTlsListener } from '../../src/lab/tls-listener.ts';
import { createContoso, sslPresentation, urlHost } from './contoso.ts';
import { runCertmuster } from './run-certmuster.ts';
import { scanOne } from './scan.ts';
import { startScriptedPeer } from './scripted/scripted-peer.ts';
import { freePort } from './free-port.ts';
import { temporaryFolder } from './temporary-folder.ts';

const folder = temporaryFolder();
const contoso = await createContoso(new Date());
const trustFile = folder.write('root.pem', contoso.authority.root.pem);
const sound = await startTlsListener({ ...sslPresentation(contoso), address: '127.0.0.1' });
after(async () => {
  await sound.close();
  folder.remove();
});

test('an endpoint that refuses the connection is unreachable, its findings undetermined, and the exit code is 3', async () => {
  const target = { host: urlHost, address: '127.0.0.1', port: await freePort(), trustFile };
  const { endpoint, exitCode } = await scanOne(folder, target);
  assert.equal(endpoint.verdict, 'unreachable');
  assert.deepEqual([endpoint.failure?.stage, endpoint.failure?.kind], ['tcp', 'refused']);
  assert.deepEqual([endpoint.handshake, endpoint.chain], [null, []]);
  assert.deepEqual(new Set(endpoint.findings.map(({ outcome }) => outcome)).has('pass'), false);
  assert.equal(exitCode, 3);
});

test('an endpoint that never answers is given up at the timeout, which is named by its stage', async () => {
  const peer = await startScriptedPeer(() => ({ kind: 'silence' }));
  const target = { host: urlHost, address: peer.address, port: peer.port, trustFile };
  const { endpoint, exitCode } = await scanOne(folder, target, ['--timeout', '1s']);
  await peer.close();
  assert.deepEqual([endpoint.failure?.stage, endpoint.failure?.kind], ['tls', 'timeout']);
  assert.equal(exitCode, 3);
});

test('findings beat unreachable endpoints: the exit code is 1', async () => {
  const targets = {
    trustStores: { roots: { files: [trustFile] } },
    targets: [
      { host: 'www.contoso.com', address: sound.address, port: sound.port, trust: ['roots'] },
      { host: urlHost, address: '127.0.0.1', port: await freePort(), trust: ['roots'] },
    ],
  };
  const file = folder.write('mixed.json', JSON.stringify(targets));
  assert.equal((await runCertmuster(['scan', file, '--format', 'json'])).exitCode, 1);
});

test('a wrong targets file exits 2, lists every problem with its path, and nothing is dialed', async () => {
  let connections = 0;
  const canary = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
  const { port } = canary.address() as { port: number };
  const server = { fqdn: 'cwa01.contoso.local', address: '127.0.0.1', httpsPort: port };
  const file = folder.write(
    'wrong.json',
    JSON.stringify({
      trustStores: { roots: { files: ['missing.pem'] } },
      surprise: true,
      deployments: [
        { name: 'twice', virtualServers: [{ url: 'https://im.contoso.com', servers: [server, server] }] },
        { name: 'twice', virtualServers: [{ url: 'not a url', servers: [server] }] },
      ],
      targets: [{ host: urlHost, address: '127.0.0.1', port, trust: ['roots'] }],
    }),
  );
  const result = await runCertmuster(['scan', file, '--format', 'json']);
  canary.close();
  assert.equal(result.exitCode, 2);
  assert.equal(result.stdout, '');
  assert.equal(connections, 0);
  for (const problem of [
    /surprise/,
    /trustStores\.roots\.files\[0\]/,
    /deployments\[1\]\.name/,
    /servers\[1\]/,
    /\.url/,
  ]) {
    assert.match(result.stderr, problem);
  }
});

test('a file that is no JSON exits 2', async () => {
  const file = folder.write('broken.json', '{ "targets": [');
  const result = await runCertmuster(['scan', file]);
  assert.deepEqual([result.exitCode, result.stdout], [2, '']);
  assert.match(result.stderr, /broken\.json/);
});
