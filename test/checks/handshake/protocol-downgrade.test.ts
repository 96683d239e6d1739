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

const judge = (offeredProtocol: string, protocol: string, downgradeSentinel: string | null, more = {}) =>
  findingOf('protocol-downgrade', {
    chain,
    handshake: { offeredProtocol, protocol, downgradeSentinel } as never,
    ...more,
  });

test('passes where more was offered and there is no sentinel', () => {
  assertOutcome(judge('TLSv1.3', 'TLSv1.2', null), 'pass');
  assertOutcome(judge('TLSv1.2', 'TLSv1.0', null), 'pass');
});

test('fails on either sentinel where TLS 1.3 was offered', () => {
  for (const sentinel of ['TLSv1.2', 'TLSv1.1-or-lower']) {
    const finding = judge('TLSv1.3', 'TLSv1.2', sentinel);
    assertOutcome(finding, 'fail');
    assert.equal(finding.fault, 'downgrade-sentinel');
    assert.equal(finding.observed, sentinel);
    assert.match(finding.message, /^Protocol downgrade to TLSv1\.2: TLSv1\.3 was offered\. .* TLSv1\.[12] at most\. /);
  }
});

test('where TLS 1.2 was offered, only the sentinel of 1.1 and older counts', () => {
  assertOutcome(judge('TLSv1.2', 'TLSv1.0', 'TLSv1.1-or-lower'), 'fail');
  assertOutcome(judge('TLSv1.2', 'TLSv1.1', 'TLSv1.2'), 'pass');
});

test('does not apply where our hello offered no more than was chosen', () => {
  assertOutcome(judge('TLSv1.3', 'TLSv1.3', null), 'not-applicable', 'offered-no-more');
  assertOutcome(judge('TLSv1.2', 'TLSv1.2', 'TLSv1.2'), 'not-applicable', 'offered-no-more');
});

test('is undetermined for a file', () => {
  const file = { observation: { source: 'file', handshake: null } };
  const finding = judge('TLSv1.3', 'TLSv1.2', null, file);
  assertOutcome(finding, 'undetermined', 'not-dialled');
  assert.equal(finding.severity, 'warning');
});
