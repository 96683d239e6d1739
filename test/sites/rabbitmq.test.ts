import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { requestFor, runAudit } from '../audit/auditing.ts';
import { temporaryFolder } from '../estate/temporary-folder.ts';
import { type Broker, startBroker } from './rabbitmq.ts';
import { endpointsOf, scannerUser, sitesRequest, siteUser, startServer, startWorker } from './site-place.ts';

let broker: Broker;
let server: Awaited<ReturnType<typeof startServer>>;
const folder = temporaryFolder();
before(async () => {
  [broker, server] = await Promise.all([
    startBroker(folder, { users: [scannerUser, siteUser('inside'), siteUser('outside')] }),
    startServer(),
  ]);
});
after(async () => {
  await Promise.all([broker.close(), server.close()]);
  folder.remove();
});

test('endpoints are seen from their sites, and the others from here', async () => {
  const workers = [
    await startWorker(broker, 'inside', '--allow', '127.0.0.1'),
    await startWorker(broker, 'outside', '--allow', '127.0.0.0/8'),
  ];
  const { port } = server;
  const [{ site: _, ...here } = { site: '' }] = endpointsOf('here', port, 1);
  const endpoints = [...endpointsOf('inside', port, 70), ...endpointsOf('outside', port, 130), here as never];
  const { endpoints: events, summary } = await runAudit(requestFor(endpoints, { sites: sitesRequest(broker) }));
  assert.equal(events.length, 201);
  assert.equal(new Set(events.map(({ report: { id } }) => id)).size, 201);
  assert.equal(summary.summary.summary.unreachable, 0);
  for (const each of events) {
    assert.equal(each.observation.seenFrom, each.observation.endpoint.site);
    assert.equal(each.observation.certificates.length, 2);
  }
  for (const { child, done } of workers) {
    child.kill('SIGTERM');
    const { exitCode, stderr } = await done;
    assert.equal(exitCode, 0, stderr);
  }
});
