import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { CertificateSummary, EndpointReport } from '../../src/model/endpoint-report.ts';
import { pathEnd } from '../../src/report/path-end.ts';
import { endpoint } from './sample-report.ts';

/** Issued by the authority named, or by itself. `until` is a day of 2027. */
function certificate(letter: string, subject: string, issuer: string, until: string): CertificateSummary {
  const [template] = endpoint().chain;
  assert.ok(template !== undefined && 'notAfter' in template);
  const notAfter = `2027-${until}T00:00:00.000Z`;
  return { ...template, sha256: letter.repeat(64), subject: `CN=${subject}`, issuer: `CN=${issuer}`, notAfter };
}

const leaf = certificate('a', 'www', 'Issuing', '06-01');
const issuing = certificate('b', 'Issuing', 'Root', '08-01');
const oldIssuing = certificate('c', 'Issuing', 'Root', '01-01');
const crossSigned = certificate('d', 'Root', 'Elsewhere', '01-02');
const root = certificate('e', 'Root', 'Root', '03-01');

const noPath: EndpointReport['trust'][number] = {
  store: 'contoso',
  path: null,
  error: { kind: 'expired', message: 'Expired.' },
};

function path(...certificates: readonly CertificateSummary[]): EndpointReport['trust'][number] {
  return { store: 'contoso', path: certificates.map(({ sha256 }) => sha256), error: null };
}

function endOf(more: Partial<EndpointReport>): readonly unknown[] {
  const end = pathEnd(endpoint(more));
  return [end?.subject, end?.notAfter.slice(5, 10)];
}

test('the anchor counts, although it was not presented', () => {
  const issuers = [{ ...root, from: 'store:contoso' }];
  assert.deepEqual(endOf({ chain: [leaf, issuing], issuers, trust: [path(leaf, issuing, root)] }), [
    'CN=Root',
    '03-01',
  ]);
});

test('a certificate that the path does not use never counts', () => {
  const chain = [leaf, oldIssuing, issuing, crossSigned];
  assert.deepEqual(endOf({ chain, trust: [noPath, path(leaf, issuing)] }), ['CN=www', '06-01']);
});

test('of several paths the first counts, which is the one that is judged', () => {
  const issuers = [{ ...root, from: 'store:contoso' }];
  const trust = [path(leaf, issuing), path(leaf, issuing, root)];
  assert.deepEqual(endOf({ chain: [leaf, issuing], issuers, trust }), ['CN=www', '06-01']);
});

test('without a path, the certificates presented that issued the leaf count, in their best edition', () => {
  assert.deepEqual(endOf({ chain: [leaf, oldIssuing], trust: [noPath] }), ['CN=Issuing', '01-01']);
  assert.deepEqual(endOf({ chain: [leaf, oldIssuing, issuing], trust: [noPath] }), ['CN=www', '06-01']);
  assert.deepEqual(endOf({ chain: [leaf, issuing, root], trust: [noPath] }), ['CN=Root', '03-01']);
  assert.deepEqual(endOf({ chain: [leaf], trust: [noPath] }), ['CN=www', '06-01']);
});

test('certificates that name each other as issuer come to an end', () => {
  const one = certificate('a', 'One', 'Two', '06-01');
  const two = certificate('b', 'Two', 'One', '05-01');
  assert.deepEqual(endOf({ chain: [one, two], trust: [noPath] }), ['CN=Two', '05-01']);
});

test('no certificate, or a leaf that cannot be decoded, has no end', () => {
  assert.equal(pathEnd(endpoint({ chain: [], trust: [noPath] })), undefined);
  const broken = { sha256: 'f'.repeat(64), der: 'MAA=', error: 'no' };
  assert.equal(pathEnd(endpoint({ chain: [broken, issuing], trust: [noPath] })), undefined);
});
