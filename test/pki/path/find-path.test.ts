import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createPathFinder } from '../../../src/pki/path/path-finder.ts';
import { errorOf, fingerprints, pathOf, requestOf } from '../ask-path.ts';
import { after, before, forgeCa, forgeLeaf, makeKeys, now } from '../forge-certificate.ts';
import { authorityKeyIdentifier, basicConstraints, clientAuth, extendedKeyUsage } from '../forge-extensions.ts';

const root = forgeCa('Root');
const issuing = forgeCa('Issuing', { issuer: root });
const leaf = forgeLeaf('im.contoso.com', { issuer: issuing });

test('finds leaf, intermediate and anchor in this order, however the candidates are ordered', () => {
  const stranger = forgeCa('Stranger');
  const path = pathOf({ leaf, candidates: [stranger, root, leaf, issuing, issuing], anchors: [root, stranger] });
  assert.deepEqual(fingerprints(...path), fingerprints(leaf, issuing, root));
});

test('a path may end in an anchor that is not self-signed', () => {
  assert.deepEqual(fingerprints(...pathOf({ leaf, anchors: [issuing] })), fingerprints(leaf, issuing));
});

test('a leaf that is itself in the store is a path of one', () => {
  assert.deepEqual(fingerprints(...pathOf({ leaf, anchors: [leaf] })), fingerprints(leaf));
});

test('a leaf in the store is still held to its dates and its purpose', () => {
  const expired = forgeLeaf('im.contoso.com', { notAfter: new Date(now.getTime() - 1_000) });
  assert.equal(errorOf({ leaf: expired, anchors: [expired] }).kind, 'expired');
  const client = forgeLeaf('im.contoso.com', { extensions: [extendedKeyUsage(clientAuth)] });
  const error = errorOf({ leaf: client, anchors: [client] });
  assert.deepEqual([error.kind, error.reachesAnchor], ['extended-key-usage', true]);
});

test('without its intermediate the issuer of the leaf is unknown and the path is the leaf alone', () => {
  const error = errorOf({ leaf, anchors: [root] });
  assert.deepEqual([error.kind, error.reachesAnchor], ['unknown-issuer', false]);
  assert.deepEqual(fingerprints(...error.path), fingerprints(leaf));
  assert.match(error.message, /CN=Issuing/);
});

test('a path that ends in a self-signed certificate outside the store says so', () => {
  const error = errorOf({ leaf, candidates: [issuing, root], anchors: [forgeCa('Other')] });
  assert.equal(error.kind, 'unknown-issuer');
  assert.deepEqual(fingerprints(...error.path), fingerprints(leaf, issuing, root));
  assert.match(error.message, /CN=Root, which is self-issued and not trusted/);
});

test('a root of the same name with another key is not the issuer', () => {
  const impostor = forgeCa('Root');
  const error = errorOf({ leaf, candidates: [issuing], anchors: [impostor] });
  assert.deepEqual([error.kind, error.reachesAnchor], ['unknown-issuer', false]);
  assert.match(error.message, /has a different key/);
  assert.deepEqual(fingerprints(...error.path), fingerprints(leaf, issuing));
});

test('two roots of one name: the one whose key signed is found, whichever comes first', () => {
  const twin = forgeCa('Root');
  for (const anchors of [
    [twin, root],
    [root, twin],
  ]) {
    assert.deepEqual(
      fingerprints(...pathOf({ leaf, candidates: [issuing], anchors })),
      fingerprints(leaf, issuing, root),
    );
  }
});

test('a wrong key identifier does not hide the true issuer', () => {
  const misled = forgeLeaf('im.contoso.com', {
    issuer: issuing,
    extensions: [authorityKeyIdentifier(Buffer.alloc(20))],
  });
  assert.equal(pathOf({ leaf: misled, candidates: [issuing], anchors: [root] }).length, 3);
});

test('a signature that the issuer with the right key identifier did not make is bad', () => {
  const forged = forgeLeaf('im.contoso.com', { issuer: issuing, breakSignature: true });
  const error = errorOf({ leaf: forged, candidates: [issuing], anchors: [root] });
  assert.equal(error.kind, 'bad-signature');
  assert.deepEqual(fingerprints(...error.path), fingerprints(forged, issuing));
});

test('a bad signature right below an anchor reaches it', () => {
  const forged = forgeLeaf('im.contoso.com', { issuer: root, breakSignature: true });
  const error = errorOf({ leaf: forged, anchors: [root] });
  assert.deepEqual([error.kind, error.reachesAnchor], ['bad-signature', true]);
});

test('goes round an expired cross-sign to a root that is trusted', () => {
  const oldRoot = forgeCa('Old root');
  const keys = makeKeys();
  const crossed = forgeCa('New root', { keys, issuer: oldRoot, notAfter: new Date(now.getTime() - 1_000) });
  const newRoot = forgeCa('New root', { keys });
  const server = forgeLeaf('im.contoso.com', { issuer: newRoot });
  const path = pathOf({ leaf: server, candidates: [crossed], anchors: [oldRoot, newRoot] });
  assert.deepEqual(fingerprints(...path), fingerprints(server, newRoot));
});

test('goes through a cross-sign where only the old root is trusted', () => {
  const oldRoot = forgeCa('Old root');
  const keys = makeKeys();
  const newRoot = forgeCa('New root', { keys });
  const crossed = forgeCa('New root', { keys, issuer: oldRoot });
  const server = forgeLeaf('im.contoso.com', { issuer: newRoot });
  const path = pathOf({ leaf: server, candidates: [newRoot, crossed], anchors: [oldRoot] });
  assert.deepEqual(fingerprints(...path), fingerprints(server, crossed, oldRoot));
});

test('turns back from an intermediate that may not issue to one of the same key that may', () => {
  const keys = makeKeys();
  const powerless = forgeCa('Issuing', { keys, issuer: root, extensions: [basicConstraints(false)], notAfter: after });
  const able = forgeCa('Issuing', { keys, issuer: root, notAfter: new Date(after.getTime() - 86_400_000) });
  const server = forgeLeaf('im.contoso.com', { issuer: able });
  const path = pathOf({ leaf: server, candidates: [powerless, able], anchors: [root] });
  assert.deepEqual(fingerprints(...path), fingerprints(server, able, root));
});

test('CAs that certify each other without an anchor are walked once and left', () => {
  const [left, right] = [forgeCa('Left'), forgeCa('Right')];
  const leftByRight = forgeCa('Left', { keys: left.keys, issuer: right });
  const rightByLeft = forgeCa('Right', { keys: right.keys, issuer: left });
  const server = forgeLeaf('im.contoso.com', { issuer: left });
  const error = errorOf({ leaf: server, candidates: [leftByRight, rightByLeft], anchors: [root] });
  assert.deepEqual([error.kind, error.path.length], ['unknown-issuer', 3]);
});

test('of two ways the one that reaches an anchor is reported, so expired beats unknown issuer', () => {
  const keys = makeKeys();
  const expired = forgeCa('Issuing', { keys, issuer: root, notAfter: new Date(now.getTime() - 1_000) });
  const elsewhere = forgeCa('Issuing', { keys, issuer: forgeCa('Elsewhere') });
  const server = forgeLeaf('im.contoso.com', { issuer: expired });
  const error = errorOf({ leaf: server, candidates: [elsewhere, expired], anchors: [root] });
  assert.deepEqual([error.kind, error.reachesAnchor], ['expired', true]);
  assert.deepEqual(fingerprints(...error.path), fingerprints(server, expired, root));
  assert.equal(error.certificate?.sha256, expired.certificate.sha256);
});

test('of several faults on one path the most specific is named', () => {
  const server = forgeLeaf('im.contoso.com', {
    issuer: root,
    notBefore: before,
    notAfter: new Date(now.getTime() - 1_000),
    extensions: [extendedKeyUsage(clientAuth)],
  });
  assert.equal(errorOf({ leaf: server, anchors: [root] }).kind, 'expired');
});

test('an expired leaf of an unknown issuer has an unknown issuer', () => {
  const server = forgeLeaf('im.contoso.com', { issuer: issuing, notAfter: new Date(now.getTime() - 1_000) });
  assert.equal(errorOf({ leaf: server, anchors: [root] }).kind, 'unknown-issuer');
});

test('revocation refuses a path that holds otherwise and the search goes on to another', () => {
  const keys = makeKeys();
  const revoked = forgeCa('Issuing', { keys, issuer: root });
  const replaced = forgeCa('Issuing', { keys, issuer: root, notAfter: new Date(after.getTime() - 86_400_000) });
  const server = forgeLeaf('im.contoso.com', { issuer: revoked });
  const judgeRevocation = (path: readonly { readonly sha256: string }[]) =>
    path.some(({ sha256 }) => sha256 === revoked.certificate.sha256)
      ? { message: 'Issuing was revoked.', certificate: revoked.certificate }
      : undefined;
  const both = pathOf({ leaf: server, candidates: [revoked, replaced], anchors: [root], judgeRevocation });
  assert.deepEqual(fingerprints(...both), fingerprints(server, replaced, root));
  const error = errorOf({ leaf: server, candidates: [revoked], anchors: [root], judgeRevocation });
  assert.deepEqual([error.kind, error.message], ['revocation', 'Issuing was revoked.']);
});

test('a finder that is asked again gives the same answers', () => {
  const ask = createPathFinder();
  const good = requestOf({ leaf, candidates: [issuing], anchors: [root] });
  const bad = requestOf({
    leaf: forgeLeaf('x.example', { issuer: issuing, breakSignature: true }),
    candidates: [issuing],
    anchors: [root],
  });
  const kinds = [good, bad, good, bad].map((request) => {
    const found = ask(request);
    return found.ok ? 'found' : found.error.kind;
  });
  assert.deepEqual(kinds, ['found', 'bad-signature', 'found', 'bad-signature']);
});
