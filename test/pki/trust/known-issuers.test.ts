import assert from 'node:assert/strict';
import { test } from 'node:test';

import { knownIssuers } from '../../../src/pki/trust/known-issuers.ts';
import { storeOf } from '../ask-path.ts';
import { forgeCa, forgeLeaf } from '../forge-certificate.ts';

const root = forgeCa('Root');
const issuing = forgeCa('Issuing', { issuer: root });

test('an issuer is known by name and signature, once for each store that has it', () => {
  const [first, second] = [storeOf(forgeCa('Root'), root), storeOf(root)];
  const known = knownIssuers(issuing.certificate, [first, storeOf(forgeCa('Other')), second]);
  assert.deepEqual(
    known.map(({ certificate, store }) => [certificate.sha256, store]),
    [first, second].map((store) => [root.certificate.sha256, store]),
  );
});

test('a root does not count as its own issuer, nor does a namesake with another key', () => {
  assert.deepEqual(knownIssuers(root.certificate, [storeOf(root)]), []);
  const leaf = forgeLeaf('im.contoso.com', { issuer: forgeCa('Root') });
  assert.deepEqual(knownIssuers(leaf.certificate, [storeOf(root)]), []);
});

test('of many anchors of one name the first sixteen are tried', () => {
  const namesakes = Array.from({ length: 16 }, () => forgeCa('Root'));
  assert.equal(knownIssuers(issuing.certificate, [storeOf(...namesakes.slice(1), root)]).length, 1);
  assert.equal(knownIssuers(issuing.certificate, [storeOf(...namesakes, root)]).length, 0);
});

test('signatures are checked by the function handed in', () => {
  let asked = 0;
  const known = knownIssuers(issuing.certificate, [storeOf(root), storeOf(root)], () => {
    asked += 1;
    return 'unsupported';
  });
  assert.deepEqual([known.length, asked], [2, 2]);
});
