import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { choosePath } from '../../src/evaluate/choose-path.ts';
import { err, ok } from '../../src/model/result.ts';
import type { PathError } from '../../src/pki/path/path.ts';
import type { Certificate } from '../../src/x509/certificate.ts';
import { decodeCertificate } from '../../src/x509/decode-certificate.ts';
import { createContoso } from './contoso.ts';

let leaf: Certificate;
let intermediate: Certificate;
let root: Certificate;
before(async () => {
  const contoso = await createContoso('p-256');
  const decode = (der: Uint8Array): Certificate => {
    const decoded = decodeCertificate(der);
    assert.ok(decoded.ok);
    return decoded.value;
  };
  leaf = decode(contoso.leaf().der);
  intermediate = decode(contoso.authority.intermediate.der);
  root = decode(contoso.authority.root.der);
});

const error = (changes: Partial<PathError>) =>
  err({
    kind: 'unknown-issuer',
    message: '',
    path: [leaf],
    reachesAnchor: false,
    certificate: leaf,
    ...changes,
  } as const);

test('the first path that holds is judged, in the order of the stores', () => {
  const found = ok({ certificates: [leaf, intermediate, root] });
  const other = ok({ certificates: [leaf, intermediate] });
  const chosen = choosePath(leaf, [error({}), found, other]);
  assert.deepEqual(chosen, { certificates: [leaf, intermediate, root], end: 'anchor' });
});

test('else the candidate of the most specific error', () => {
  const expired = error({ kind: 'expired', path: [leaf, intermediate, root], reachesAnchor: true });
  assert.deepEqual(choosePath(leaf, [error({}), expired]), { certificates: [leaf, intermediate, root], end: 'anchor' });
});

test('a candidate without an anchor is open, unless it ends in a self-issued certificate', () => {
  assert.equal(choosePath(leaf, [error({ path: [leaf, intermediate], certificate: intermediate })]).end, 'open');
  assert.equal(choosePath(leaf, [error({ path: [leaf, intermediate, root], certificate: root })]).end, 'self-issued');
});

test('a candidate is cut below a link that does not verify: what stands above is another CA', () => {
  const bad = error({
    kind: 'bad-signature',
    path: [leaf, intermediate, root],
    reachesAnchor: true,
    certificate: leaf,
  });
  assert.deepEqual(choosePath(leaf, [bad]), { certificates: [leaf], end: 'open' });
});

test('without any answer the leaf stands alone', () => {
  assert.deepEqual(choosePath(leaf, []), { certificates: [leaf], end: 'open' });
});
