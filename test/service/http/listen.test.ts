import assert from 'node:assert/strict';
import { test } from 'node:test';

import { startHttpServer } from '../../../src/service/http/http-server.ts';
import { startServer } from './start-server.ts';

test('IPv4 and all of IPv6 are listened on at the same port, and the URLs are as configured', async (context) => {
  const { port } = await startServer(context);
  const { server } = await startServer(context, { addresses: [{ host: '::', port }] });
  assert.deepEqual(server.urls, [`http://[::]:${port}`]);
});

test('a port that is taken is an error that says what to do', async (context) => {
  const { port, plan, service } = await startServer(context);
  const second = await startHttpServer({ ...plan, addresses: [{ host: '127.0.0.1', port }] }, service);
  assert.deepEqual(second, {
    ok: false,
    error: `127.0.0.1:${port} cannot be listened on: another program listens there already; stop it, or choose another port`,
  });
});
