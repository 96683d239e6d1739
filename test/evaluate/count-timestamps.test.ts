import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createJudge } from '../../src/evaluate/create-judge.ts';
import { tagged } from '../pki/forge-der.ts';
import type { EndpointObservation } from '../../src/model/endpoint-observation.ts';
import { contextWith } from './context.ts';
import { createContoso } from './contoso.ts';
import { handshakeWith, observationWith } from './observation.ts';

const contoso = await createContoso('p-256');
/** Two timestamps of a version that nobody knows, which are enough to be counted. */
const two = Uint8Array.of(0, 6, 0, 1, 1, 0, 1, 1);
const embedded = { oid: '1.3.6.1.4.1.11129.2.4.2', value: tagged(0x04, two) };

const countsOf = (chain: readonly Uint8Array[], changes: Partial<EndpointObservation> = {}) =>
  createJudge(contextWith([])).evaluateEndpoint(observationWith(chain, changes)).signedCertificateTimestamps;

test('timestamps are counted by the way they came', () => {
  const leaf = contoso.leaf({ extraExtensions: [embedded] }).der;
  const signedCertificateTimestamps = [
    { certificateIndex: null, list: two },
    { certificateIndex: 0, list: two },
    { certificateIndex: 1, list: two },
  ];
  const handshake = handshakeWith({ signedCertificateTimestamps });
  assert.deepEqual(countsOf([leaf], { handshake }), { certificate: 2, handshake: 4, ocsp: 0 });
});

test('none is zero; not looked for and unreadable are null', () => {
  const leaf = contoso.leaf().der;
  assert.deepEqual(countsOf([leaf]), { certificate: 0, handshake: 0, ocsp: 0 });
  const verified = { source: 'file', handshake: null } as const;
  assert.deepEqual(countsOf([leaf], verified), { certificate: 0, handshake: null, ocsp: null });
  const broken = contoso.leaf({ extraExtensions: [{ ...embedded, value: tagged(0x04, two.subarray(1)) }] }).der;
  assert.equal(countsOf([broken])?.certificate, null);
  const handshake = handshakeWith({
    signedCertificateTimestamps: [{ certificateIndex: null, list: Uint8Array.of(1) }],
  });
  assert.equal(countsOf([leaf], { handshake })?.handshake, null);
});

test('without a leaf nothing is said', () => {
  assert.equal(countsOf([]), undefined);
});
