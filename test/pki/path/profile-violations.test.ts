import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { PathProfile } from '../../../src/model/vocabulary.ts';
import { findProfileViolations, type ProfileViolation } from '../../../src/pki/path/profile-violations.ts';
import { type Forged, forgeCa, forgeLeaf, makeKeys, now } from '../forge-certificate.ts';
import { extendedKeyUsage, keyUsage, notCritical, basicConstraints, serverAuth } from '../forge-extensions.ts';

const root = forgeCa('Root');

function violations(beyond: PathProfile, ...path: readonly Forged[]) {
  return findViolations({ beyond, isPublic: true }, path);
}

function findViolations(
  about: { readonly beyond: PathProfile; readonly isPublic: boolean },
  path: readonly Forged[],
): readonly ProfileViolation[] {
  return findProfileViolations({
    ...about,
    path: path.map(({ certificate }) => certificate),
    endsInAnchor: true,
    at: now,
    purpose: serverAuth,
  });
}

test('a path by the book has none', () => {
  assert.deepEqual(violations('rfc5280', forgeLeaf('im.contoso.com', { issuer: root }), root), []);
});

test('every violation is listed, the leaf first, each with its certificate', () => {
  const oldRoot = forgeCa('Old root', {
    extensions: [notCritical(basicConstraints(true)), extendedKeyUsage(serverAuth)],
  });
  const leaf = forgeLeaf('im.contoso.com', { issuer: oldRoot, extensions: [keyUsage(0xa0)], without: ['2.5.29.35'] });
  const found = violations('rfc5280', leaf, oldRoot);
  assert.deepEqual(
    found.map(({ certificate }) => certificate.sha256),
    [leaf, leaf, oldRoot, oldRoot].map(({ certificate }) => certificate.sha256),
  );
  assert.deepEqual(
    found.map(
      ({ message }) => /authorityKeyIdentifier|keyEncipherment|basicConstraints|extKeyUsage/.exec(message)?.[0],
    ),
    ['authorityKeyIdentifier', 'keyEncipherment', 'basicConstraints', 'extKeyUsage'],
  );
});

test('what the profile of the path demands already is not said again', () => {
  const leaf = forgeLeaf('im.contoso.com', { issuer: root, keys: makeKeys('secp256k1') });
  assert.deepEqual(
    violations('rfc5280', leaf, root).map(({ kind }) => kind),
    ['weak-key'],
  );
  assert.deepEqual(violations('web-pki', leaf, root), []);
});

test('RFC 5280 binds every CA, the CA/B Forum only those that the public trusts', () => {
  const oldRoot = forgeCa('Old root', {
    extensions: [notCritical(basicConstraints(true)), extendedKeyUsage(serverAuth)],
  });
  const leaf = forgeLeaf('im.contoso.com', {
    issuer: oldRoot,
    keys: makeKeys('secp256k1'),
    without: ['2.5.29.17', '2.5.29.35', '2.5.29.37'],
  });
  const about = { beyond: 'rfc5280', isPublic: false } as const;
  const words = { 'rfc-5280': 'RFC 5280', 'ca-browser-forum': 'CA/B Forum' };
  const sections = (violations: readonly ProfileViolation[]) =>
    violations.map(({ message, source }) => {
      const section = /RFC \d+|CA\/B Forum/.exec(message)?.[0];
      assert.equal(section, words[source], message);
      return section;
    });
  assert.deepEqual(sections(findViolations(about, [leaf, oldRoot])), ['RFC 5280', 'RFC 5280']);
  assert.deepEqual(sections(findViolations({ ...about, isPublic: true }, [leaf, oldRoot])).toSorted(), [
    'CA/B Forum',
    'CA/B Forum',
    'CA/B Forum',
    'CA/B Forum',
    'RFC 5280',
    'RFC 5280',
  ]);
});

test('a self-signed leaf needs no authority key identifier', () => {
  const alone = forgeLeaf('im.contoso.com', { without: ['2.5.29.35'] });
  const found = findProfileViolations({
    path: [alone.certificate],
    endsInAnchor: false,
    beyond: 'rfc5280',
    isPublic: false,
    at: now,
    purpose: serverAuth,
  });
  assert.deepEqual(found, []);
});
