import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createPathFinder } from '../../../src/pki/path/path-finder.ts';
import { loadPublicSuffixes } from '../../../src/pki/names/public-suffixes.ts';
import { signatureAlgorithmIsAllowed } from '../../../src/pki/rules/web-pki/signature-algorithm.ts';
import { errorOf, pathOf, requestOf } from '../ask-path.ts';
import { forgeCa, forgeLeaf, makeKeys, makeRsaKeys } from '../forge-certificate.ts';
import { explicit, nullValue, objectIdentifier, sequence, tagged } from '../forge-der.ts';
import { dns, subjectAlternativeName } from '../forge-extensions.ts';

const root = forgeCa('Root');
const profile = 'web-pki';

test('SHA-1 below the anchor is forbidden, and allowed in the profile rfc5280', () => {
  const leaf = forgeLeaf('x.example', { issuer: root, hash: 'sha1' });
  assert.equal(errorOf({ leaf, anchors: [root], profile }).kind, 'forbidden-signature-algorithm');
  assert.equal(pathOf({ leaf, anchors: [root] }).length, 2);
});

test("the anchor's own signature proves nothing and may be SHA-1", () => {
  const old = forgeCa('Old root', { hash: 'sha1' });
  assert.equal(pathOf({ leaf: forgeLeaf('x.example', { issuer: old }), anchors: [old], profile }).length, 2);
});

const algorithm = (oid: string, ...parameters: readonly Uint8Array[]) => sequence(objectIdentifier(oid), ...parameters);
const sha1 = algorithm('1.3.14.3.2.26', nullValue);
const sha256 = algorithm('2.16.840.1.101.3.4.2.1', nullValue);

/** RFC 4055 §3.1. */
function judgePss(hash: Uint8Array, maskHash: Uint8Array, saltBytes: number) {
  const parameters = sequence(
    explicit(0, hash),
    explicit(1, algorithm('1.2.840.113549.1.1.8', maskHash)),
    explicit(2, tagged(0x02, Uint8Array.of(saltBytes))),
  );
  const { certificate } = forgeLeaf('x.example', { issuer: root });
  const signatureAlgorithm = { ...certificate.signatureAlgorithm, oid: '1.2.840.113549.1.1.10', parameters };
  return signatureAlgorithmIsAllowed(
    { certificate: { ...certificate, signatureAlgorithm }, isAnchor: false } as never,
    {} as never,
  );
}

test('RSASSA-PSS has the hash in its mask and a salt of its length', () => {
  assert.equal(judgePss(sha256, sha256, 32), undefined);
  assert.match(judgePss(sha256, sha256, 20)?.message ?? '', /RSASSA-PSS with sha256 and a salt of 20 bytes, which/);
  assert.match(judgePss(sha256, sha1, 32)?.message ?? '', /RSASSA-PSS with sha256 and a mask over sha1, which/);
  assert.match(judgePss(sha1, sha1, 20)?.message ?? '', /signed with RSASSA-PSS with sha1, which/);
});

test('a way round a SHA-1 intermediate is taken', () => {
  const keys = makeKeys();
  const sha1 = forgeCa('Issuing', { keys, issuer: root, hash: 'sha1' });
  const sha256 = forgeCa('Issuing', { keys, issuer: root, notAfter: new Date('2026-12-01T00:00:00Z') });
  const leaf = forgeLeaf('x.example', { issuer: sha1 });
  const path = pathOf({ leaf, candidates: [sha1, sha256], anchors: [root], profile });
  assert.equal(path[1]?.sha256, sha256.certificate.sha256);
});

test('RSA keys have at least 2,048 bits in whole bytes, on the leaf and on the anchor', () => {
  const leafWith = (bits: number) => forgeLeaf('x.example', { issuer: root, keys: makeRsaKeys(bits) });
  assert.equal(errorOf({ leaf: leafWith(1_024), anchors: [root], profile }).kind, 'weak-key');
  assert.equal(errorOf({ leaf: leafWith(2_050), anchors: [root], profile }).kind, 'weak-key');
  assert.equal(pathOf({ leaf: leafWith(2_048), anchors: [root], profile }).length, 2);
  const weak = forgeCa('Weak', { keys: makeRsaKeys(1_024) });
  assert.equal(errorOf({ leaf: forgeLeaf('x.example', { issuer: weak }), anchors: [weak], profile }).kind, 'weak-key');
});

test('EC keys lie on P-256, P-384 or P-521', () => {
  for (const curve of ['P-256', 'P-384', 'P-521']) {
    assert.equal(
      pathOf({ leaf: forgeLeaf('x.example', { issuer: root, keys: makeKeys(curve) }), anchors: [root], profile })
        .length,
      2,
    );
  }
  const leaf = forgeLeaf('x.example', { issuer: root, keys: makeKeys('secp256k1') });
  assert.equal(errorOf({ leaf, anchors: [root], profile }).kind, 'weak-key');
});

test('a wildcard over a public suffix is refused with the list, over a single label without it', async () => {
  const finder = createPathFinder({ isPublicSuffix: await loadPublicSuffixes() });
  const request = (name: string) =>
    requestOf({
      leaf: forgeLeaf('x.example', { issuer: root, extensions: [subjectAlternativeName(dns(name))] }),
      anchors: [root],
      profile,
    });
  for (const name of ['*.co.uk', '*.CO.UK', '*.com', '*.local', '*']) assert.ok(!finder(request(name)).ok, name);
  for (const name of ['*.example.co.uk', '*.contoso.local', '*.github.io']) assert.ok(finder(request(name)).ok, name);
  assert.ok(!createPathFinder()(request('*.com')).ok);
  assert.ok(createPathFinder()(request('*.co.uk')).ok);
});
