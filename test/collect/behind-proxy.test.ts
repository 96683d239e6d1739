import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createInStep } from '../../src/async/in-step.ts';
import { createCollector } from '../../src/collect/collector.ts';
import { startTlsListener } from '../../src/lab/tls-listener.ts';
import type { Endpoint, ResolvedEndpoint } from '../../src/model/endpoint.ts';
import type { FetchWish } from '../../src/model/network-evidence.ts';
import { createAddressFamilies } from '../../src/net/address-families.ts';
import { createConnector } from '../../src/net/connector.ts';
import { createProxyBook } from '../../src/net/proxy/proxy-book.ts';
import { startHttpProxy } from '../net/proxy/scripted-proxy.ts';
import { budget, collectorOptions, endpointAt } from './collecting.ts';
import { createPresenter, ders } from './presentations.ts';

const fetch: FetchWish = { issuers: true, crl: false, ocsp: false, allow: [] };

test('without an address the proxy resolves the name: the base name of an alias, once without SNI for all of them; evidence comes the same way', async () => {
  const presented = await (await createPresenter())('p-256');
  const listener = await startTlsListener({ address: '127.0.0.1', ...presented });
  const proxy = await startHttpProxy({ [`www.contoso.test:${listener.port}`]: listener.port });
  const wishes: FetchWish[] = [];
  const resolve = () => Promise.resolve({ ok: true, value: ['127.0.0.1'] } as const);
  const proxies = { book: createProxyBook(), resolve };
  const collect = createCollector({
    ...collectorOptions,
    connect: createConnector(createInStep(), { families: createAddressFamilies(), proxies }),
    collectEvidence: (_, wish) => {
      wishes.push(wish);
      return Promise.resolve({ issuers: [], crls: [], ocspResponses: [], fetches: [], complete: true });
    },
  });
  const url = `http://127.0.0.1:${proxy.port}`;
  const common: Partial<Endpoint> = { probeWithoutServerName: true };
  const behind = (changes: Partial<Endpoint>): ResolvedEndpoint => ({
    ...endpointAt(listener),
    ...common,
    ...changes,
    address: null,
    proxy: url,
  });
  const [base] = await collect(behind({ fetch }), budget());
  const [alias] = await collect(
    behind({
      host: 'as.www.contoso.test',
      serverName: 'as.www.contoso.test',
      lookupName: 'www.contoso.test',
      fetch: { ...fetch, proxy: 'none' },
    }),
    budget(),
  );
  for (const each of [base, alias]) {
    assert.equal(each?.failure, null);
    assert.deepEqual(each?.certificates.map(Buffer.from), ders(presented));
    assert.ok(each?.withoutServerName !== null);
  }
  assert.deepEqual(
    wishes.map((wish) => wish.proxy),
    [url, 'none'],
  );
  const tunnel = `www.contoso.test:${listener.port}`;
  assert.deepEqual(proxy.asked, [tunnel, tunnel, tunnel]);
  await Promise.all([proxy.close(), listener.close()]);
});
