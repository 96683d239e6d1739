import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import type { PathProfile } from '../../../src/model/vocabulary.ts';
import { createAuthority, issueIntermediate, issueServerCertificate } from '../../forge/certificate-authority.ts';
import type { CertificateProfile } from '../../forge/certificate-profile.ts';
import type { IssuedCertificate } from '../../forge/issue-certificate.ts';
import { makeKeyPair } from '../../../src/lab/key-pair.ts';
import { checkCrl } from '../../../src/pki/revocation/check-crl.ts';
import { createCrlJudge } from '../../../src/pki/revocation/create-crl-judge.ts';
import type { RevocationAnswer } from '../../../src/pki/revocation/revocation-answer.ts';
import type { Certificate } from '../../../src/x509/certificate.ts';
import type { CertificateRevocationList } from '../../../src/x509/revocation/crl.ts';
import { decodeCertificate } from '../../../src/x509/decode-certificate.ts';
import { decodeCrl } from '../../../src/x509/revocation/decode-crl.ts';
import { type CrlOptions, opensslAuthority } from '../../openssl-authority.ts';

const thisUpdate = new Date('2026-11-22T12:00:00Z');
const nextUpdate = new Date('2026-11-29T12:00:00Z');
const at = new Date('2026-11-24T00:00:00Z');
const lab = await createAuthority({ organization: 'Contoso', now: thisUpdate });
const key = await makeKeyPair('p-256');
const point = 'http://pki.contoso.com/issuing.crl';
const leaf = read(issueServerCertificate(lab, key, { names: ['im.contoso.com'], changes: { crlUrls: [point] } }));
const issuer = read(lab.intermediate);
const root = read(lab.root);
const authority = opensslAuthority(lab.intermediate);
after(() => authority.remove());
const numbered = { thisUpdate, nextUpdate, number: 1 };

test('a certificate that is not listed is good', () => {
  const answer = ask({});
  assert.equal(answer.kind, 'good');
  assert.deepEqual(answer.kind === 'good' && answer.nextUpdate, nextUpdate);
});

test('a listed one is revoked, with date and reason', () => {
  const answer = ask({ revoked: [{ serialNumber: leaf.serialNumber.hex, reason: 'keyCompromise', at: thisUpdate }] });
  assert.ok(answer.kind === 'revoked');
  assert.deepEqual([answer.revokedAt, answer.reason], [thisUpdate, 'keyCompromise']);
  assert.match(answer.message, /im\.contoso\.com.*2026-11-22.*keyCompromise/);
});

test('good up to the very instant of nextUpdate, defective a moment later; revoked all the same', () => {
  assert.equal(ask({}, { at: nextUpdate }).kind, 'good');
  const later = new Date(nextUpdate.getTime() + 1);
  assert.deepEqual(defectOf(ask({}, { at: later })), 'expired');
  const revoked = [{ serialNumber: leaf.serialNumber.hex, at: thisUpdate }];
  assert.equal(ask({ revoked }, { at: later }).kind, 'revoked');
});

test('a CRL of the future is defective beyond five minutes', () => {
  assert.equal(ask({}, { at: new Date(thisUpdate.getTime() - 300_000) }).kind, 'good');
  assert.equal(defectOf(ask({}, { at: new Date(thisUpdate.getTime() - 300_001) })), 'not-yet-valid');
});

test('a CRL of another issuer is not in scope, whatever it lists', () => {
  const foreign = opensslAuthority(lab.root);
  const revoked = [{ serialNumber: leaf.serialNumber.hex, at: thisUpdate }];
  const answer = checkCrl({
    crl: crl(foreign.crl({ ...numbered, revoked })),
    certificate: leaf,
    issuer,
    at,
    profile: 'rfc5280',
  });
  foreign.remove();
  assert.equal(scopeOf(answer), 'other-issuer');
});

test('a CRL by another key of the same name is not in scope if it says so, and defective if it does not', async () => {
  const renewed = issueIntermediate(lab, await makeKeyPair('p-256'), { organization: 'Contoso' });
  const other = opensslAuthority(renewed);
  const named = crl(other.crl(numbered));
  const unnamed = crl(other.crl({ thisUpdate, nextUpdate, extensions: ['2.5.29.20=ASN1:INTEGER:1'] }));
  other.remove();
  assert.equal(scopeOf(checkCrl({ crl: named, certificate: leaf, issuer, at, profile: 'rfc5280' })), 'other-key');
  assert.equal(
    defectOf(checkCrl({ crl: unnamed, certificate: leaf, issuer, at, profile: 'rfc5280' })),
    'bad-signature',
  );
});

test('an issuer without a key usage extension may sign CRLs, one whose extension leaves cRLSign out may not', async () => {
  for (const [usage, expected] of [
    [undefined, 'good'],
    [['keyCertSign'], 'key-usage'],
  ] as const) {
    const changes = { keyUsage: usage } as unknown as Partial<CertificateProfile>;
    const made = issueIntermediate(lab, await makeKeyPair('p-256'), { organization: 'Contoso', changes });
    const subject = read(issueServerCertificate(lab, key, { names: ['im.contoso.com'], issuer: made }));
    const own = opensslAuthority(made);
    const answer = checkCrl({
      crl: crl(own.crl(numbered)),
      certificate: subject,
      issuer: read(made),
      at,
      profile: 'rfc5280',
    });
    own.remove();
    assert.equal(answer.kind === 'defective' ? answer.defect : answer.kind, expected);
  }
});

test('a distribution point has to be one that the certificate names', () => {
  const idp = (url: string, ...more: readonly string[]): readonly string[] => [
    'authorityKeyIdentifier=keyid',
    'issuingDistributionPoint=critical,@point',
    '[point]',
    `fullname=URI:${url}`,
    ...more,
  ];
  assert.equal(ask({ extensions: idp(point) }).kind, 'good');
  assert.equal(scopeOf(ask({ extensions: idp('http://pki.contoso.com/other.crl') })), 'other-distribution-point');
  assert.equal(ask({ extensions: idp(point, 'onlyuser=TRUE') }).kind, 'good');
  assert.equal(scopeOf(ask({ extensions: idp(point, 'onlyCA=TRUE') })), 'other-certificates');
  assert.equal(scopeOf(ask({ extensions: idp(point, 'onlyAA=TRUE') })), 'other-certificates');
  assert.equal(ask({ extensions: idp(point, 'indirectCRL=TRUE') }).kind, 'good');
  assert.equal(defectOf(ask({ extensions: idp(point, 'onlyuser=TRUE', 'onlyCA=TRUE') })), 'malformed-extension');
});

test('a CRL for some reasons can revoke and cannot clear', () => {
  const extensions = ['issuingDistributionPoint=critical,@point', '[point]', 'onlysomereasons=keyCompromise'];
  const revoked = [{ serialNumber: leaf.serialNumber.hex, reason: 'keyCompromise', at: thisUpdate }];
  assert.equal(ask({ extensions }).kind, 'partial');
  assert.equal(ask({ extensions, revoked }).kind, 'revoked');
});

test('a delta CRL is recognised and not evaluated', () => {
  const indicator = '2.5.29.27=critical,ASN1:INTEGER:1';
  const someReasons = ['issuingDistributionPoint=critical,@point', '[point]', 'onlysomereasons=keyCompromise'];
  assert.equal(scopeOf(ask({ extensions: [indicator] })), 'delta');
  assert.equal(scopeOf(ask({ extensions: [indicator, ...someReasons] })), 'delta');
});

test('critical extensions that are unknown or must not be critical make a CRL defective', () => {
  assert.equal(defectOf(ask({ extensions: ['1.2.3.4=critical,ASN1:NULL'] })), 'unhandled-critical-extension');
  assert.equal(defectOf(ask({ extensions: ['2.5.29.20=critical,ASN1:INTEGER:1'] })), 'profile-violation');
  assert.equal(ask({ extensions: ['1.2.3.4=ASN1:NULL'] }).kind, 'good');
});

test('malformed known extensions make a CRL defective', () => {
  assert.equal(defectOf(ask({ extensions: ['2.5.29.28=ASN1:INTEGER:1'] })), 'malformed-extension');
});

test('what only issuers must do counts under the strict profile alone', () => {
  const lacking: readonly (readonly string[])[] = [[], ['authorityKeyIdentifier=keyid'], ['2.5.29.20=ASN1:INTEGER:1']];
  for (const extensions of lacking) {
    const options = { number: undefined, extensions } as unknown as Partial<CrlOptions>;
    assert.equal(ask(options).kind, 'good');
    assert.equal(defectOf(ask(options, { profile: 'strict' })), 'profile-violation');
  }
  assert.equal(ask({}, { profile: 'strict' }).kind, 'good');
});

test('a path is judged certificate by certificate: none in scope passes, a good one outweighs a stale one', () => {
  const fresh = crl(authority.crl(numbered));
  const stale = crl(authority.crl({ ...numbered, nextUpdate: new Date('2026-11-23T00:00:00Z') }));
  const above = opensslAuthority(lab.root);
  const revoked = [{ serialNumber: issuer.serialNumber.hex, reason: 'CACompromise', at: thisUpdate }];
  const byRoot = crl(above.crl({ ...numbered, revoked }));
  above.remove();
  const judge = (crls: readonly CertificateRevocationList[]) =>
    createCrlJudge({ crls, profile: 'strict' })([leaf, issuer, root], at);
  assert.equal(judge([]), undefined);
  assert.equal(judge([stale, fresh]), undefined);
  assert.equal(judge([stale])?.certificate, leaf);
  assert.match(judge([stale])?.message ?? '', /The CRL has expired/);
  assert.equal(judge([fresh, byRoot])?.certificate, issuer);
  assert.match(judge([fresh, byRoot])?.message ?? '', /revoked/);
});

function ask(
  options: Partial<CrlOptions>,
  { at: when = at, profile = 'rfc5280' }: { readonly at?: Date; readonly profile?: PathProfile } = {},
): RevocationAnswer {
  const made = crl(authority.crl({ ...numbered, ...options }));
  return checkCrl({ crl: made, certificate: leaf, issuer, at: when, profile });
}

function defectOf(answer: RevocationAnswer): string {
  return answer.kind === 'defective' ? answer.defect : answer.kind;
}

function scopeOf(answer: RevocationAnswer): string {
  return answer.kind === 'not-in-scope' ? answer.scope : answer.kind;
}

function crl(der: Uint8Array) {
  const decoded = decodeCrl(der);
  assert.ok(decoded.ok);
  return decoded.value;
}

function read({ der }: IssuedCertificate): Certificate {
  const decoded = decodeCertificate(der);
  assert.ok(decoded.ok);
  return decoded.value;
}
