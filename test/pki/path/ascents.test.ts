import assert from 'node:assert/strict';
import { test } from 'node:test';

import { createPathFinder } from '../../../src/pki/path/path-finder.ts';
import type { PathRequest, TrustStore } from '../../../src/pki/path/path.ts';
import { makeHierarchy } from '../../differential/hierarchy.ts';
import { makeKeyPool } from '../../differential/key-pool.ts';
import { judgedAt } from '../../differential/validity.ts';
import { decodeCertificate } from '../../../src/x509/decode-certificate.ts';
import { requestOf, storeOf } from '../ask-path.ts';
import { after, before, type Forged, forge, forgeCa, forgeLeaf, makeKeys, now } from '../forge-certificate.ts';
import {
  authorityKeyIdentifier,
  basicConstraints,
  clientAuth,
  distinguishedName,
  dns,
  extension,
  nameConstraints,
  policyConstraints,
  serverAuth,
  subjectKeyIdentifier,
} from '../forge-extensions.ts';

const root = forgeCa('Root');
const issuing = forgeCa('Issuing', { issuer: root });
const stranger = forgeCa('Stranger');
const later = new Date('2026-09-01T00:00:00Z');
const shared = storeOf(root);

/** How often a store is asked for issuers. */
function countSearches(store: TrustStore): { readonly store: TrustStore; readonly searches: () => number } {
  let searches = 0;
  const findBySubject: TrustStore['findBySubject'] = (subject) => {
    searches += 1;
    return store.findBySubject(subject);
  };
  return { store: { ...store, findBySubject }, searches: () => searches };
}

/** A request for a leaf and the certificates beside it, as a scan makes it: the leaf first. */
function ask(leaf: Forged, beside: readonly Forged[], rest: Partial<PathRequest> = {}): PathRequest {
  const candidates = [leaf, ...beside];
  return { ...requestOf({ leaf, candidates, anchors: [] }), store: shared, ...rest };
}

for (const [about, anchors] of Object.entries({ found: [root], 'not found': [stranger] })) {
  test(`what was ${about} above an issuer is searched for once for all of its leaves`, () => {
    const { store, searches } = countSearches(storeOf(...anchors));
    const findPath = createPathFinder();
    const answers = ['a', 'b', 'c'].map((name) => {
      const leaf = forgeLeaf(`${name}.contoso.com`, { issuer: issuing });
      const answer = findPath(ask(leaf, [issuing], { store }));
      return { answer, expected: createPathFinder()(ask(leaf, [issuing], { store: storeOf(...anchors) })) };
    });
    assert.equal(searches(), 2);
    for (const { answer, expected } of answers) {
      assert.equal(answer.ok, anchors[0] === root);
      assert.deepEqual(answer, expected);
    }
  });
}

const renewed = forgeCa('Issuing', { issuer: root, keys: issuing.keys, notAfter: later });
const limited = forgeCa('Limited', {
  issuer: root,
  extensions: [nameConstraints({ permitted: [dns('contoso.com')] })],
});
const demanding = forgeCa('Demanding', { issuer: root, extensions: [policyConstraints(0)] });
const relabelled = forgeCa('Issuing', {
  issuer: root,
  keys: issuing.keys,
  extensions: [subjectKeyIdentifier(Uint8Array.of(1, 2, 3))],
});
const usual = forgeLeaf('im.contoso.com', { issuer: issuing });

/** Requests that have nearly everything in common with the usual one, or with each other. */
const requests: Readonly<Record<string, PathRequest>> = {
  usual: ask(usual, [issuing]),
  'expired leaf': ask(forgeLeaf('im.contoso.com', { issuer: issuing, notAfter: before }), [issuing]),
  'forged leaf': ask(forgeLeaf('im.contoso.com', { issuer: issuing, breakSignature: true }), [issuing]),
  'leaf of a namesake': ask(
    forge({ subject: distinguishedName('x'), issuerName: issuing.certificate.subject.der, extensions: [] }),
    [issuing],
  ),
  'leaf with the key of the root': ask(forgeLeaf('im.contoso.com', { issuer: issuing, keys: root.keys }), [issuing]),
  'leaf that is the root once more': ask(
    forgeCa('Root', { issuer: issuing, keys: root.keys, extensions: [basicConstraints(true)] }),
    [issuing],
  ),
  'leaf that is an anchor': ask(usual, [issuing], { store: storeOf(root, usual) }),
  'issuer missing': ask(usual, []),
  'issuer twice': ask(usual, [issuing, issuing]),
  'issuer renewed': ask(usual, [renewed]),
  'both issuers': ask(usual, [issuing, renewed]),
  'both issuers, the other way round': ask(usual, [renewed, issuing]),
  'two issuers, told apart by key identifier': ask(usual, [issuing, relabelled]),
  'the other of two issuers': ask(
    forgeLeaf('im.contoso.com', { issuer: issuing, extensions: [authorityKeyIdentifier(Uint8Array.of(1, 2, 3))] }),
    [issuing, relabelled],
  ),
  'another store': ask(usual, [issuing], { store: storeOf(stranger) }),
  'later, when all is over': ask(usual, [issuing], { at: new Date(after.getTime() + 1_000) }),
  'within a second of the end': ask(usual, [issuing], { at: new Date(after.getTime() + 500) }),
  'another purpose': ask(usual, [issuing], { purpose: clientAuth }),
  'no purpose': ask(usual, [issuing], { purpose: undefined }),
  strict: ask(usual, [issuing], { profile: 'strict' }),
  'no intermediates allowed': ask(usual, [issuing], { maximumIntermediates: 0 }),
  revoked: ask(usual, [issuing], {
    judgeRevocation: ([leaf]) => ({ message: 'Revoked.', certificate: leaf ?? usual.certificate }),
  }),
  'permitted name': ask(forgeLeaf('im.contoso.com', { issuer: limited }), [limited]),
  'name that is not permitted': ask(forgeLeaf('im.fabrikam.com', { issuer: limited }), [limited]),
  'no policy where one is demanded': ask(forgeLeaf('im.contoso.com', { issuer: demanding }), [demanding]),
  'leaf that demands a policy': ask(
    forgeLeaf('im.contoso.com', { issuer: issuing, extensions: [policyConstraints(0)] }),
    [issuing],
  ),
};

test('whatever was asked before, the answer is that of a finder that remembers nothing', () => {
  const expected = Object.values(requests).map((request) => createPathFinder()(request));
  const kinds = new Set(expected.map((answer) => (answer.ok ? 'found' : answer.error.kind)));
  assert.ok(kinds.size > 7, [...kinds].join());
  const findPath = createPathFinder();
  const other = forgeLeaf('www.contoso.com', { issuer: issuing });
  const inOrder = Object.entries(requests);
  for (const order of [inOrder, inOrder.toReversed()]) {
    for (const isInterrupted of [false, true]) {
      for (const [about, request] of order) {
        if (isInterrupted) assert.ok(findPath(ask(other, [issuing])).ok, `before ${about}`);
        assert.deepEqual(findPath(request), expected[Object.keys(requests).indexOf(about)], about);
      }
    }
  }
});

test('in generated hierarchies the answers are those of a finder that remembers nothing', () => {
  const pool = makeKeyPool();
  for (let index = 0; index < 150; index += 1) {
    const hierarchy = makeHierarchy({ seed: 4, pool }, index);
    const decode = (ders: readonly Uint8Array[]): readonly Forged[] =>
      ders.map((der) => {
        const decoded = decodeCertificate(der);
        assert.ok(decoded.ok);
        return { certificate: decoded.value, keys: root.keys };
      });
    const [leaves, presented] = [decode(hierarchy.leaves), decode(hierarchy.presented)];
    const store = storeOf(...decode(hierarchy.anchors));
    const findPath = createPathFinder();
    for (const leaf of [...leaves, ...leaves.toReversed(), ...presented]) {
      for (const beside of [presented, presented.slice(0, 2)]) {
        const request = ask(leaf, beside, { store, at: judgedAt, purpose: serverAuth, host: hierarchy.host });
        assert.deepEqual(findPath(request), createPathFinder()(request));
      }
    }
  }
});

test('only so many issuers are remembered, the latest of them', () => {
  const { store, searches } = countSearches(shared);
  const findPath = createPathFinder();
  const keys = makeKeys();
  const askFor = (issuer: Forged): number => {
    const asked = searches();
    assert.ok(findPath(ask(forgeLeaf('im.contoso.com', { issuer, keys }), [issuer], { store, at: now })).ok);
    return searches() - asked;
  };
  askFor(issuing);
  assert.equal(askFor(issuing), 0);
  for (let index = 0; index < 64; index += 1) askFor(forgeCa(`Issuing ${index}`, { issuer: root }));
  assert.equal(askFor(issuing), 2);
});

test('what came with so many bytes that it would fill the memory is searched for each time', () => {
  const { store, searches } = countSearches(shared);
  const findPath = createPathFinder();
  const padded = (bytes: number): Forged =>
    forgeCa('Stranger', { extensions: [extension('1.2.3', new Uint8Array(bytes))] });
  for (const [bytes, expected] of [
    [10_000, 2],
    [20_000, 4],
  ] as const) {
    const beside = [issuing, padded(bytes)];
    const asked = searches();
    for (const leaf of [usual, forgeLeaf('www.contoso.com', { issuer: issuing })]) {
      assert.ok(findPath(ask(leaf, beside, { store })).ok);
    }
    assert.equal(searches() - asked, expected, `${bytes} bytes`);
  }
});
