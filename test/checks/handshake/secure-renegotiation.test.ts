import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertOutcome, findingOf } from '../finding.ts';

let contoso: Contoso;
let chain: readonly Uint8Array[];
before(async () => {
  contoso = await createContoso('p-256');
  chain = [contoso.leaf().der, contoso.authority.intermediate.der];
});

const judge = (handshake: object, more = {}) => findingOf('secure-renegotiation', { chain, handshake, ...more });

test('passes with the extension and fails without', () => {
  assertOutcome(judge({ secureRenegotiation: true }), 'pass');
  const finding = judge({ secureRenegotiation: false });
  assertOutcome(finding, 'fail');
  assert.equal(finding.fault, 'not-supported');
  assert.match(finding.message, /^Secure renegotiation \(RFC 5746\) is not supported by the server\. .*KB980436/);
});

test('does not apply to TLS 1.3, which has no renegotiation', () => {
  assertOutcome(judge({ protocol: 'TLSv1.3', secureRenegotiation: null }), 'not-applicable', 'no-renegotiation');
});

test('is undetermined for a file', () => {
  assertOutcome(judge({}, { observation: { source: 'file', handshake: null } }), 'undetermined', 'not-dialled');
});
