import assert from 'node:assert/strict';
import { test } from 'node:test';

import { readTrustData } from '../../../src/pki/trust/read-trust-data.ts';
import { sha256Hex } from '../../../src/x509/der/sha256-hex.ts';
import { forgeCa } from '../forge-certificate.ts';

const { certificate } = forgeCa('Root');
const root = {
  name: 'Root',
  sha256: certificate.sha256,
  distrustAfter: '2026-01-01T23:59:59Z',
  der: Buffer.from(certificate.der).toString('base64'),
};
const data = { source: 'tests', version: '1', date: '2026-05-01', roots: [root] };

function problemsOf(json: unknown): readonly string[] {
  const read = readTrustData(json);
  return read.ok ? [] : read.error.map(({ path, message }) => `${path}: ${message}`);
}

test('sound data are handed back as they are', () => {
  assert.deepEqual(readTrustData(data), { ok: true, value: data });
});

test('a digest that is not that of the certificate is a problem, and so is a root that is there twice', () => {
  const problems = problemsOf({ ...data, roots: [root, { ...root, sha256: '00'.repeat(32) }, root] });
  assert.deepEqual(problems, [
    `roots[1].sha256: is not the digest of the certificate of "Root", which is ${root.sha256}`,
    'roots[2].sha256: repeats that of an earlier root; "Root" is listed twice',
  ]);
});

test('what is not a certificate is a problem although its digest fits', () => {
  const der = Buffer.from('no certificate');
  const [problem, ...rest] = problemsOf({
    ...data,
    roots: [{ ...root, der: der.toString('base64'), sha256: sha256Hex(der) }],
  });
  assert.match(problem ?? '', /^roots\[0\]\.der: "Root" is not a readable certificate: /);
  assert.deepEqual(rest, []);
});

test('everything wrong with the shape is listed', () => {
  const wrong = { source: 'tests', date: '1 May 2026', roots: [{ ...root, distrustAfter: 'soon', extra: 1 }] };
  const paths = problemsOf(wrong).map((problem) => problem.split(':')[0]);
  assert.deepEqual(paths.toSorted(), ['date', 'roots[0].distrustAfter', 'roots[0].extra', 'version']);
  assert.equal(problemsOf({ ...data, roots: [] }).length, 1);
  assert.equal(problemsOf([]).length, 1);
});
