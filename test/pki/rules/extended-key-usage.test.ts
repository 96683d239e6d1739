import assert from 'node:assert/strict';
import { test } from 'node:test';

import { errorOf, pathOf } from '../ask-path.ts';
import { forgeCa, forgeLeaf } from '../forge-certificate.ts';
import { clientAuth, extendedKeyUsage, serverAuth } from '../forge-extensions.ts';

const any = '2.5.29.37.0';
const root = forgeCa('Root');
const leafWith = (...purposes: readonly string[]) =>
  forgeLeaf('x.example', { issuer: root, extensions: [extendedKeyUsage(...purposes)] });
const leafWithout = forgeLeaf('x.example', { issuer: root, without: ['2.5.29.37'] });

test('rfc5280: the purpose, any purpose or no extension will do on the leaf; another purpose will not', () => {
  for (const leaf of [leafWith(clientAuth, serverAuth), leafWith(any), leafWithout]) {
    assert.equal(pathOf({ leaf, anchors: [root] }).length, 2);
  }
  assert.equal(errorOf({ leaf: leafWith(clientAuth), anchors: [root] }).kind, 'extended-key-usage');
});

test('a purpose that is not asked for is not judged', () => {
  assert.equal(pathOf({ leaf: leafWith(clientAuth), anchors: [root], purpose: undefined }).length, 2);
});

test('web-pki: the leaf has to name the purpose itself', () => {
  for (const leaf of [leafWith(any), leafWithout]) {
    assert.equal(errorOf({ leaf, anchors: [root], profile: 'web-pki' }).kind, 'extended-key-usage');
  }
  assert.equal(pathOf({ leaf: leafWith(serverAuth), anchors: [root], profile: 'web-pki' }).length, 2);
});

test('a CA whose extended key usage lacks the purpose may not issue for it, an anchor neither', () => {
  const issuing = forgeCa('Issuing', { issuer: root, extensions: [extendedKeyUsage(clientAuth)] });
  const leaf = forgeLeaf('x.example', { issuer: issuing });
  const error = errorOf({ leaf, candidates: [issuing], anchors: [root] });
  assert.deepEqual([error.kind, error.certificate?.sha256], ['extended-key-usage', issuing.certificate.sha256]);
  assert.equal(errorOf({ leaf, anchors: [issuing] }).kind, 'extended-key-usage');
});
