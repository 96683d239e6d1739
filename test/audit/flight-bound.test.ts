import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createAuthority } from '../../src/lab/authority.ts';
import { issueServerCertificate } from '../../src/lab/issue-server-certificate.ts';
import { makeKeyPair } from '../../src/lab/key-pair.ts';
import { startTlsListener } from '../../src/lab/tls-listener.ts';
import { endpointAt } from '../collect/collecting.ts';
import { requestFor, runAudit } from './auditing.ts';

test('the more endpoints may be under way, the fewer bytes each may send', async () => {
  const authority = await createAuthority({ organization: 'Contoso', now: new Date() });
  const key = await makeKeyPair('p-256');
  const leaf = await issueServerCertificate(authority, key, { names: ['www.contoso.test'] });
  const { intermediate } = authority;
  const copies = Math.ceil(100_000 / intermediate.der.length);
  const chain = [leaf, ...Array.from({ length: copies }, () => intermediate)];
  const listener = await startTlsListener({ address: '127.0.0.1', chain, key });
  const auditWith = async (concurrency: number) => {
    const { endpoints } = await runAudit(requestFor([endpointAt(listener)], { options: { concurrency } }));
    return endpoints[0]?.report;
  };
  const few = await auditWith(1);
  assert.deepEqual([few?.failure, few?.chain.length], [null, chain.length]);
  const many = await auditWith(2_000);
  await listener.close();
  assert.match(many?.failure?.message ?? '', /the limit of 65536 bytes|the limit is 65536/);
});
