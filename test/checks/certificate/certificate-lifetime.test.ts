import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { createAuthority, issueServerCertificate } from '../../forge/certificate-authority.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertFault, assertOutcome, findingOf, malformed } from '../finding.ts';

const dayMs = 86_400_000;
let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const judge = (from: string, livesMs: number, publicAnchors = [contoso.authority.root.der]) => {
  const notBefore = new Date(from);
  const notAfter = new Date(notBefore.getTime() + livesMs);
  return findingOf('certificate-lifetime', {
    chain: [contoso.leaf({ notBefore, notAfter }).der, contoso.authority.intermediate.der],
    anchors: [contoso.authority.root.der],
    publicAnchors,
    now: new Date('2026-11-22T12:00:00Z'),
  });
};

test('passes at exactly the limit, both seconds counted, and fails a second above', () => {
  assertOutcome(judge('2026-10-01T00:00:00Z', 200 * dayMs - 1_000), 'pass');
  const finding = judge('2026-10-01T00:00:00Z', 200 * dayMs);
  assertFault(finding, 'too-long', 'The certificate is valid for 201 days; at most 200 days are allowed');
  const title = 'The certificate is valid for 500 days; at most 398 days are allowed';
  assertFault(judge('2026-01-01T00:00:00Z', 500 * dayMs - 1_000), 'too-long', title);
  assert.equal(finding.expected, 'at most 200 days');
  assert.equal(finding.observed, '201 days');
});

test('the limit is the one in force at notBefore, from its first second', () => {
  assertOutcome(judge('2026-03-14T23:59:59Z', 398 * dayMs - 1_000), 'pass');
  assertOutcome(judge('2026-03-15T00:00:00Z', 398 * dayMs - 1_000), 'fail');
});

test('older limits count in months, and before July 2012 there was none', async () => {
  const lived = async (notBefore: string, notAfter: string) => {
    const at = new Date(notBefore);
    const { root, intermediate, ...rest } = await createAuthority({ organization: 'Contoso', now: at });
    const changes = { notBefore: at, notAfter: new Date(notAfter) };
    const leaf = issueServerCertificate({ root, intermediate, ...rest }, contoso.key, {
      names: ['im.contoso.com'],
      changes,
    });
    const anchors = [root.der];
    return findingOf('certificate-lifetime', {
      chain: [leaf.der, intermediate.der],
      anchors,
      publicAnchors: anchors,
      now: at,
    });
  };
  assertOutcome(await lived('2016-01-01T00:00:00Z', '2019-04-01T00:00:00Z'), 'pass');
  assertOutcome(await lived('2016-01-01T00:00:00Z', '2019-04-03T00:00:00Z'), 'fail');
  assertOutcome(await lived('2012-06-30T23:59:59Z', '2022-01-01T00:00:00Z'), 'not-applicable', 'before-limits');
});

test('does not apply to a private certificate', () => {
  assertOutcome(judge('2026-10-01T00:00:00Z', 3_650 * dayMs, []), 'not-applicable', 'not-publicly-trusted');
});

test('is undetermined where the issuer is not known, as it might be a public one', () => {
  assertOutcome(findingOf('certificate-lifetime', { chain: [contoso.leaf().der] }), 'undetermined', 'no-path');
  assertOutcome(findingOf('certificate-lifetime', { chain: [malformed] }), 'undetermined', 'undecodable');
});
