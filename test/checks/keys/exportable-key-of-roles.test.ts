import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { acrossRoles, type Place } from '../role-of-own.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const at = (address: string, index: number, role = 'farm'): Place => ({
  role,
  host: 'im.contoso.com',
  address,
  chain: [contoso.leaf().der],
  elements: { server: ['servers', index] },
});
const judge = (...places: readonly Place[]) =>
  acrossRoles(
    'exportable-key',
    { farm: { title: 'Server' }, front: { title: 'Front', termination: { endsAt: 'farm' } } },
    places,
    { servers: [] },
    { severity: { 'exportable-key': 'not-observable' } },
  ).findings;

test('one key at two elements of the parameters is said, and is still no proof', () => {
  const [finding, ...others] = judge(at('10.0.0.1', 0), at('10.0.0.2', 1));
  assert.deepEqual([finding?.outcome, others.length, finding?.endpoints.length], ['not-observable', 0, 2]);
  assert.match(
    finding?.message ?? '',
    /^One key is presented by im\.contoso\.com 10\.0\.0\.1:443 and im\.contoso\.com 10\.0\.0\.2:443\. Unless one of them passes TLS on/,
  );
});

test('two addresses of one element, and a place that passes TLS through, say nothing', () => {
  assert.deepEqual(judge(at('10.0.0.1', 0), at('10.0.0.2', 0)), []);
  assert.deepEqual(judge(at('10.0.0.1', 0), at('10.0.0.9', 7, 'front')), []);
});
