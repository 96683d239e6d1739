import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import type { EndpointObservation } from '../../../src/model/endpoint-observation.ts';
import type { Failure } from '../../../src/model/failure.ts';
import type { Handshake } from '../../../src/model/handshake.ts';
import { failureKinds } from '../../../src/model/vocabulary.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertFault, assertOutcome, findingOf, malformed, reportOf, type Scene } from '../finding.ts';

let contoso: Contoso;
let chain: readonly Uint8Array[];
before(async () => {
  contoso = await createContoso('p-256');
  chain = [contoso.leaf().der, contoso.authority.intermediate.der];
});

const closed: Failure = {
  stage: 'tls',
  kind: 'closed',
  message: 'The peer closed the connection before CertificateVerify, after 3 records.',
};
const unproven = { flightComplete: false, keyPossession: 'undetermined' } as const;

/** A handshake that ended in this failure, after the chain. */
function ended(handshake: Partial<Handshake>, failure: Failure | null = closed, alert?: string): Scene {
  const attempt = { profile: 'modern' as const, failure, ...(alert === undefined ? undefined : { alert }) };
  const observation: Partial<EndpointObservation> = { failure, attempts: [attempt] };
  return { chain, anchors: [contoso.authority.root.der], handshake, observation };
}

const judge = (...scene: Parameters<typeof ended>) => findingOf('handshake', ended(...scene));

test('passes where the flight was read to its end', () => {
  assertOutcome(findingOf('handshake', { chain }), 'pass');
});

test('is critical where it ended before the proof of the key, says how, and that the chain may belong to another', () => {
  const finding = judge(unproven);
  assertFault(
    finding,
    'ended-before-proof',
    'The handshake ends before the server proves that it has the private key (connection closed)',
  );
  assert.equal(finding.severity, 'critical');
  assert.match(finding.message, /before CertificateVerify, after 3 records\. The chain is judged as it was sent/);
  assert.equal(finding.observed, 'connection closed');
});

test('is an error where the proof was seen', () => {
  const finding = judge({ flightComplete: false, keyPossession: 'proven' });
  assertFault(
    finding,
    'ended-early',
    'The handshake ends before the server has completed its part (connection closed)',
  );
  assert.equal(finding.severity, 'error');
});

test('names the alert', () => {
  const refused = { stage: 'tls', kind: 'alert', message: 'The peer refused with the alert.' } as const;
  assert.equal(judge(unproven, refused, 'internal_error').observed, 'alert internal_error');
});

test('fails whatever ended it, but for an interruption of our own', () => {
  for (const kind of failureKinds) {
    const finding = judge(unproven, { ...closed, kind });
    if (kind === 'aborted') assertOutcome(finding, 'undetermined', 'interrupted');
    else assertOutcome(finding, 'fail');
  }
});

test('fails a saved flight that is not whole and has no failure beside it', () => {
  assert.equal(judge(unproven, null).fault, 'ended-before-proof');
  assert.equal(judge({ flightComplete: false, keyPossession: 'proven' }, null).fault, 'ended-early');
});

const rsa = { cipherSuite: 'TLS_RSA_WITH_AES_128_GCM_SHA256', keyExchange: { kind: 'rsa', group: null, bits: null } };

test('an RSA key exchange holds no proof, and its flight has an end all the same', () => {
  const notProven = { ...rsa, keyPossession: 'not-proven' } as Partial<Handshake>;
  assertOutcome(judge(notProven, null), 'pass');
  const broken = { ...rsa, ...unproven } as Partial<Handshake>;
  assert.equal(judge(broken).fault, 'ended-before-proof');
});

test('an RSA key exchange that we complete ends with the Finished of the server', () => {
  const broken = { ...rsa, flightComplete: true, keyPossession: 'undetermined' } as Partial<Handshake>;
  assert.equal(judge(broken).fault, 'ended-before-proof');
});

test('a server that ends the exchange for want of a client certificate has sent its flight to the end', () => {
  const certificateRequest = { certificateTypes: [1], signatureSchemes: [], authorities: [], authoritiesBytes: 2 };
  const broken = { ...rsa, flightComplete: true, keyPossession: 'undetermined', certificateRequest };
  const finding = judge(broken as Partial<Handshake>);
  assertOutcome(finding, 'pass');
  assert.match(finding.message, /requested a client certificate/);
  assert.equal(judge({ ...unproven, certificateRequest }).fault, 'ended-before-proof');
});

test('no verdict of a broken handshake is better than fail, by either policy', () => {
  for (const keyPossession of ['proven', 'undetermined'] as const) {
    const scene = ended({ flightComplete: false, keyPossession });
    assert.equal(reportOf(scene).verdict, 'fail');
    const endpoint = { policy: 'tls-server', role: 'server' } as const;
    assert.equal(reportOf({ ...scene, endpoint }).verdict, 'fail');
  }
});

test('follows from a wrong proof: one cause', () => {
  const { causes, findings } = reportOf(ended({ flightComplete: false, keyPossession: 'wrong' }));
  const failed = findings.filter(({ check }) => check === 'handshake' || check === 'key-possession');
  assert.deepEqual(
    failed.map(({ outcome }) => outcome),
    ['fail', 'fail'],
  );
  const [first, second] = failed.map(({ cause }) => cause);
  assert.equal(first, second);
  assert.equal(causes.find(({ key }) => key === first)?.fault, 'key-possession/wrong-proof');
});

test('is judged beside a leaf that cannot be decoded, and undetermined for a file', () => {
  const undecodable = { ...ended(unproven), chain: [malformed] };
  assert.equal(findingOf('handshake', undecodable).fault, 'ended-before-proof');
  const file = { source: 'file', handshake: null } as const;
  assertOutcome(findingOf('handshake', { chain, observation: file }), 'undetermined', 'not-dialled');
});

test('a suite that was not offered, and whose exchange is not known, is no proof: no client goes on after it', () => {
  const unknown = { keyExchange: { kind: 'unknown', group: null, bits: null } } as const;
  const chosen = { ...unknown, cipherSuite: '0x0034', flightComplete: true } as const;
  const finding = judge({ ...chosen, keyPossession: 'undetermined' }, null);
  assert.equal(finding.fault, 'ended-before-proof');
  assert.equal(finding.observed, '0x0034 was not offered');
});
