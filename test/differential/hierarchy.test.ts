import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decodeCertificate } from '../../src/x509/decode-certificate.ts';
import { makeHierarchy } from './hierarchy.ts';
import { makeKeyPool } from './key-pool.ts';

/** What a hierarchy says, keys and signatures left out. */
function outline(seed: number, index: number, pool = makeKeyPool()): readonly string[] {
  const { host, anchors, presented, leaves } = makeHierarchy({ seed, pool }, index);
  const lines = [...anchors, ...presented, ...leaves].map((der) => {
    const decoded = decodeCertificate(der);
    assert.ok(decoded.ok);
    const { subject, issuer, notBefore, notAfter, rawExtensions } = decoded.value;
    const dates = `${notBefore.toISOString()} ${notAfter.toISOString()}`;
    return `${subject.text} by ${issuer.text} ${dates} ${rawExtensions.map(({ oid }) => oid).join()}`;
  });
  return [host, ...lines];
}

test('a seed and an index name one hierarchy, whatever the keys are', () => {
  assert.deepEqual(outline(7, 3), outline(7, 3));
});

test('another seed or another index is another hierarchy', () => {
  const pool = makeKeyPool();
  assert.notDeepEqual(outline(7, 3, pool), outline(7, 4, pool));
  assert.notDeepEqual(outline(7, 3, pool), outline(8, 3, pool));
});
