import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertOutcome, findingOf, plainServer } from '../finding.ts';

let contoso: Contoso;
let chain: readonly Uint8Array[];
before(async () => {
  contoso = await createContoso('p-256');
  chain = [contoso.leaf().der, contoso.authority.intermediate.der];
});

const judge = (kind: string, bits: number | null, endpoint = {}) =>
  findingOf('key-exchange-strength', {
    chain,
    endpoint,
    handshake: { keyExchange: { kind, group: null, bits } as never },
  });

test('export grade fails, whatever its size', () => {
  assertOutcome(judge('rsa-export', 512), 'fail');
  assertOutcome(judge('dhe-export', 2048), 'fail');
  const finding = judge('rsa-export', null);
  assertOutcome(finding, 'fail');
  assert.equal(finding.fault, 'export-grade');
  assert.match(
    finding.message,
    /^Export-grade key exchange \(rsa-export\) with TLS_.*Disable the export cipher suites\.$/,
  );
});

test('a DH group passes with exactly the minimum: 1024 bits for CWA, 2048 for tls-server', () => {
  assertOutcome(judge('dhe', 1024), 'pass');
  const finding = judge('dhe', 1023);
  assertOutcome(finding, 'fail');
  assert.equal(finding.fault, 'small-group');
  assert.match(finding.message, /^Weak key exchange \(dhe, 1023 bits\); the minimum is 1024 bits\./);
  assertOutcome(judge('dhe', 2047, plainServer), 'fail');
  assertOutcome(judge('dhe', 2048, plainServer), 'pass');
});

test('a curve passes from 224 bits on, X25519 with its 255', () => {
  assertOutcome(judge('ecdhe', 255), 'pass');
  assertOutcome(judge('ecdhe', 224), 'pass');
  assertOutcome(judge('ecdhe', 192), 'fail');
  assertOutcome(judge('tls13', 256), 'pass');
});

test('plain RSA has no group to judge, and the message says what it lacks', () => {
  const finding = judge('rsa', null);
  assertOutcome(finding, 'pass');
  assert.match(finding.message, /no forward secrecy/);
});

test('is undetermined where the group was not seen or the suite is not known', () => {
  assertOutcome(judge('dhe', null), 'undetermined', 'handshake-broke');
  assertOutcome(judge('unknown', null), 'undetermined', 'unsupported-algorithm');
});
