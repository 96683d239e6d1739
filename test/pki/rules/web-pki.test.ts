import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createPathFinder } from '../../../src/pki/path/path-finder.ts';
import { loadPublicSuffixes } from '../../../src/pki/names/public-suffixes.ts';
import { errorOf, pathOf, requestOf } from '../ask-path.ts';
import { forgeCa, forgeLeaf, makeKeys, makeRsaKeys } from '../forge-certificate.ts';
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
