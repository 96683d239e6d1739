import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';

import { openHealthPage } from '../../src/cli/sites/health-page.ts';
import { createWorkerCounts } from '../../src/sites/worker-counts.ts';
import { temporaryFolder } from '../estate/temporary-folder.ts';
import { certmuster, startCertmuster } from './certmuster.ts';

const secret = { CERTMUSTER_BROKER_PASSWORD: 'x' };

for (const [args, message] of [
  [[], /--site: is missing: name the site[\s\S]*--broker: is missing: name the broker/],
  [['--site', 'A B', '--broker', 'amqp://a@mq'], /"A B" is not the name of a site/],
  [['--site', 'a', '--broker', 'http://mq'], /"http:\/\/mq" is not the URL of a broker; use amqps:\/\//],
  [
    ['--site', 'a', '--broker', 'amqps://mq'],
    /has neither a user nor a client certificate; add USER@ or --broker-cert/,
  ],
  [
    ['--site', 'a', '--broker', 'amqp://mq'],
    /: 1 problem:\n {2}--broker: amqp:\/\/mq:5672 has no user; add USER@, or use amqps/,
  ],
  [['--site', 'a', '--broker', 'amqps://a:b@mq'], /contains a password, which others could read/],
  [['--site', 'a', '--broker', 'amqp://a@mq', '--allow', '10.0.0.0/99'], /--allow: /],
  [['--site', 'a', '--broker', 'amqp://a@mq', '--allow-file', 'nothing.txt'], /nothing\.txt does not exist/],
  [
    ['--site', 'a', '--broker', 'amqp://a@mq', '--broker-cert', 'x.pem'],
    /--broker-cert: needs its private key: --broker-key FILE/,
  ],
  [
    ['--site', 'a', '--broker', 'amqp://a@mq', '--listen', 'localhost:1'],
    /is not ADDRESS:PORT; use for instance 127\.0\.0\.1:9180/,
  ],
  [['--site', 'a', '--broker', 'amqp://a@mq', '--trust', 'x.pem'], /Unknown option --trust/],
] as const) {
  test(`worker ${args.join(' ')} starts nothing and says why`, async () => {
    const { exitCode, stderr } = await certmuster(['worker', ...args], { environment: secret });
    assert.equal(exitCode, 2, stderr);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /:b@/);
  });
}

for (const [args, message] of [
  [['--broker', 'amqp://a@mq', '--broker', 'amqp://b@mq'], /names two brokers for all sites; write SITE=URL/],
  [['--broker', 'x=amqp://a@mq', '--broker', 'x=amqp://b@mq'], /names two brokers for the site x; name one/],
  [['--broker', 'amqp://a@mq', '--site-wait', '1x'], /"1x" is not a time from 1s to 24h/],
  [['--site-wait', '5s'], /--site-wait: needs a broker: add --broker URL/],
] as const) {
  test(`scan ${args.join(' ')} dials nothing and says why`, async () => {
    const { exitCode, stderr } = await certmuster(['scan', '127.0.0.1:1', ...args], { environment: secret });
    assert.equal(exitCode, 2, stderr);
    assert.match(stderr, message);
  });
}

test('a worker without its broker keeps trying, says so once, shows it on its page, and ends at the first signal', async () => {
  const folder = temporaryFolder();
  const allow = folder.write('allow.txt', '# what may be dialed\n10.0.0.0/24:443\n\nim.contoso.com # the server\n');
  // A port on which nobody listens.
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const { port } = free.address() as { port: number };
  await new Promise((resolve) => free.close(resolve));
  const worker = startCertmuster(
    [
      'worker',
      '--site',
      'a',
      '--broker',
      `amqp://a@127.0.0.1:${port}`,
      '--allow-file',
      allow,
      '--listen',
      '127.0.0.1:0',
    ],
    { environment: secret },
  );
  let log = '';
  worker.child.stderr.on('data', (text: string) => {
    log += text;
  });
  await worker.complains('no connection to the broker: connect ECONNREFUSED');
  await worker.complains('/healthz');
  const [page = ''] = /http:\/\/\S+/.exec(log) ?? [];
  const health = await fetch(page);
  assert.equal(health.status, 503);
  const metrics = await (await fetch(page.replace('healthz', 'metrics'))).text();
  assert.match(metrics, /^certmuster_worker_connected\{site="a"\} 0$/m);
  worker.child.kill('SIGTERM');
  const { exitCode, stderr } = await worker.done;
  assert.equal(exitCode, 0, stderr);
  assert.match(stderr, /2 entries of --allow/);
  assert.equal(stderr.match(/no connection to the broker/g)?.length, 1);
  folder.remove();
});

test('the page answers GET of its two paths, and nothing else', async () => {
  const counts = { ...createWorkerCounts(), notAllowed: 7 };
  let isConnected = true;
  const page = await openHealthPage(
    { host: '127.0.0.1', port: 0 },
    { site: 'a', isConnected: () => isConnected, counts },
  );
  const ask = (path: string, method = 'GET') => fetch(`http://${page.address}${path}`, { method });
  assert.equal((await ask('/healthz')).status, 200);
  assert.match(await (await ask('/metrics')).text(), /^certmuster_worker_endpoints_not_allowed_total\{site="a"\} 7$/m);
  isConnected = false;
  assert.equal((await ask('/healthz')).status, 503);
  assert.equal((await ask('/')).status, 404);
  assert.equal((await ask('/healthz', 'POST')).status, 405);
  page.close();
});
