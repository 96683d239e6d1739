import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { issueIntermediate } from '../../forge/certificate-authority.ts';
import { causeKey } from '../../../src/evaluate/causes/cause-key.ts';
import { makeKeyPair } from '../../../src/lab/key-pair.ts';
import { sha256Hex } from '../../../src/x509/der/sha256-hex.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { now } from '../../evaluate/observation.ts';
import { assertOutcome, findingOf, malformed } from '../finding.ts';

const dayMs = 86_400_000;
let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const judge = (changes: object, without: readonly ('crlUrls' | 'issuerUrls')[] = []) => {
  const { root, intermediate } = contoso.authority;
  const chain = [contoso.leaf(changes, { without }).der, intermediate.der];
  return findingOf('revocation-pointers', { chain, anchors: [root.der] });
};

test('passes with a CRL or an OCSP responder over http', () => {
  assertOutcome(judge({}), 'pass');
  assertOutcome(judge({ ocspUrls: ['http://ocsp.contoso.com'] }, ['crlUrls']), 'pass');
});

test('fails with neither, and a caIssuers address is neither', () => {
  const finding = judge({}, ['crlUrls']);
  assertOutcome(finding, 'fail');
  assert.equal(finding.fault, 'no-pointer');
  assert.equal(finding.observed, 'none');
  assert.match(finding.message, /^CN=im\.contoso\.com names no CRL and no OCSP responder\./);
});

test('fails with an ldap address alone, which outsiders cannot reach', () => {
  const ldap = 'ldap:///CN=CA,CN=CDP,DC=contoso,DC=local';
  const finding = judge({ crlUrls: [ldap] });
  assertOutcome(finding, 'fail');
  assert.equal(finding.fault, 'internal-pointer');
  assert.match(finding.message, /cannot be checked for revocation from outside\. It names only ldap:/);
  assertOutcome(judge({ crlUrls: [ldap, 'http://pki.contoso.com/ca.crl'] }), 'pass');
});

test('an intermediate needs a pointer too, the anchor does not', async () => {
  const bare = issueIntermediate(contoso.authority, await makeKeyPair('p-256'), {
    organization: 'Contoso',
    name: 'Bare CA',
    changes: { crlUrls: [] },
  });
  const leaf = contoso.leaf({}, { issuer: bare }).der;
  const below = findingOf('revocation-pointers', { chain: [leaf, bare.der], anchors: [contoso.authority.root.der] });
  assertOutcome(below, 'fail');
  assert.match(below.message, /^Undecodable revocation address in CN=Contoso Bare CA\./);
  assert.equal(below.cause, causeKey('certificate-encoding/malformed-extension', sha256Hex(bare.der)));
  assertOutcome(findingOf('revocation-pointers', { chain: [leaf, bare.der], anchors: [bare.der] }), 'pass');
});

test('a leaf that lives exactly seven days needs none, one a second longer does', () => {
  const lives = (ms: number) =>
    judge({ notBefore: now, notAfter: new Date(now.getTime() + ms - 1_000) }, ['crlUrls', 'issuerUrls']);
  assertOutcome(lives(7 * dayMs), 'pass');
  assertOutcome(lives(7 * dayMs + 1_000), 'fail');
});

test('malformed pointers fail', () => {
  for (const oid of ['2.5.29.31', '1.3.6.1.5.5.7.1.1']) {
    const finding = judge({ extraExtensions: [{ oid, value: malformed }] }, ['crlUrls', 'issuerUrls']);
    assertOutcome(finding, 'fail');
    assert.equal(finding.fault, 'malformed-pointer');
    assert.equal(finding.observed, 'malformed');
    assert.match(finding.message, /^Undecodable revocation address in CN=im/);
  }
});

test('does not apply to an anchor alone', () => {
  const leaf = contoso.leaf().der;
  assertOutcome(
    findingOf('revocation-pointers', { chain: [leaf], anchors: [leaf] }),
    'not-applicable',
    'nothing-revocable',
  );
});

test('is undetermined where the issuer is not known', () => {
  assertOutcome(findingOf('revocation-pointers', { chain: [contoso.leaf().der] }), 'undetermined', 'no-path');
});
