import assert from 'node:assert/strict';
import { test } from 'node:test';

import { runSiteWorker } from '../../src/audit/gather/site-worker.ts';
import { createAuthority } from '../../src/lab/authority.ts';
import { issueServerCertificate } from '../../src/lab/issue-server-certificate.ts';
import { makeKeyPair } from '../../src/lab/key-pair.ts';
import { startTlsListener } from '../../src/lab/tls-listener.ts';
import type { Endpoint } from '../../src/model/endpoint.ts';
import { parseBrokerUrl } from '../../src/sites/broker-url.ts';
import { createWorkerCounts } from '../../src/sites/worker-counts.ts';
import { createTrustStore } from '../../src/pki/trust/trust-store.ts';
import { parseExclusion, createExclusions } from '../../src/targets/exclusions.ts';
import { endpointAt } from '../collect/collecting.ts';
import { startDnsServer } from '../net/dns-server.ts';
import { createMemoryEngine } from '../sites/memory-engine.ts';
import { environment, requestFor, runAudit } from './auditing.ts';

/** A worker in this process, and a scan that asks it. */
async function auditFrom(
  site: { readonly allow: readonly string[]; readonly dnsServers?: readonly string[] },
  request: Parameters<typeof requestFor>,
) {
  const engine = createMemoryEngine();
  const end = new AbortController();
  const counts = createWorkerCounts();
  const permissions = site.allow.flatMap((text) => {
    const read = parseExclusion(text);
    return read.ok ? [read.value] : [];
  });
  const done = runSiteWorker(
    {
      ...{ site: 'outside', engine: engine.worker(), allow: permissions, counts, signKey: undefined },
      log: () => undefined,
      options: { concurrency: 8, dnsServers: site.dnsServers ?? [], provePossession: false },
    },
    environment({ signal: end.signal, ownAddresses: () => ['127.0.0.1', '::1'] }),
  );
  const url = parseBrokerUrl('amqp://a@mq');
  assert.ok(url.ok);
  const [endpoints, changes = {}] = request;
  const sites = {
    brokers: [{ access: { url: url.value, password: 'x' } }],
    ...{ waitMs: 60_000, run: '0'.repeat(32), isContinued: false },
  };
  const audited = await runAudit(requestFor(endpoints, { ...changes, sites }), {
    connectBroker: () => engine.scanner(),
  });
  end.abort();
  await done;
  return { ...audited, counts };
}

const [authority, key] = await Promise.all([
  createAuthority({ organization: 'Contoso', now: new Date() }),
  makeKeyPair('p-256'),
]);
const leaf = await issueServerCertificate(authority, key, { names: ['www.contoso.test'] });
const listen = () => startTlsListener({ address: '127.0.0.1', chain: [leaf, authority.intermediate], key });

function named(port: number, host: string): Endpoint {
  const endpoint = endpointAt({ port });
  return { ...endpoint, host, address: null, site: 'outside', id: `-|-/server/${host}@-:${port}` };
}

test('names are looked up at the site, one endpoint an address, and what is excluded or not allowed there is not dialed', async () => {
  const server = await listen();
  const dns = await startDnsServer({
    'www.contoso.test': { addresses: ['127.0.0.1', '127.0.0.2', '127.0.0.3'] },
    'gone.contoso.test': { code: 3 },
  });
  const exclude = parseExclusion('127.0.0.3');
  assert.ok(exclude.ok);
  const exclusions = createExclusions([exclude.value]);
  const { endpoints, counts } = await auditFrom({ allow: ['127.0.0.1', '127.0.0.3'], dnsServers: [dns.address] }, [
    [named(server.port, 'www.contoso.test'), named(server.port, 'gone.contoso.test')],
    { options: { exclusions } },
  ]);
  assert.deepEqual(endpoints.map(({ observation: { endpoint, failure } }) => [endpoint.id, failure?.kind]).sort(), [
    [`-|-/server/gone.contoso.test@-:${server.port}`, 'not-found'],
    [`-|-/server/www.contoso.test@127.0.0.1:${server.port}`, undefined],
    [`-|-/server/www.contoso.test@127.0.0.2:${server.port}`, 'not-allowed'],
  ]);
  assert.deepEqual([exclusions.count(), counts.notAllowed], [1, 1]);
  await server.close();
  dns.close();
});

test('what is fetched at the site is held to its allowance, whatever the endpoint allows', async () => {
  const server = await listen();
  const dns = await startDnsServer({ 'pki.contoso.com': { addresses: ['127.0.0.9'] } });
  const store = createTrustStore({ name: 'contoso', source: 'test', date: null, anchors: [authority.root.der] });
  assert.ok(store.ok);
  const endpoint = {
    ...endpointAt(server),
    site: 'outside',
    trust: [{ list: null, stores: ['contoso'] }],
    fetch: { issuers: true, crl: true, ocsp: true, allow: ['127.0.0.0/8'] },
  };
  const { endpoints } = await auditFrom({ allow: ['127.0.0.1'], dnsServers: [dns.address] }, [
    [endpoint],
    { stores: new Map([['contoso', store.value]]) },
  ]);
  const [seen] = endpoints;
  const fetches = seen?.observation.evidence?.fetches ?? [];
  assert.ok(fetches.length >= 2);
  for (const { outcome, message } of fetches) {
    assert.equal(outcome, 'refused');
    assert.match(message, /127\.0\.0\.9:80 is not among what --allow allows/);
  }
  assert.equal(seen?.report.findings.find(({ check }) => check === 'chain-trust')?.outcome, 'pass');
  await server.close();
  dns.close();
});
