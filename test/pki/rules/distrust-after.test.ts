import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createPathFinder } from '../../../src/pki/path/path-finder.ts';
import { createTrustStore } from '../../../src/pki/trust/trust-store.ts';
import { requestOf, type Question } from '../ask-path.ts';
import { type Forged, forgeCa, forgeLeaf, makeKeys, now } from '../forge-certificate.ts';

const last = new Date('2026-03-01T23:59:59Z');
const oneSecondLater = new Date(last.getTime() + 1_000);
const root = forgeCa('Distrusted Root');
const issuing = forgeCa('Issuing', { issuer: root, notBefore: oneSecondLater });

/** Asks for a path to a store in which the first anchor is trusted until `last`. */
function find(leaf: Forged, question: Partial<Question> = {}) {
  const [limited = root, ...others] = question.anchors ?? [root];
  const anchors = [limited, ...others];
  const store = createTrustStore({
    name: 'public',
    source: 'forged',
    date: null,
    anchors: anchors.map(({ certificate }) => certificate.der),
    distrustAfter: { [limited.certificate.sha256]: '2026-03-01T23:59:59Z' },
  });
  assert.ok(store.ok);
  return createPathFinder()({
    ...requestOf({ candidates: [issuing], ...question, leaf, anchors }),
    store: store.value,
  });
}

test('a leaf issued at the very instant is trusted, whenever the intermediate was issued', () => {
  assert.ok(find(forgeLeaf('im.contoso.com', { issuer: issuing, notBefore: last })).ok);
});

test('a leaf issued one second later is not, and the error says from when on', () => {
  const leaf = forgeLeaf('im.contoso.com', { issuer: issuing, notBefore: oneSecondLater });
  const found = find(leaf);
  assert.ok(!found.ok);
  const { kind, message, reachesAnchor, certificate } = found.error;
  assert.deepEqual([kind, reachesAnchor], ['distrusted-after', true]);
  assert.equal(
    message,
    'Mozilla no longer trusts certificates that "Distrusted Root" issued after 2026-03-01; this one was issued on 2026-03-02.',
  );
  assert.equal(certificate, leaf.certificate);
});

test('the limit binds the root that has it, not another one of the store', () => {
  const keys = makeKeys();
  const trusted = forgeCa('Trusted Root');
  const crossSigned = [root, trusted].map((issuer) => forgeCa('Issuing', { keys, issuer }));
  const leaf = forgeLeaf('im.contoso.com', { issuer: crossSigned[0], notBefore: oneSecondLater });
  const found = find(leaf, { candidates: crossSigned, anchors: [root, trusted] });
  assert.ok(found.ok);
  assert.equal(found.value.certificates.at(-1)?.sha256, trusted.certificate.sha256);
});

test('an expired leaf is reported as expired', () => {
  const dates = { notBefore: oneSecondLater, notAfter: new Date(now.getTime() - 1_000) };
  const found = find(forgeLeaf('im.contoso.com', { issuer: issuing, ...dates }));
  assert.equal(found.ok ? 'found' : found.error.kind, 'expired');
});

test('a leaf that is itself an anchor is held to the limit of its own entry', () => {
  const alone = forgeLeaf('im.contoso.com', { notBefore: oneSecondLater });
  const found = find(alone, { candidates: [], anchors: [alone] });
  assert.equal(found.ok ? 'found' : found.error.kind, 'distrusted-after');
});
