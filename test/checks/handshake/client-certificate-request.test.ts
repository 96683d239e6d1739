import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertOutcome, findingOf, malformed, mtlsListener } from '../finding.ts';

let contoso: Contoso;
let chain: readonly Uint8Array[];
before(async () => {
  contoso = await createContoso('p-256');
  chain = [contoso.leaf().der, contoso.authority.intermediate.der];
});

const request = (authorities: readonly Uint8Array[], authoritiesBytes: number) => ({
  certificateTypes: [1],
  signatureSchemes: [],
  authorities: [...authorities],
  authoritiesBytes,
});
const judge = (certificateRequest: object | null, handshake = {}, endpoint: object = mtlsListener) =>
  findingOf('client-certificate-request', {
    chain,
    anchors: [contoso.authority.root.der],
    endpoint,
    handshake: { certificateRequest, ...handshake } as never,
  });
const subjects = () => [contoso.authority.root.subject];

test('passes with an empty list of CA names, so that peers may offer any', () => {
  assertOutcome(judge(request([], 0)), 'pass');
});

test('passes where the list names every anchor, and fails where it does not', () => {
  assertOutcome(judge(request(subjects(), 60)), 'pass');
  const finding = judge(request([contoso.authority.intermediate.subject], 60));
  assertOutcome(finding, 'fail');
  assert.equal(finding.severity, 'error');
  assert.match(finding.message, /does not name CN=Contoso Root CA,O=Contoso/);
});

test('a name that cannot be decoded names nobody', () => {
  assertOutcome(judge(request([malformed, ...subjects()], 70)), 'pass');
  assertOutcome(judge(request([malformed], 10)), 'fail');
});

test('the list stays below 12,228 bytes, where Windows Server 2003 cuts it off, and 16,384', () => {
  assertOutcome(judge(request(subjects(), 12_227)), 'pass');
  const first = judge(request(subjects(), 12_228));
  assertOutcome(first, 'fail');
  assert.match(first.message, /at 12228 bytes Windows Server 2003 cuts the list off/);
  assert.match(judge(request(subjects(), 16_384)).message, /at 16384 bytes every Windows/);
});

test('fails where nothing is asked for in the whole flight', () => {
  const finding = judge(null);
  assertOutcome(finding, 'fail');
  assert.match(finding.message, /no mutual TLS/);
});

test('is undetermined where the handshake broke before', () => {
  assertOutcome(judge(null, { flightComplete: false }), 'undetermined', 'handshake-broke');
});

test('does not concern SSL roles', () => {
  assertOutcome(judge(null, {}, {}), 'not-applicable', 'no-demand');
});

test('is undetermined for a file', () => {
  const file = { source: 'file', handshake: null } as const;
  const finding = findingOf('client-certificate-request', { chain, endpoint: mtlsListener, observation: file });
  assertOutcome(finding, 'undetermined', 'not-dialled');
});
