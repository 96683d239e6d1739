import assert from 'node:assert/strict';
import { test } from 'node:test';

import { siteBatchSchema } from '../../src/model/site-messages.ts';
import { toSiteRequest } from '../../src/sites/site-request.ts';
import { endpointsOf } from './site-place.ts';

test('a worker is sent what dialing takes, and nothing of what is judged by', () => {
  const [plain] = endpointsOf('outside', 443, 1);
  assert.ok(plain);
  const request = toSiteRequest({
    ...plain,
    ...{ deployment: 'contoso', virtualServer: 'https://im.contoso.com', server: 'cwa01.contoso.local', role: 'mtls' },
    names: { url: 'im.contoso.com', server: 'cwa01.contoso.local', proxy: null, externalUrl: null },
    trust: [{ list: 'internal', stores: ['adatum'] }],
    policyOverrides: { severity: { 'wildcard-name': 'off' } },
    waivers: [],
    lookupName: 'im.contoso.com',
    fetch: { issuers: true, crl: true, ocsp: false, allow: ['private'] },
  });
  assert.deepEqual(Object.keys(request).sort(), [
    ...['address', 'fetch', 'host', 'id', 'keyType', 'lookupName', 'port', 'probeWithoutServerName', 'serverName'],
  ]);
  assert.deepEqual(siteBatchSchema.shape.requests.element.safeParse(request).data, request);
  const text = JSON.stringify(request);
  for (const word of ['adatum', 'mtls', 'wildcard', 'contoso.local']) assert.ok(!text.includes(word), word);
});
