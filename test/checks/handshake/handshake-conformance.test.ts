import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import type { Handshake } from '../../../src/model/handshake.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertFault, assertOutcome, findingOf, reportOf } from '../finding.ts';

let contoso: Contoso;
let chain: readonly Uint8Array[];
before(async () => {
  contoso = await createContoso('p-256');
  chain = [contoso.leaf().der, contoso.authority.intermediate.der];
});

const judge = (handshake: Partial<Handshake>) => findingOf('handshake-conformance', { chain, handshake });
const ticket = {
  rule: 'RFC 5246 §7.4.1.4',
  message: 'ServerHello has the extension session_ticket, which the hello did not offer.',
};
const compression = { rule: 'RFC 5246 §7.4.1.3', message: 'ServerHello chose compression 1; none was offered.' };
const renegotiation = { rule: 'RFC 5746 §3.4', message: 'ServerHello has a renegotiation_info of 2 bytes.' };

test('passes where the flight was read to its end without a broken rule', () => {
  assertOutcome(judge({}), 'pass');
  assertOutcome(judge({ violations: [] }), 'pass');
});

test('names the rule that was broken', () => {
  const finding = judge({ violations: [ticket] });
  assertFault(
    finding,
    'broken-rule',
    'ServerHello has the extension session_ticket, which the hello did not offer (RFC 5246 §7.4.1.4)',
  );
  assert.equal(finding.severity, 'warning');
  assert.equal(finding.observed, 'RFC 5246 §7.4.1.4');
});

test('names every further rule, too', () => {
  const finding = judge({ violations: [ticket, compression, renegotiation] });
  assert.match(finding.message, /\(RFC 5246 §7\.4\.1\.4\) and 2 more broken rules\. ServerHello chose compression 1/);
  assert.match(finding.message, /renegotiation_info of 2 bytes \(RFC 5746 §3\.4\)\./);
  assert.equal(finding.observed, 'RFC 5246 §7.4.1.4, RFC 5246 §7.4.1.3, RFC 5746 §3.4');
});

test('fails also where the handshake broke later, and is undetermined where it broke without', () => {
  assertOutcome(judge({ violations: [ticket], flightComplete: false }), 'fail');
  assertOutcome(judge({ flightComplete: false }), 'undetermined', 'handshake-broke');
});

test('a malformed renegotiation_info follows from it', () => {
  const { causes, findings } = reportOf({ chain, handshake: { violations: [renegotiation] } });
  const secure = findings.find(({ check }) => check === 'secure-renegotiation');
  assert.equal(secure?.fault, 'malformed');
  assert.deepEqual(
    causes.filter(({ key }) => key === secure?.cause).map(({ fault }) => fault),
    ['handshake-conformance/broken-rule'],
  );
});

test('is undetermined for a file', () => {
  const scene = { chain, handshake: null, observation: { source: 'file' as const, handshake: null } };
  assertOutcome(findingOf('handshake-conformance', scene), 'undetermined', 'not-dialled');
});

test('plain text after the go-ahead is a fault of its own, whatever else is broken', () => {
  const injected = Buffer.from('250 \x1b\\ok\r\n', 'latin1');
  const finding = judge({ startTls: { protocol: 'smtp', injected }, violations: [ticket] });
  assertFault(finding, 'text-before-tls', 'Plain text came after the server had agreed to TLS (smtp)');
  assert.equal(finding.observed, String.raw`250 \x1b\x5cok\x0d\x0a`);
  assert.match(finding.message, /It was not read as TLS\. ServerHello has the extension session_ticket/);
  assertOutcome(judge({ startTls: { protocol: 'smtp' } }), 'pass');
});
