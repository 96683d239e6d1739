import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parseBrokerUrl } from '../../src/sites/broker-url.ts';
import { requestFor, runAudit } from '../audit/auditing.ts';
import { createMemoryEngine } from './memory-engine.ts';
import { endpointsOf } from './site-place.ts';

test('what no worker answered for was seen from nowhere, also if who scans has a site', async () => {
  const url = parseBrokerUrl('amqp://scanner@127.0.0.1');
  assert.ok(url.ok);
  const [here] = endpointsOf('inside', 1, 1);
  const sites = {
    brokers: [{ site: 'outside', access: { url: url.value, password: 'x' } }],
    ...{ waitMs: 50, run: '0123456789abcdef0123456789abcdef', isContinued: false },
  };
  const { endpoints } = await runAudit(
    requestFor([here as never, ...endpointsOf('outside', 443, 1)], { site: 'inside', sites }),
    { connectBroker: () => createMemoryEngine().scanner() },
  );
  assert.deepEqual(
    endpoints.map(({ report: { site, seenFrom, failure } }) => [site, seenFrom, failure?.kind]),
    [
      ['inside', 'inside', 'refused'],
      ['outside', undefined, 'site-without-worker'],
    ],
  );
});
