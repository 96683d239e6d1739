import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { makeKeyPair } from '../../../src/lab/key-pair.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { acrossRoles, type Place } from '../role-of-own.ts';

let contoso: Contoso;
let one: Uint8Array;
let other: Uint8Array;
before(async () => {
  contoso = await createContoso('p-256');
  one = contoso.leaf().der;
  other = contoso.leaf({}, { key: await makeKeyPair('p-256') }).der;
});

const roles = {
  farm: { title: 'Federation server' },
  balancer: { title: 'Load balancer', termination: { endsAt: 'farm' } },
};
const at = (role: string, address: string, der: Uint8Array | undefined, elements?: Place['elements']): Place => ({
  role,
  host: 'im.contoso.com',
  address,
  chain: der === undefined ? [] : [der],
  ...(elements === undefined ? {} : { elements }),
});
const judge = (...places: readonly Place[]) => acrossRoles('tls-termination', roles, places).findings;

test('passes where the place presents a key of the servers, and says what looks the same', () => {
  const [finding] = judge(at('balancer', '10.0.0.1', one), at('farm', '10.0.0.2', other), at('farm', '10.0.0.3', one));
  assert.equal(finding?.outcome, 'pass', finding?.message);
  assert.match(finding?.message ?? '', /decrypts TLS with a copy of the key looks the same/);
});

test('fails where it presents a key that none of the servers has', () => {
  const [finding] = judge(at('balancer', '10.0.0.1', other), at('farm', '10.0.0.2', one));
  assert.deepEqual([finding?.fault, finding?.severity], ['terminated-elsewhere', 'error']);
  assert.match(
    finding?.message ?? '',
    /^TLS ends at im\.contoso\.com \(10\.0\.0\.1:443\), not at Federation server\. The key there is none of those that im\.contoso\.com \(10\.0\.0\.2:443\) present\. /,
  );
});

test('a server that was not seen may have that key', () => {
  const [finding] = judge(
    at('balancer', '10.0.0.1', other),
    at('farm', '10.0.0.2', one),
    at('farm', '10.0.0.3', undefined),
  );
  assert.deepEqual([finding?.outcome, finding?.reason], ['undetermined', 'unreachable']);
});

test('is undetermined where the place or every server was not seen, and does not apply without servers', () => {
  assert.equal(judge(at('balancer', '10.0.0.1', undefined), at('farm', '10.0.0.2', one))[0]?.outcome, 'undetermined');
  assert.equal(judge(at('balancer', '10.0.0.1', one), at('farm', '10.0.0.2', undefined))[0]?.outcome, 'undetermined');
  assert.equal(judge(at('balancer', '10.0.0.1', one))[0]?.outcome, 'not-applicable');
});

test('each place is compared with the servers of its own element', () => {
  const findings = judge(
    at('balancer', '10.0.0.1', one, { pool: ['pools', 0] }),
    at('farm', '10.0.0.2', one, { member: ['pools', 0, 'members', 0] }),
    at('balancer', '10.0.1.1', one, { pool: ['pools', 1] }),
    at('farm', '10.0.1.2', other, { member: ['pools', 1, 'members', 0] }),
  );
  assert.deepEqual(
    findings.map(({ outcome }) => outcome),
    ['pass', 'fail'],
  );
});
