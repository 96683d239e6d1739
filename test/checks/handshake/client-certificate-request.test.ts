import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { causeKey } from '../../../src/evaluate/causes/cause-key.ts';
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

test('is undetermined if no CA was read in a request that breaks its rules', () => {
  const violations = [{ rule: 'RFC 8446 §4.3.2', message: 'CertificateRequest is cut short.' }];
  assertOutcome(judge(request([], 0), { violations }), 'undetermined', 'undecodable');
});

test('passes where the list names every anchor, and fails where it does not', () => {
  assertOutcome(judge(request(subjects(), 60)), 'pass');
  const finding = judge(request([contoso.authority.intermediate.subject], 60));
  assertOutcome(finding, 'fail');
  assert.equal(finding.severity, 'error');
  assert.equal(finding.fault, 'anchor-not-listed');
  assert.match(finding.message, /^List of trusted CAs lacks CN=Contoso Root CA\. .*Install the root/);
});

test('a name that cannot be decoded lists no CA', () => {
  assertOutcome(judge(request([malformed, ...subjects()], 70)), 'pass');
  assertOutcome(judge(request([malformed], 10)), 'fail');
});

test('the list stays below 12,228 bytes, where Windows Server 2003 cuts it off, and 16,384', () => {
  assertOutcome(judge(request(subjects(), 12_227)), 'pass');
  const first = judge(request(subjects(), 12_228));
  assertOutcome(first, 'fail');
  assert.equal(first.fault, 'list-too-long');
  assert.match(first.message, /^List of trusted CAs too long: 12228 bytes; Windows Server 2003 cuts it off at 12228\./);
  const second = judge(request(subjects(), 16_384));
  assert.match(second.message, /: 16384 bytes; every Windows version cuts it off at 16384\. .*SendTrustedIssuerList/);
});

test('fails where nothing is asked for in the whole flight', () => {
  const finding = judge(null);
  assertOutcome(finding, 'fail');
  assert.equal(finding.fault, 'not-requested');
  assert.match(
    finding.message,
    /^The server does not request a client certificate\. Without the request this is not mutual TLS/,
  );
  assert.equal(finding.cause, causeKey('client-certificate-request/not-requested', '10.0.0.11:5061'));
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
