import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import { describeEndpointsWhere, describeWhere } from '../../src/report/describe-where.ts';
import { causesOf, endpoint, finding } from './sample-report.ts';

const on = (server: string | null, address: string, more: Partial<EndpointReport> = {}) =>
  endpoint({ server, address, ...more });

test('a place is told once, whatever number of names it answers for', () => {
  const hosts = ['im.contoso.com', 'as.im.contoso.com'];
  assert.equal(
    describeEndpointsWhere(hosts.map((host) => on('cwa01.contoso.local', '10.0.0.11', { host }))),
    'cwa01.contoso.local 10.0.0.11:443',
  );
  assert.equal(
    describeEndpointsWhere(hosts.map((host) => on(null, '10.0.0.11', { host }))),
    'im.contoso.com 10.0.0.11:443 (2 names)',
  );
});

test('what stands in front of the servers is called by its role', () => {
  assert.equal(
    describeEndpointsWhere([on(null, '2001:db8::1', { role: 'load-balancer' })]),
    'load-balancer [2001:db8::1]:443',
  );
});

test('several servers of one port stand together, by their first labels', () => {
  const servers = [on('cwa01.contoso.local', '10.0.0.11'), on('cwa02.contoso.local', '10.0.0.12')];
  const mtls = on('cwa01.contoso.local', '10.0.0.11', { port: 5061, role: 'mtls' });
  assert.equal(describeEndpointsWhere(servers), 'cwa01, cwa02:443');
  assert.equal(describeEndpointsWhere([...servers, mtls]), 'cwa01, cwa02:443, cwa01:5061');
});

test('first labels that several servers share are not enough', () => {
  const servers = [on('web.a.example', '10.0.0.11'), on('web.b.example', '10.0.0.12')];
  assert.equal(describeEndpointsWhere(servers), 'web.a.example, web.b.example:443');
});

test('places of a cause whose endpoints are not at hand are told as they are, escaped', () => {
  const [cause] = causesOf([finding('key-usage', 'fail')], { endpoints: ['x'], places: ['a\u001b 10.0.0.1:443'] });
  assert.ok(cause);
  assert.equal(describeWhere(cause, new Map()), 'a\\u{1b} 10.0.0.1:443');
  assert.match(describeWhere({ ...cause, endpointsOmitted: 7 }, new Map()), /, 7 endpoints more$/);
});
