import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isInForce, waiveCauses, type WaivableEndpoint, type WaiverScene } from '../../src/evaluate/waive-causes.ts';
import type { Cause } from '../../src/model/cause.ts';
import type { DeclaredWaiver } from '../../src/model/waiver.ts';
import { causeOf } from './causes/cause.ts';
import { now } from './observation.ts';

const said = { by: 'A. Datum', reason: 'replaced in January', until: '2027-01-31' };
const expired = { ...said, check: 'validity-period', fault: 'expired' };
const cause = causeOf('1');
const place = 'contoso|im.contoso.com/as-host/as.im.contoso.com';
const [leaf, leafKey, issuer, issuerKey] = ['1', '2', '3', '4'].map((digit) => digit.repeat(64)) as [
  string,
  string,
  string,
  string,
];

/** An as-host that presents the leaf. */
function endpointWith(changes: Partial<WaivableEndpoint> = {}): WaivableEndpoint {
  return {
    id: `${place}@10.0.0.11:443`,
    role: 'as-host',
    presents: (fingerprint, atFault) =>
      fingerprint === leaf || fingerprint === leafKey || (atFault === issuer && fingerprint === issuerKey),
    ...changes,
  };
}

function isWaived(waiver: DeclaredWaiver, changes: Partial<WaiverScene> & { readonly cause?: Cause } = {}): boolean {
  const [judged] = waiveCauses([changes.cause ?? cause], [waiver], { now, endpoints: [endpointWith()], ...changes });
  return judged?.waiver !== null;
}

test('a waiver is for one fault of one check', () => {
  assert.ok(isWaived({ ...expired, role: 'as-host' }));
  assert.ok(!isWaived({ ...expired, role: 'as-host', fault: 'not-yet-valid' }));
  assert.ok(!isWaived({ ...expired, role: 'as-host', check: 'chain-trust' }));
});

test('a waiver is for one role, or for one endpoint with its address, at any address, with any key type', () => {
  assert.ok(!isWaived({ ...expired, role: 'mtls' }));
  assert.ok(isWaived({ ...expired, endpoint: `${place}@10.0.0.11:443` }));
  assert.ok(isWaived({ ...expired, endpoint: `${place}@-:443` }));
  for (const other of ['@10.0.0.12:443', '@10.0.0.11:444', '@-:444', '@10.0.0.11:443#rsa', '']) {
    assert.ok(!isWaived({ ...expired, endpoint: `${place}${other}` }), other);
  }
  const endpoints = [endpointWith({ id: `${place}@10.0.0.11:443#rsa` })];
  for (const own of ['@10.0.0.11:443', '@-:443', '@10.0.0.11:443#rsa', '@-:443#rsa']) {
    assert.ok(isWaived({ ...expired, endpoint: `${place}${own}` }, { endpoints }), own);
  }
  assert.ok(!isWaived({ ...expired, endpoint: `${place}@10.0.0.11:443#ecdsa` }, { endpoints }));
});

test('without endpoint and role a waiver is for what shows across a deployment, and for nothing else', () => {
  assert.ok(!isWaived(expired));
  assert.ok(isWaived(expired, { isAcross: true }));
  assert.ok(isWaived(expired, { isAcross: true, endpoints: [] }));
});

test('what shows across endpoints is waived on any of them', () => {
  const endpoints = [endpointWith(), endpointWith({ id: 'other', role: 'mtls' })];
  for (const role of ['as-host', 'mtls'] as const) {
    assert.ok(isWaived({ ...expired, role }, { isAcross: true, endpoints }));
  }
  assert.ok(!isWaived({ ...expired, role: 'load-balancer' }, { isAcross: true, endpoints }));
});

test('a certificate is named by its own fingerprint or that of its key: the leaf, or the one at fault', () => {
  const byIssuer = { ...cause, certificate: issuer };
  const isFor = (certificate: string, judged: Cause): boolean =>
    isWaived({ ...expired, role: 'as-host', certificate }, { cause: judged });
  assert.deepEqual(
    [leaf, leafKey, issuer, issuerKey].map((certificate) => isFor(certificate, { ...cause, certificate: leaf })),
    [true, true, false, false],
  );
  assert.deepEqual(
    [leaf, leafKey, issuer, issuerKey].map((certificate) => isFor(certificate, byIssuer)),
    [true, true, true, true],
  );
});

test('what several certificates have is not waived as that of one of them; endpoints that presented none do not count', () => {
  const waiver = { ...expired, certificate: leaf };
  const [other, silent] = [endpointWith({ presents: () => false }), endpointWith({ presents: undefined })];
  const isFor = (...endpoints: readonly WaivableEndpoint[]): boolean => isWaived(waiver, { isAcross: true, endpoints });
  assert.ok(isFor(endpointWith(), endpointWith()));
  assert.ok(isFor(endpointWith(), silent));
  assert.ok(!isFor(endpointWith(), other));
  assert.ok(!isFor(silent));
  assert.ok(!isFor());
});

test('a waiver counts up to the last millisecond of its last day, in UTC', () => {
  const waiver = { ...expired, until: '2027-01-31' };
  assert.ok(isInForce(waiver, new Date('2027-01-31T00:00:00.000Z')));
  assert.ok(isInForce(waiver, new Date('2027-01-31T23:59:59.999Z')));
  assert.ok(!isInForce(waiver, new Date('2027-02-01T00:00:00.000Z')));
});

test('a waiver whose last day is more than 400 days ahead does not count', () => {
  const waiver = { ...expired, until: '2027-12-27' };
  assert.ok(isInForce(waiver, new Date('2026-11-22T00:00:00.000Z')));
  assert.ok(!isInForce(waiver, new Date('2026-11-21T23:59:59.999Z')));
});

test('of several the one that holds longest counts, ended and over-long ones aside', () => {
  const untils = ['2026-12-24', '2027-01-31', '2026-11-21', '2029-01-01', '2027-01-30'];
  const waivers = untils.map((until) => ({ ...expired, role: 'as-host' as const, until }));
  const [judged] = waiveCauses([cause], waivers, { now, endpoints: [endpointWith()] });
  assert.deepEqual(judged, { ...cause, waiver: said });
});
