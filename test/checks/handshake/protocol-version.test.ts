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

const judge = (handshake: object | null, more = {}) => findingOf('protocol-version', { chain, handshake, ...more });

test('passes from TLS 1.2 on', () => {
  assertOutcome(judge({ protocol: 'TLSv1.2' }), 'pass');
  assertOutcome(judge({ protocol: 'TLSv1.3' }), 'pass');
});

test('fails below, says what was negotiated and which hello it took', () => {
  for (const protocol of ['SSLv3', 'TLSv1.0', 'TLSv1.1']) {
    const finding = judge({ protocol, profile: 'tls10-bare', offeredProtocol: 'TLSv1.1' });
    assertOutcome(finding, 'fail');
    assert.equal(finding.fault, 'outdated-protocol');
    assert.ok(
      finding.message.startsWith(`Outdated protocol ${protocol} was negotiated; the minimum is TLSv1.2. `),
      finding.message,
    );
    assert.match(finding.message, /profile tls10-bare\) offered up to TLSv1\.1\./);
  }
});

test('is a warning outside and information inside', () => {
  assert.equal(judge({ protocol: 'TLSv1.0' }).severity, 'warning');
  assert.equal(judge({ protocol: 'TLSv1.0' }, { endpoint: { access: 'both' } }).severity, 'warning');
  assert.equal(judge({ protocol: 'TLSv1.0' }, { endpoint: { access: 'internal' } }).severity, 'info');
  assert.equal(judge({ protocol: 'TLSv1.0' }, { endpoint: plainServer }).severity, 'warning');
});

test('the oldest version that passes may be overridden', () => {
  assertOutcome(judge({ protocol: 'TLSv1.0' }, { thresholds: { minimumProtocolIndex: 1 } }), 'pass');
  const newest = judge({ protocol: 'TLSv1.2' }, { thresholds: { minimumProtocolIndex: 4 } });
  assertOutcome(newest, 'fail');
  assert.match(newest.message, /Enable TLS 1\.3 on the server\.$/);
  assertOutcome(judge({ protocol: 'TLSv1.3' }, { thresholds: { minimumProtocolIndex: 99 } }), 'fail');
});

test('is undetermined for a file', () => {
  assertOutcome(judge(null, { observation: { source: 'file', handshake: null } }), 'undetermined', 'not-dialled');
});
