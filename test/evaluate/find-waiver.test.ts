import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isInForce, waive, waiveAcross } from '../../src/evaluate/find-waiver.ts';
import { verdictOf } from '../../src/evaluate/verdict.ts';
import type { DeclaredWaiver } from '../../src/model/waiver.ts';
import { finding } from '../report/sample-report.ts';

const id = 'contoso|im.contoso.com/as-host/as.im.contoso.com@10.0.0.11:443';
const place = { id, role: 'as-host' } as const;
const day = new Date('2027-01-15T12:00:00.000Z');
const said = { by: 'A. Datum', reason: 'replaced in January', until: '2027-01-31' };
const keyUsage = finding('key-usage', 'fail');

const waiverOf = (...waivers: readonly DeclaredWaiver[]) => waive(keyUsage, place, waivers, day).waiver;

test('a waiver holds on its whole last day, which is a day in UTC, and not a millisecond longer', () => {
  const waiver = { ...said, check: 'key-usage' };
  assert.equal(isInForce(waiver, new Date('2027-01-31T00:00:00.000Z')), true);
  assert.equal(isInForce(waiver, new Date('2027-01-31T23:59:59.999Z')), true);
  assert.equal(isInForce(waiver, new Date('2027-02-01T00:00:00.000Z')), false);
  assert.equal(isInForce(waiver, new Date('+010000-01-01T00:00:00.000Z')), false);
});

test('a waiver of the role, of the endpoint, and of the endpoint at any address hold; the failure stays one', () => {
  for (const where of [{ role: 'as-host' }, { endpoint: id }, { endpoint: id.replace('10.0.0.11', '-') }] as const) {
    assert.deepEqual(waiverOf({ ...said, check: 'key-usage', ...where }), said);
  }
  assert.equal(waive(keyUsage, place, [{ ...said, check: 'key-usage', role: 'as-host' }], day).outcome, 'fail');
});

test('a waiver of another check, role or endpoint does not hold, nor one across the deployment', () => {
  assert.equal(waiverOf({ ...said, check: 'name-match', role: 'as-host' }), undefined);
  assert.equal(waiverOf({ ...said, check: 'key-usage', role: 'mtls' }), undefined);
  assert.equal(waiverOf({ ...said, check: 'key-usage', endpoint: id.replace('.11', '.12') }), undefined);
  assert.equal(waiverOf({ ...said, check: 'key-usage' }), undefined);
});

test('an IPv6 address may stand open too', () => {
  const there = { id: 'c|-/server/[2001:db8::1]@[2001:db8::1]:443#rsa', role: 'server' } as const;
  const waiver = { ...said, check: 'key-usage', endpoint: 'c|-/server/[2001:db8::1]@-:443#rsa' };
  assert.deepEqual(waive(keyUsage, there, [waiver], day).waiver, said);
});

test('of several waivers the one that holds longest is shown', () => {
  const short = { ...said, check: 'key-usage', role: 'as-host', until: '2027-01-20' } as const;
  const over = { ...said, check: 'key-usage', role: 'as-host', until: '2027-01-01' } as const;
  assert.equal(waiverOf(over, short, { ...short, until: '2027-03-01' })?.until, '2027-03-01');
});

test('nothing but a failure is waived: what was not seen is not accepted', () => {
  for (const outcome of ['pass', 'undetermined', 'not-observable', 'not-applicable'] as const) {
    const judged = finding('key-usage', outcome);
    assert.equal(waive(judged, place, [{ ...said, check: 'key-usage', role: 'as-host' }], day), judged);
  }
});

test('across a deployment a waiver without a place holds, and one of an endpoint that the finding speaks of', () => {
  const across = { deployment: 'contoso', ...finding('single-certificate', 'fail'), endpoints: [id] };
  const at = (waiver: Partial<DeclaredWaiver>) =>
    waiveAcross(across, [place], [{ ...said, check: 'single-certificate', ...waiver }], day).waiver;
  assert.deepEqual(at({}), said);
  assert.deepEqual(at({ role: 'as-host' }), said);
  assert.deepEqual(at({ endpoint: id }), said);
  assert.equal(at({ role: 'mtls' }), undefined);
});

test('a verdict counts what is not waived', () => {
  const waived = { ...keyUsage, waiver: said };
  assert.equal(verdictOf([waived]), 'pass');
  assert.equal(verdictOf([waived, finding('expiry-margin', 'fail', { severity: 'warning' })]), 'warn');
  assert.equal(verdictOf([waived, finding('name-match', 'fail')]), 'fail');
});
