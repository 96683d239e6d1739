import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { CertificateSummary, EndpointReport } from '../../src/model/endpoint-report.ts';
import { findPathEnd } from '../../src/report/path-end.ts';
import { endpoint } from './sample-report.ts';

const [sample] = endpoint().chain;
assert.ok(sample !== undefined && 'notAfter' in sample);

const certificate = (name: string, issuer: string, notAfter: string): CertificateSummary => ({
  ...sample,
  sha256: name.repeat(64),
  subject: `CN=${name}`,
  issuer: `CN=${issuer}`,
  notAfter: `${notAfter}T00:00:00.000Z`,
});
const leaf = certificate('a', 'b', '2027-06-01');
const issuing = certificate('b', 'c', '2028-01-01');
const root = certificate('c', 'c', '2026-11-26');
const extra = certificate('d', 'c', '2020-01-01');

const endOf = (more: Partial<EndpointReport>): string | undefined => findPathEnd(endpoint(more))?.subject;
const path = (...certificates: readonly CertificateSummary[]) => [
  { store: 'other', path: null, error: { kind: 'issuer-not-found', message: '' } },
  { store: 'contoso', path: certificates.map(({ sha256 }) => sha256), error: null },
];

test('a root that ends first ends the path, although the server did not send it', () => {
  const issuers = [{ ...root, from: 'store:contoso' }];
  assert.equal(endOf({ chain: [leaf, issuing], issuers, trust: path(leaf, issuing, root) }), 'CN=c');
});

test('an expired certificate that was sent beside the path does not count', () => {
  assert.equal(endOf({ chain: [leaf, issuing, extra], trust: path(leaf, issuing) }), 'CN=a');
});

test('without a path it is the first to expire of the leaf and the issuers that its names lead to', () => {
  const old = certificate('b', 'c', '2026-01-01');
  assert.equal(endOf({ chain: [leaf, extra, old], trust: [] }), 'CN=b');
  assert.equal(endOf({ chain: [root], trust: [] }), 'CN=c');
});

test('a leaf that cannot be read has no end', () => {
  assert.equal(
    endOf({ chain: [{ sha256: 'e'.repeat(64), der: 'MAA=', error: 'odd' }, issuing], trust: [] }),
    undefined,
  );
  assert.equal(endOf({ chain: [], trust: [] }), undefined);
});
