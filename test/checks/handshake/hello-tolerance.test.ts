import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import type { Attempt, Handshake } from '../../../src/model/handshake.ts';
import type { FailureKind, HelloProfile } from '../../../src/model/vocabulary.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertFault, assertOutcome, findingOf, plainServer, reportOf } from '../finding.ts';

let contoso: Contoso;
let chain: readonly Uint8Array[];
before(async () => {
  contoso = await createContoso('p-256');
  chain = [contoso.leaf().der, contoso.authority.intermediate.der];
});

const failed = (profile: HelloProfile, kind: FailureKind, more: Partial<Attempt> = {}): Attempt => ({
  profile,
  failure: { stage: 'tls', kind, message: `It ended: ${kind}.` },
  ...more,
});
const answered = (profile: HelloProfile, more: Partial<Attempt> = {}): Attempt => ({ profile, failure: null, ...more });

function sceneOf(attempts: readonly Attempt[], handshake: Partial<Handshake> = {}) {
  const profile = attempts.at(-1)?.profile ?? 'modern';
  return { chain, handshake: { profile, ...handshake }, observation: { attempts: [...attempts] } };
}

const judge = (attempts: readonly Attempt[], handshake: Partial<Handshake> = {}) =>
  findingOf('hello-tolerance', sceneOf(attempts, handshake));

test('passes where the hello of a modern client was answered', () => {
  assertOutcome(judge([answered('modern')]), 'pass');
});

test('passes where its handshake broke after the chain: what broke there is no matter of the hello', () => {
  assertOutcome(judge([failed('modern', 'closed')]), 'pass');
});

test('passes with TLS 1.2 first where the second, modern hello is answered, as by a server of TLS 1.3 alone', () => {
  const attempts = [failed('tls12', 'alert', { alert: 'protocol_version' }), answered('modern')];
  assertOutcome(judge(attempts), 'pass');
});

test('is undetermined where no modern hello was sent', () => {
  assertOutcome(judge([answered('tls12')]), 'undetermined', 'not-asked');
  assertOutcome(judge([], { profile: 'modern' }), 'undetermined', 'not-asked');
});

test('does not apply to the chain of a further key type, for which one hello is sent', () => {
  const scene = { ...sceneOf([answered('tls12')]), endpoint: { keyType: 'rsa' as const } };
  assertOutcome(findingOf('hello-tolerance', scene), 'not-applicable', 'further-key-type');
});

for (const [kind, how] of [
  ['closed', 'connection closed'],
  ['reset', 'connection reset'],
  ['timeout', 'no answer in time'],
  ['protocol', 'an answer that breaks the protocol'],
  ['limit', 'an answer beyond the limits'],
] as const) {
  test(`fails where the modern hello ended in ${kind}`, () => {
    const finding = judge([failed('modern', kind), answered('tls12')]);
    assertFault(
      finding,
      'not-answered',
      `The hello of a modern client fails (${how}); only the hello tls12 is answered`,
    );
    assert.equal(finding.severity, 'warning');
    assert.equal(finding.observed, how);
    assert.match(finding.message, new RegExp(`It ended: ${kind}\\.`));
    assert.match(finding.message, /leaves out: the offer of TLS 1\.3/);
    assert.match(finding.message, /Browsers of today do not fall back/);
  });
}

test('names the alert, and whether the server may just share no parameters', () => {
  const intolerant = judge([failed('modern', 'alert', { alert: 'unexpected_message' }), answered('tls12')]);
  assert.equal(intolerant.fault, 'not-answered');
  assert.equal(intolerant.observed, 'alert unexpected_message');
  assert.equal(judge([failed('modern', 'alert', { alert: 'alert 200' }), answered('tls12')]).observed, 'alert 200');
  for (const alert of ['handshake_failure', 'insufficient_security', 'illegal_parameter']) {
    const finding = judge([failed('modern', 'alert', { alert }), answered('tls12')]);
    assert.equal(finding.fault, 'nothing-in-common');
    assert.match(finding.message, /Enable a key exchange group/);
  }
});

test('says what the answered hello leaves out against the last one that failed', () => {
  const tls10 = judge([failed('modern', 'closed'), failed('tls12', 'closed'), answered('tls10')]);
  assert.match(
    tls10.message,
    /from the hello tls12, which failed, in what it leaves out: the elliptic curves \(supported_groups, ec_point_formats\); TLS 1\.2 and signature_algorithms/,
  );
  const bare = judge([failed('modern', 'closed'), failed('tls10', 'closed'), answered('tls10-bare')]);
  assert.match(bare.message, /leaves out: every extension/);
});

test('with TLS 1.2 first the hello that failed and offered most like the answered one counts, in whatever order', () => {
  const finding = judge([failed('tls12', 'reset'), failed('modern', 'closed'), answered('tls10')]);
  assert.match(finding.message, /from the hello tls12, which failed/);
  assert.equal(finding.observed, 'connection closed');
});

test('says whether the length can be the reason', () => {
  const longer = judge([failed('modern', 'closed', { helloBytes: 560 }), answered('tls12', { helloBytes: 240 })]);
  assert.match(longer.message, /The one that failed has 560 bytes, the answered one 240\./);
  const equal = judge([failed('modern', 'closed', { helloBytes: 512 }), answered('tls12', { helloBytes: 512 })]);
  assert.match(equal.message, /Both have 512 bytes, so the length is not the reason\./);
});

test('of two hellos of a modern client, of which the first named protocols that the server refused, the second counts', () => {
  const refused = failed('modern', 'alert', { alert: 'no_application_protocol' });
  assert.equal(judge([refused, failed('modern', 'closed'), answered('tls12')]).observed, 'connection closed');
  assertOutcome(judge([refused, answered('modern')], { profile: 'modern' }), 'pass');
});

test('tells a server that speaks a newer version by its downgrade sentinel', () => {
  const finding = judge([failed('modern', 'closed'), answered('tls12')], { downgradeSentinel: 'TLSv1.2' });
  assert.match(finding.message, /marked as a downgrade: it speaks a newer version/);
});

test('follows from an outdated protocol, whose remedy mends it', () => {
  const attempts = [failed('modern', 'closed'), failed('tls12', 'closed'), answered('tls10')];
  const scene = sceneOf(attempts, { protocol: 'TLSv1.0', offeredProtocol: 'TLSv1.0' });
  const { causes } = reportOf({ ...scene, endpoint: plainServer });
  assert.ok(causes.some(({ fault }) => fault === 'protocol-version/outdated-protocol'));
  assert.ok(!causes.some(({ fault }) => fault.startsWith('hello-tolerance/')));
});

test('is undetermined for a file', () => {
  const scene = { chain, handshake: null, observation: { source: 'file' as const, handshake: null, attempts: [] } };
  assertOutcome(findingOf('hello-tolerance', scene), 'undetermined', 'not-dialled');
});
