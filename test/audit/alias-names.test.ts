import assert from 'node:assert/strict';
import { test } from 'node:test';

import { resolveAliasNames } from '../../src/audit/alias-names.ts';
import type { Deployment } from '../../src/model/deployment.ts';
import { createNameResolver } from '../../src/net/name-resolver.ts';
import { startDnsServer } from '../net/dns-server.ts';

const hosts = ['one.contoso.com', 'two.contoso.com', 'three.contoso.com', 'four.contoso.com', 'five.contoso.com'];

const deployment: Deployment = {
  name: 'contoso',
  policy: 'cwa-2007-r2',
  policyOverrides: {},
  virtualServers: hosts.map((host) => ({
    url: `https://${host}`,
    host,
    access: 'external',
    loadBalancer: null,
    reverseProxy: null,
    servers: [],
  })),
};

test('a deployment of many names makes Node warn of no leak on stderr', async () => {
  const server = await startDnsServer({ 'as.two.contoso.com': { addresses: ['10.0.0.1'] } });
  const resolver = createNameResolver({ overrides: new Map(), hostsFile: undefined, dnsServers: [server.address] });
  const warnings: string[] = [];
  const onWarning = ({ name }: Error): number => warnings.push(name);
  process.on('warning', onWarning);
  try {
    const options = { signal: new AbortController().signal, timeoutMs: 10_000 };
    const answers = await resolveAliasNames([deployment], resolver.resolve, options);
    assert.equal(answers.length, 15);
    assert.deepEqual(answers.find(({ name }) => name === 'as.two.contoso.com')?.addresses, ['10.0.0.1']);
  } finally {
    resolver.close();
    server.close();
    // Warnings are emitted on the next tick.
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', onWarning);
  }
  assert.deepEqual(warnings, []);
});
