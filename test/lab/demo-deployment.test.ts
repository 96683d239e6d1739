import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectPlain } from 'node:net';
import { after, test } from 'node:test';
import { connect } from 'node:tls';

import { startDemoDeployment } from '../../src/lab/demo-deployment.ts';
import { targetsFileSchema } from '../../src/model/targets-file.ts';

const demo = await startDemoDeployment({ now: new Date() });
after(() => demo.close());

const virtualServer = demo.targets.deployments?.[0]?.virtualServers?.[0];
assert.ok(virtualServer);

test('the targets have the shape of a targets file, and every store names a file that is handed over', () => {
  assert.deepEqual(targetsFileSchema.parse(demo.targets), demo.targets);
  for (const store of Object.values(demo.targets.trustStores ?? {})) {
    assert.ok('files' in store);
    for (const file of store.files) assert.ok(new X509Certificate(demo.trustFiles.get(file) ?? '').ca);
  }
});

test('every address declared is loopback and listens', async () => {
  const places = [
    ...(virtualServer.servers ?? []).map(({ address, httpsPort }) => ({ address, port: httpsPort })),
    ...(virtualServer.servers ?? []).map(({ mtlsAddress, mtlsPort }) => ({ address: mtlsAddress, port: mtlsPort })),
    virtualServer.loadBalancer,
    virtualServer.reverseProxy?.external,
    virtualServer.reverseProxy?.internal,
  ];
  assert.equal(places.length, 7);
  for (const place of places) {
    assert.match(place?.address ?? '', /^127\./);
    const socket = connectPlain(place?.port ?? 0, place?.address ?? '');
    await once(socket, 'connect');
    socket.destroy();
  }
});

test('a sound endpoint is trusted under all three names', async () => {
  const cwa01 = virtualServer.servers?.[0];
  const ca = [...demo.trustFiles.values()];
  for (const servername of ['im.contoso.com', 'as.im.contoso.com', 'download.im.contoso.com']) {
    const socket = connect({ host: cwa01?.address ?? '', port: cwa01?.httpsPort ?? 0, servername, ca });
    await once(socket, 'secureConnect');
    assert.equal(socket.authorized, true);
    socket.destroy();
  }
});

test('no name of the deployment has to be looked up', () => {
  const names = ['im', 'chat'].flatMap((label) =>
    ['', 'as.', 'download.'].map((prefix) => `${prefix}${label}.contoso.com`),
  );
  for (const name of [...names, 'proxy.contoso.com', 'cwa01.contoso.local', 'cwa02.contoso.local']) {
    assert.ok(
      demo.resolve.get(name)?.every((address) => address.startsWith('127.')),
      name,
    );
  }
});

test('every cause of a story is told once, and shows on a listener that there is', () => {
  const causes = demo.stories.flatMap((story) => story.causes);
  const names = causes.map(({ fault, at = '' }) => `${fault} ${at}`);
  assert.deepEqual(names, [...new Set(names)]);
  for (const { at } of causes) if (at !== undefined) assert.ok(demo.places.has(at), at);
});

test('an aborted signal closes every listener', async () => {
  const abort = new AbortController();
  const other = await startDemoDeployment({ now: new Date(), signal: abort.signal });
  const balancer = other.targets.deployments?.[0]?.virtualServers?.[0]?.loadBalancer;
  abort.abort();
  const socket = connectPlain(balancer?.port ?? 0, balancer?.address ?? '');
  const [error] = await once(socket, 'error');
  assert.equal((error as NodeJS.ErrnoException).code, 'ECONNREFUSED');
});
