import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { TrustStore } from '../../../src/pki/path/path.ts';
import { mozillaRoots } from '../../../src/pki/trust/mozilla-roots.ts';
import {
  createMozillaStore,
  isMozillaStore,
  mozillaStoreNotice,
  rootDer,
} from '../../../src/pki/trust/mozilla-store.ts';
import { readTrustData } from '../../../src/pki/trust/read-trust-data.ts';
import { createTrustStore } from '../../../src/pki/trust/trust-store.ts';
import type { Name } from '../../../src/x509/certificate.ts';

const anchors = mozillaRoots.roots.map(({ der }) => rootDer(der));
const whole = createTrustStore({ name: 'mozilla', source: 'all of it, decoded', date: null, anchors });

function fingerprintsOf(store: TrustStore, subject: Name): readonly string[] {
  return store.findBySubject(subject).map(({ sha256 }) => sha256);
}

test('the bundled roots are as sound as a file of --trust-data has to be', () => {
  assert.deepEqual(readTrustData(mozillaRoots), { ok: true, value: mozillaRoots });
});

test('the Mozilla store answers as one whose roots were all decoded', () => {
  assert.ok(whole.ok);
  const store = createMozillaStore();
  assert.deepEqual(store.fingerprints, whole.value.fingerprints);
  assert.deepEqual(store.anchors, whole.value.anchors);
  for (const sha256 of store.fingerprints) {
    const root = whole.value.findByFingerprint(sha256);
    assert.ok(root);
    assert.equal(store.findByFingerprint(sha256)?.sha256, sha256);
    const found = fingerprintsOf(store, root.subject);
    assert.deepEqual(found, fingerprintsOf(whole.value, root.subject));
    assert.ok(found.includes(sha256));
  }
});

test('source and date are those of the data, and so are the dates of distrust', () => {
  const store = createMozillaStore();
  assert.equal(store.source, `Mozilla, NSS ${mozillaRoots.version}, bundled`);
  assert.equal(store.date, mozillaRoots.date);
  const limited = mozillaRoots.roots.filter(({ distrustAfter }) => distrustAfter !== null);
  assert.ok(limited.length > 0);
  assert.deepEqual(
    Object.entries(store.distrustAfter),
    limited.map(({ sha256, distrustAfter }) => [sha256, distrustAfter]),
  );
});

test('other data make another store, which names its file', () => {
  const data = { ...mozillaRoots, version: '3.0', date: '2030-01-31', roots: mozillaRoots.roots.slice(0, 2) };
  const store = createMozillaStore({ name: 'public', data, file: 'roots.json' });
  assert.deepEqual(
    [store.name, store.source, store.date],
    ['public', 'Mozilla, NSS 3.0, from roots.json', '2030-01-31'],
  );
  assert.equal(store.anchors.length, 2);
  assert.ok(isMozillaStore(store));
});

test('a root is one object, however it is asked for', () => {
  const store = createMozillaStore();
  const [sha256 = ''] = store.fingerprints;
  const root = store.findByFingerprint(sha256);
  assert.ok(root);
  assert.equal(store.findByFingerprint(sha256), root);
  assert.ok(store.findBySubject(root.subject).includes(root));
});

test('what is not a root is not found', () => {
  assert.equal(createMozillaStore().findByFingerprint('00'.repeat(32)), undefined);
});

test('a store that an earlier version took from Node is Mozilla’s, and its notice stays; a file store is not', () => {
  const saved = { source: 'Mozilla, as bundled with Node v20.20.2', date: '2024-05-15' };
  assert.ok(isMozillaStore(saved));
  assert.match(mozillaStoreNotice(saved, new Date('2026-11-30')) ?? '', /^The Mozilla store was taken from Node/);
  const file = { source: 'roots/Mozilla.pem', date: null };
  assert.ok(!isMozillaStore(file));
  assert.equal(mozillaStoreNotice(file, new Date('2036-11-30')), undefined);
});

test('a trust file is not the Mozilla store, whatever its name begins with', () => {
  for (const source of ['Mozilla, NSS lab.pem', 'Mozilla, NSS 2.86, bundled.pem'])
    assert.ok(!isMozillaStore({ source }));
  for (const source of ['Mozilla, NSS 2.86, bundled', 'Mozilla, NSS 3 beta, from roots.json'])
    assert.ok(isMozillaStore({ source }));
});

test('roots are old once a year has passed since their date', () => {
  const store = { source: 'Mozilla, NSS 2.86, bundled', date: '2026-05-01' };
  assert.equal(mozillaStoreNotice(store, new Date('2027-05-01T00:00:00.000Z')), undefined);
  assert.equal(
    mozillaStoreNotice(store, new Date('2027-05-01T00:00:00.001Z')),
    'The bundled Mozilla roots (2026-05-01) are more than a year old. Update certmuster or use --trust-data FILE.',
  );
  const fromFile = { ...store, source: 'Mozilla, NSS 2.86, from roots.json' };
  assert.equal(
    mozillaStoreNotice(fromFile, new Date('2027-06-01')),
    'The Mozilla roots (2026-05-01) are more than a year old. Use a newer file for --trust-data.',
  );
});
