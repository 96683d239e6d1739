import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertOutcome, findingOf, malformed } from '../finding.ts';

let contoso: Contoso;
let chain: readonly Uint8Array[];
before(async () => {
  contoso = await createContoso('p-256');
  chain = [contoso.leaf().der, contoso.authority.intermediate.der];
});

const judge = (handshake: object) => findingOf('key-possession', { chain, handshake });

test('passes where it was proven', () => {
  assertOutcome(judge({ keyPossession: 'proven' }), 'pass');
});

test('fails where the proof is wrong, as critical', () => {
  const finding = judge({ keyPossession: 'wrong', keyPossessionReason: 'the signature does not verify' });
  assertOutcome(finding, 'fail');
  assert.equal(finding.severity, 'critical');
  assert.equal(finding.fault, 'wrong-proof');
  assert.match(
    finding.message,
    /^The server does not have the private key of its certificate\. Its proof is wrong: the signature does not verify\./,
  );
});

test('RSA key exchange holds no proof, which is no pass, and says how to get one', () => {
  const rsa = { kind: 'rsa', group: null, bits: null };
  const finding = judge({ keyPossession: 'not-proven', keyPossessionReason: 'RSA key exchange', keyExchange: rsa });
  assertOutcome(finding, 'undetermined', 'no-proof-in-key-exchange');
  assert.match(finding.message, /--prove-possession/);
});

test('an exchange that no option completes is not said to be shown by one', () => {
  const keyExchange = { kind: 'ecdh', group: null, bits: null };
  const finding = judge({ keyPossession: 'not-proven', keyPossessionReason: 'unsigned', keyExchange });
  assertOutcome(finding, 'undetermined', 'no-proof-in-key-exchange');
  assert.doesNotMatch(finding.message, /--prove-possession/);
});

test('tells a broken handshake from an algorithm that cannot be checked', () => {
  assertOutcome(judge({ keyPossession: 'undetermined', flightComplete: false }), 'undetermined', 'handshake-broke');
  const failure = {
    stage: 'tls',
    kind: 'closed',
    message: "The peer closed the connection before the server's Finished.",
  } as const;
  const afterTheFlight = { chain, handshake: { keyPossession: 'undetermined' }, observation: { failure } } as const;
  assertOutcome(findingOf('key-possession', afterTheFlight), 'undetermined', 'handshake-broke');
  assertOutcome(
    judge({ keyPossession: 'undetermined', flightComplete: true }),
    'undetermined',
    'unsupported-algorithm',
  );
});

test('a proof over the limit of work is told as that, and not as an algorithm that is not supported', () => {
  const finding = judge({ keyPossession: 'undetermined', keyPossessionOverLimit: true, flightComplete: true });
  assertOutcome(finding, 'undetermined', 'budget-exceeded');
});

test('is undetermined for a file and for an undecodable leaf', () => {
  const file = { source: 'file', handshake: null } as const;
  assertOutcome(findingOf('key-possession', { chain, observation: file }), 'undetermined', 'not-dialled');
  assertOutcome(findingOf('key-possession', { chain: [malformed] }), 'undetermined', 'undecodable');
});
