import assert from 'node:assert/strict';
import { test } from 'node:test';

import { errorOf, pathOf } from '../ask-path.ts';
import { type Changes, type Forged, forgeCa, forgeLeaf } from '../forge-certificate.ts';
import { basicConstraints, keyUsage } from '../forge-extensions.ts';

const root = forgeCa('Root');

function under(changes: Changes): {
  readonly leaf: Forged;
  readonly candidates: readonly Forged[];
  readonly anchors: readonly Forged[];
} {
  const issuing = forgeCa('Issuing', { issuer: root, ...changes });
  return { leaf: forgeLeaf('im.contoso.com', { issuer: issuing }), candidates: [issuing], anchors: [root] };
}

test('an intermediate without basic constraints, or with cA false, is no CA', () => {
  assert.equal(errorOf(under({ without: ['2.5.29.19'] })).kind, 'not-a-ca');
  assert.equal(errorOf(under({ extensions: [basicConstraints(false)] })).kind, 'not-a-ca');
});

test('a version 1 certificate issues only where it is an anchor', () => {
  const old = forgeCa('Old root', { version: 1, without: ['2.5.29.19', '2.5.29.15', '2.5.29.14'] });
  const leaf = forgeLeaf('im.contoso.com', { issuer: old });
  assert.equal(pathOf({ leaf, anchors: [old] }).length, 2);
  const oldIssuing = forgeCa('Old issuing', {
    version: 1,
    issuer: root,
    without: ['2.5.29.19', '2.5.29.15', '2.5.29.14', '2.5.29.35'],
  });
  const below = forgeLeaf('im.contoso.com', { issuer: oldIssuing });
  assert.equal(errorOf({ leaf: below, candidates: [oldIssuing], anchors: [root] }).kind, 'not-a-ca');
});

test('a version 3 anchor without basic constraints is no CA', () => {
  const anchor = forgeCa('Root', { without: ['2.5.29.19'] });
  assert.equal(errorOf({ leaf: forgeLeaf('x.example', { issuer: anchor }), anchors: [anchor] }).kind, 'not-a-ca');
});

test('key usage without keyCertSign may not issue; absent key usage may', () => {
  assert.equal(errorOf(under({ extensions: [keyUsage(0x02)] })).kind, 'key-usage');
  assert.equal(pathOf(under({ without: ['2.5.29.15'] })).length, 3);
});

test('key usage of the anchor counts as well', () => {
  const anchor = forgeCa('Root', { extensions: [keyUsage(0x80)] });
  assert.equal(errorOf({ leaf: forgeLeaf('x.example', { issuer: anchor }), anchors: [anchor] }).kind, 'key-usage');
});

test('a path length of 0 allows the leaf and no CA below', () => {
  assert.equal(pathOf(under({ extensions: [basicConstraints(true, 0)] })).length, 3);
  const tight = forgeCa('Tight', { extensions: [basicConstraints(true, 0)] });
  const issuing = forgeCa('Issuing', { issuer: tight });
  const error = errorOf({ leaf: forgeLeaf('x.example', { issuer: issuing }), candidates: [issuing], anchors: [tight] });
  assert.equal(error.kind, 'path-length-exceeded');
  assert.match(error.message, /allows at most 0 CA certificates below it \(path length constraint\); the chain has 1/);
});

test('self-issued CAs do not count against a path length', () => {
  const tight = forgeCa('Rollover', { extensions: [basicConstraints(true, 0)] });
  const renewed = forgeCa('Rollover', { issuer: tight });
  const leaf = forgeLeaf('x.example', { issuer: renewed });
  assert.equal(pathOf({ leaf, candidates: [renewed], anchors: [tight] }).length, 3);
});

test('a CA as leaf does not count against a path length', () => {
  const tight = forgeCa('Tight', { extensions: [basicConstraints(true, 0)] });
  assert.equal(pathOf({ leaf: forgeCa('Sub', { issuer: tight }), anchors: [tight] }).length, 2);
});

test("the caller's own bound on intermediates is inclusive and spares the self-issued", () => {
  const question = under({});
  assert.equal(pathOf({ ...question, maximumIntermediates: 1 }).length, 3);
  assert.equal(errorOf({ ...question, maximumIntermediates: 0 }).kind, 'path-length-exceeded');
});
