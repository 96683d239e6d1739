import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import type { Attempt } from '../../../src/model/handshake.ts';
import type { HelloProfile } from '../../../src/model/vocabulary.ts';
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

const refusedBy = (profile: HelloProfile, alert?: string): Attempt => ({
  profile,
  failure: { stage: 'tls', kind: alert === undefined ? 'closed' : 'alert', message: 'The peer refused.' },
  ...(alert === undefined ? {} : { alert }),
});
const after = (attempts: readonly Attempt[], profile: HelloProfile, handshake: object = {}) => {
  const all = [...attempts, { profile, failure: null }];
  const version = { protocol: 'TLSv1.0', offeredProtocol: 'TLSv1.0' };
  return judge({ ...version, profile, ...handshake }, { observation: { attempts: all } });
};

test('what a lower hello shows is not the limit of a server that shares no parameters with the others', () => {
  for (const alert of ['handshake_failure', 'insufficient_security', 'illegal_parameter']) {
    const finding = after([refusedBy('modern', alert), refusedBy('tls12', alert)], 'tls10');
    assertOutcome(finding, 'undetermined', 'no-common-parameters');
    assert.match(finding.message, new RegExp(`refused the hello modern with ${alert}`));
    assert.doesNotMatch(finding.message, /Enable TLS/);
  }
  const fast = after([refusedBy('tls12', 'protocol_version'), refusedBy('modern', 'handshake_failure')], 'tls10');
  assertOutcome(fast, 'undetermined', 'no-common-parameters');
});

test('a server that does not bear the other hellos is judged by the one it answers', () => {
  assertOutcome(after([refusedBy('modern'), refusedBy('tls12')], 'tls10'), 'fail');
  assertOutcome(
    after([refusedBy('modern', 'protocol_version'), refusedBy('tls12', 'protocol_version')], 'tls10'),
    'fail',
  );
});

test('of a server that answers bare SSL 3.0 alone, the version was refused', () => {
  const others = (['modern', 'tls12', 'tls10', 'tls10-bare'] as const).map((profile) =>
    refusedBy(profile, 'handshake_failure'),
  );
  assertOutcome(after(others, 'ssl30-bare', { protocol: 'SSLv3', offeredProtocol: 'SSLv3' }), 'fail');
});

test('a downgrade sentinel in the answer to a lower hello says that the server speaks more', () => {
  const finding = after([refusedBy('modern'), refusedBy('tls12')], 'tls10', { downgradeSentinel: 'TLSv1.1-or-lower' });
  assertOutcome(finding, 'undetermined', 'no-common-parameters');
});

test('an old version chosen from a hello that offers enough is the limit, whatever was refused before', () => {
  const finding = after([refusedBy('modern', 'handshake_failure')], 'tls12', { offeredProtocol: 'TLSv1.2' });
  assertOutcome(finding, 'fail');
});

test('is undetermined for a file', () => {
  assertOutcome(judge(null, { observation: { source: 'file', handshake: null } }), 'undetermined', 'not-dialled');
});
