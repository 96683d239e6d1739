import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import type { RoleDocument } from '../../../src/model/role-document.ts';
import { makeKeyPair } from '../../../src/lab/key-pair.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { acrossRoles, type Place } from '../role-of-own.ts';

let contoso: Contoso;
let one: Uint8Array;
let renewed: Uint8Array;
let other: Uint8Array;
before(async () => {
  contoso = await createContoso('p-256');
  one = contoso.leaf().der;
  renewed = contoso.leaf({ notAfter: new Date('2027-12-01T00:00:00Z') }).der;
  other = contoso.leaf({}, { key: await makeKeyPair('p-256') }).der;
});

const at = (role: string, host: string, der: Uint8Array | undefined, elements?: Place['elements']): Place => ({
  role,
  host: 'im.contoso.com',
  address: host,
  chain: der === undefined ? [] : [der],
  ...(elements === undefined ? {} : { elements }),
});
const roles = (sharing: RoleDocument['sharing']): Readonly<Record<string, RoleDocument>> => ({
  farm: { title: 'Federation server', sharing },
  proxy: { title: 'Web Application Proxy' },
});
const judge = (sharing: RoleDocument['sharing'], places: readonly Place[], parameters = {}) =>
  acrossRoles('key-sharing', roles(sharing), places, parameters);

test('says nothing where no role demands it', () => {
  assert.deepEqual(judge(undefined, [at('farm', '10.0.0.1', one), at('proxy', '10.0.0.2', other)]).findings, []);
});

test('passes for one key, also in two certificates, and fails for two keys with who holds which', () => {
  const same = { sameKeyAs: ['proxy'], source: 'Section 9' };
  const [pass] = judge(same, [at('farm', '10.0.0.1', one), at('proxy', '10.0.0.2', renewed)]).findings;
  assert.equal(pass?.outcome, 'pass', pass?.message);
  const { findings, causes } = judge(same, [at('farm', '10.0.0.1', one), at('proxy', '10.0.0.2', other)]);
  assert.deepEqual([findings.length, findings[0]?.fault, findings[0]?.severity], [1, 'keys-differ', 'error']);
  assert.match(
    findings[0]?.message ?? '',
    /^Federation server and Web Application Proxy do not present the same key\. im\.contoso\.com \(10\.0\.0\.1:443\) presents [0-9a-f]{12}…; im\.contoso\.com \(10\.0\.0\.2:443\) presents [0-9a-f]{12}…\. /,
  );
  assert.equal(causes[0]?.citation.document, 'Section 9');
});

test('is said once if both roles demand it of each other', () => {
  const both = {
    farm: { title: 'F', sharing: { sameKeyAs: ['proxy'] } },
    proxy: { title: 'P', sharing: { sameKeyAs: ['farm'] } },
  };
  assert.equal(
    acrossRoles('key-sharing', both, [at('farm', '10.0.0.1', one), at('proxy', '10.0.0.2', other)]).findings.length,
    1,
  );
});

test('all endpoints of one role may have to have one certificate', () => {
  const same = { sameCertificateAs: ['farm'] };
  const [fail] = judge(same, [at('farm', '10.0.0.1', one), at('farm', '10.0.0.2', renewed)]).findings;
  assert.equal(fail?.fault, 'certificates-differ', fail?.message);
  assert.match(fail?.message ?? '', /^Endpoints of Federation server present different certificates\. /);
  const [alone] = judge(same, [at('farm', '10.0.0.1', one)]).findings;
  assert.deepEqual([alone?.outcome, alone?.reason], ['not-applicable', 'nothing-to-compare']);
});

test('a key that must not be shared is found, and each pair is a cause of its own', () => {
  const different = { differentKeyFrom: ['proxy', 'farm'] };
  const apart = judge(different, [at('farm', '10.0.0.1', one), at('proxy', '10.0.0.2', other)]).findings;
  assert.deepEqual(
    apart.map(({ outcome }) => outcome),
    ['pass', 'not-applicable'],
  );
  const { findings, causes } = judge(different, [
    at('farm', '10.0.0.1', one, { server: ['servers', 0] }),
    at('farm', '10.0.0.3', renewed, { server: ['servers', 1] }),
    at('proxy', '10.0.0.2', renewed),
  ]);
  assert.deepEqual(
    findings.map(({ fault }) => fault),
    ['key-shared', 'key-shared'],
  );
  assert.match(findings[0]?.message ?? '', /^Federation server and Web Application Proxy share a key\. /);
  assert.equal(new Set(causes.map(({ key }) => key)).size, 2);
});

test('two addresses of one server are one holder', () => {
  const places = ['10.0.0.1', '10.0.0.2'].map((address) => at('farm', address, one, { server: ['servers', 0] }));
  assert.equal(judge({ differentKeyFrom: ['farm'] }, places).findings[0]?.outcome, 'not-applicable');
});

test('endpoints are compared within one element of the topology, those of its members included', () => {
  const pools = [{ fqdn: 'ee01.contoso.com' }, { fqdn: 'ee02.contoso.com' }];
  const { findings } = judge(
    { sameKeyAs: ['proxy'], within: 'pool' },
    [
      at('farm', '10.0.0.1', one, { pool: ['pools', 0] }),
      at('proxy', '10.0.0.2', renewed, { member: ['pools', 0, 'members', 0] }),
      at('farm', '10.0.1.1', other, { pool: ['pools', 1] }),
      at('proxy', '10.0.1.2', one, { member: ['pools', 1, 'members', 0] }),
    ],
    { pools },
  );
  assert.deepEqual(
    findings.map(({ outcome }) => outcome),
    ['pass', 'fail'],
  );
  assert.match(
    findings[1]?.message ?? '',
    /^Federation server and Web Application Proxy \(ee02\.contoso\.com\) do not/,
  );
});

test('an endpoint that was not seen leaves it open, unless the others differ already', () => {
  const same = { sameKeyAs: ['proxy'] };
  const [open] = judge(same, [at('farm', '10.0.0.1', one), at('proxy', '10.0.0.2', undefined)]).findings;
  assert.deepEqual([open?.outcome, open?.reason], ['undetermined', 'unreachable']);
  const places = [at('farm', '10.0.0.1', one), at('proxy', '10.0.0.2', other), at('proxy', '10.0.0.3', undefined)];
  assert.equal(judge(same, places).findings[0]?.outcome, 'fail');
  const [broken] = judge(same, [
    at('farm', '10.0.0.1', one),
    at('proxy', '10.0.0.2', Uint8Array.of(0x30, 0x05)),
  ]).findings;
  assert.deepEqual([broken?.outcome, broken?.reason], ['undetermined', 'undecodable']);
});
