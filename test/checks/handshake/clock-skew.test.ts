import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { now } from '../../evaluate/observation.ts';
import { assertOutcome, findingOf } from '../finding.ts';

let contoso: Contoso;
let chain: readonly Uint8Array[];
before(async () => {
  contoso = await createContoso('p-256');
  chain = [contoso.leaf().der, contoso.authority.intermediate.der];
});

const observed = Math.floor(now.getTime() / 1_000);
const judge = (skewSeconds: number, more = {}) =>
  findingOf('clock-skew', { chain, handshake: { serverTimeSeconds: observed + skewSeconds }, ...more });

test('passes up to five minutes in either direction, inclusive', () => {
  assertOutcome(judge(300), 'pass');
  assertOutcome(judge(-300), 'pass');
});

test('fails beyond, as information, and says which way', () => {
  const ahead = judge(301);
  assertOutcome(ahead, 'fail');
  assert.equal(ahead.severity, 'info');
  assert.equal(ahead.fault, 'wrong-clock');
  assert.match(ahead.message, /^Server clock is 301 s ahead of the scanner's\. Kerberos/);
  assert.match(judge(-3_600).message, /^Server clock is 1 hour behind the scanner's\./);
});

test('past a day the field is treated as random', () => {
  assertOutcome(judge(86_400), 'fail');
  const random = judge(86_401);
  assertOutcome(random, 'not-observable', 'no-plausible-time');
  assert.match(random.message, /^The server does not disclose its clock in the handshake\. .*w32tm/);
});

test('is compared with the instant observed, not the one judged at', () => {
  assertOutcome(judge(0, { now: new Date('2027-03-01T00:00:00Z') }), 'pass');
});

test('does not apply to TLS 1.3, and a file has no clock', () => {
  const finding = findingOf('clock-skew', { chain, handshake: { serverTimeSeconds: null, protocol: 'TLSv1.3' } });
  assertOutcome(finding, 'not-applicable', 'no-server-time');
  assertOutcome(judge(0, { observation: { source: 'file', handshake: null } }), 'undetermined', 'not-dialled');
});
