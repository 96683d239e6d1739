import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertOutcome, findingOf, malformed } from '../finding.ts';

let contoso: Contoso;
let root: Uint8Array;
let intermediate: Uint8Array;
before(async () => {
  contoso = await createContoso('p-256');
  root = contoso.authority.root.der;
  intermediate = contoso.authority.intermediate.der;
});

const notBefore = new Date('2026-01-01T00:00:00Z');
const notAfter = new Date('2026-12-01T00:00:00Z');
const judgeAt = (now: string) =>
  findingOf('validity-period', {
    chain: [contoso.leaf({ notBefore, notAfter }).der, intermediate],
    anchors: [root],
    now: new Date(now),
  });

test('passes at the very second of notAfter, which is inclusive, to its end', () => {
  assertOutcome(judgeAt('2026-12-01T00:00:00.000Z'), 'pass');
  assertOutcome(judgeAt('2026-12-01T00:00:00.999Z'), 'pass');
});

test('fails one second later', () => {
  const finding = judgeAt('2026-12-01T00:00:01Z');
  assertOutcome(finding, 'fail');
  assert.match(finding.message, /expired on 2026-12-01, 1 second ago/);
});

test('passes at the very second of notBefore and fails just before', () => {
  assertOutcome(judgeAt('2026-01-01T00:00:00Z'), 'pass');
  const finding = judgeAt('2025-12-31T23:59:59.999Z');
  assertOutcome(finding, 'fail');
  assert.match(finding.message, /not valid before 2026-01-01/);
});

test('judges every certificate on the path, the anchor included', () => {
  const finding = findingOf('validity-period', {
    chain: [contoso.leaf({ notAfter: new Date('2050-01-01T00:00:00Z') }).der, intermediate],
    anchors: [root],
    now: new Date('2040-01-01T00:00:00Z'),
  });
  assertOutcome(finding, 'fail');
  assert.match(finding.message, /CN=Contoso (Issuing|Root) CA/);
});

test('names each certificate that is not valid now, and what to renew first', () => {
  const finding = findingOf('validity-period', {
    chain: [contoso.leaf({ notAfter: new Date('2030-01-01T00:00:00Z') }).der, intermediate],
    anchors: [root],
    now: new Date('2035-01-01T00:00:00Z'),
  });
  assert.equal(finding.fault, 'expired');
  assert.match(
    finding.message,
    /^CN=im\.contoso\.com expired on 2030-01-01, .*\. The CA CN=Contoso Issuing CA expired on /,
  );
  assert.match(finding.message, / Renew the certificate of the CA, then this one, and install both\.$/);
});

test('a valid leaf of an unknown issuer is no pass, an expired one fails all the same', () => {
  assertOutcome(
    findingOf('validity-period', { chain: [contoso.leaf().der], anchors: [root] }),
    'undetermined',
    'no-path',
  );
  const chain = [contoso.leaf({ notAfter: new Date('2026-11-01T00:00:00Z') }).der];
  assertOutcome(findingOf('validity-period', { chain, anchors: [root] }), 'fail');
});

test('a self-signed leaf that nobody trusts was seen whole', () => {
  assertOutcome(findingOf('validity-period', { chain: [root] }), 'pass');
});

test('is undetermined for an undecodable leaf', () => {
  assertOutcome(findingOf('validity-period', { chain: [malformed] }), 'undetermined', 'undecodable');
});
