import assert from 'node:assert/strict';
import { test } from 'node:test';

import { expectationOf } from '../../src/evaluate/expectation.ts';
import type { Endpoint } from '../../src/model/endpoint.ts';
import { findPolicy } from '../../src/policy/policies.ts';
import { endpointWith } from './observation.ts';

const names = {
  url: 'im.contoso.com',
  server: 'cwa01.contoso.local',
  proxy: 'proxy.contoso.com',
  externalUrl: 'chat.contoso.com',
};
const expected = (changes: Partial<Endpoint>) => {
  const result = expectationOf(findPolicy('cwa-2007-r2'), endpointWith({ names, ...changes }), undefined);
  assert.ok(result.ok);
  const { commonNames, requiredNames } = result.value;
  return { subject: commonNames?.join(), dnsNames: requiredNames?.dns };
};
const under = (host: string) => [host, `as.${host}`, `download.${host}`];

test('the names of the virtual server are expected of everything that serves its URL', () => {
  for (const role of [
    'virtual-server',
    'as-host',
    'download-host',
    'load-balancer',
    'reverse-proxy-internal',
  ] as const) {
    assert.deepEqual(expected({ role }), { subject: 'im.contoso.com', dnsNames: under('im.contoso.com') });
  }
});

test('outside, the FQDN of the proxy and the names of the URL outside', () => {
  const role = 'reverse-proxy-external';
  assert.deepEqual(expected({ role }), { subject: 'proxy.contoso.com', dnsNames: under('chat.contoso.com') });
  const same = { ...names, externalUrl: 'im.contoso.com' };
  assert.deepEqual(expected({ role, names: same }), { subject: 'im.contoso.com', dnsNames: under('im.contoso.com') });
});

test('of an MTLS listener only the FQDN of the server', () => {
  assert.deepEqual(expected({ role: 'mtls' }), { subject: 'cwa01.contoso.local', dnsNames: [] });
});

test('an address has no names below it', () => {
  assert.deepEqual(expected({ names: { ...names, url: '10.0.0.1' } }), { subject: '10.0.0.1', dnsNames: ['10.0.0.1'] });
});

test('a name that the topology lacks leaves what is made of it undefined', () => {
  const unnamed = { url: null, server: null, proxy: null, externalUrl: null };
  assert.deepEqual(expected({ names: unnamed }), { subject: undefined, dnsNames: undefined });
  assert.deepEqual(expected({ role: 'reverse-proxy-external', names: unnamed }), {
    subject: undefined,
    dnsNames: undefined,
  });
});

test('a role of another policy is not declared', () => {
  const result = expectationOf(findPolicy('cwa-2007-r2'), endpointWith({ role: 'server' }), undefined);
  assert.deepEqual(result, { ok: false, error: 'not-declared' });
});
