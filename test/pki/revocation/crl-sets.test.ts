import assert from 'node:assert/strict';
import { after, test } from 'node:test';

import { makeKeyPair } from '../../../src/lab/key-pair.ts';
import { createPathFinder } from '../../../src/pki/path/path-finder.ts';
import { checkCrls, type CrlsQuestion } from '../../../src/pki/revocation/check-crls.ts';
import { createCrlJudge } from '../../../src/pki/revocation/create-crl-judge.ts';
import { createSignerFinder } from '../../../src/pki/revocation/create-signer-finder.ts';
import type { RevocationAnswer } from '../../../src/pki/revocation/revocation-answer.ts';
import type { Certificate } from '../../../src/x509/certificate.ts';
import { decodeCertificate } from '../../../src/x509/decode-certificate.ts';
import { decodeCrl } from '../../../src/x509/revocation/decode-crl.ts';
import { createAuthority, issueIntermediate, issueServerCertificate } from '../../forge/certificate-authority.ts';
import type { ExtraExtension } from '../../forge/certificate-profile.ts';
import type { IssuedCertificate } from '../../forge/issue-certificate.ts';
import { type CrlOptions, opensslAuthority } from '../../openssl-authority.ts';
import { sequence, tagged } from '../forge-der.ts';

const thisUpdate = new Date('2026-11-22T12:00:00Z');
const nextUpdate = new Date('2026-11-29T12:00:00Z');
const at = new Date('2026-11-24T00:00:00Z');
const lab = await createAuthority({ organization: 'Contoso', now: thisUpdate });
const key = await makeKeyPair('p-256');
const leaf = read(issueServerCertificate(lab, key, { names: ['im.contoso.com'] }));
const issuer = read(lab.intermediate);
const root = read(lab.root);
const authority = opensslAuthority(lab.intermediate);
const above = opensslAuthority(lab.root);
after(() => {
  authority.remove();
  above.remove();
});

const serial = leaf.serialNumber.hex;
const held = [{ serialNumber: serial, reason: 'certificateHold', at: thisUpdate }];
const compromised = [{ serialNumber: serial, reason: 'keyCompromise', at: thisUpdate }];
const taken = [{ serialNumber: serial, reason: 'removeFromCRL', at: thisUpdate }];
const outOfDate = { nextUpdate: new Date('2026-11-23T12:00:00Z') };
const keyed = 'authorityKeyIdentifier=keyid';
const freshest = 'freshestCRL=URI:http://pki.contoso.com/issuing+.crl';
/** The delta CRL for bases from this number on. */
const deltaOf = (base: number) => [keyed, `2.5.29.27=critical,ASN1:INTEGER:${base}`];

test('a delta CRL revokes what its base calls good, and takes back what its base holds', () => {
  const base = { number: 5, extensions: [keyed, freshest] };
  const delta = { number: 6, extensions: deltaOf(5) };
  assert.deepEqual(kinds([base, delta]), ['good', 'not-in-scope']);
  assert.deepEqual(kinds([base, { ...delta, revoked: compromised }]), ['revoked', 'not-in-scope']);
  assert.deepEqual(kinds([{ ...base, revoked: held }, delta]), ['revoked', 'not-in-scope']);
  const isByDelta = (lists: Parameters<typeof answers>[0]) => {
    const [answer] = answers(lists);
    return answer?.kind === 'revoked' && answer.byDelta === true;
  };
  assert.equal(isByDelta([base, { ...delta, revoked: compromised }]), true);
  assert.equal(isByDelta([{ ...base, revoked: held }, delta]), false);
});

test('a base whose delta CRL is missing, stale or of another base is never good', () => {
  const base = { number: 5, extensions: [keyed, freshest] };
  const [alone] = answers([base]);
  assert.equal(alone?.kind, 'incomplete');
  assert.deepEqual(alone?.kind === 'incomplete' && alone.deltaUrls, ['http://pki.contoso.com/issuing+.crl']);
  const stale = { number: 6, extensions: deltaOf(5), ...outOfDate };
  const [late] = answers([base, stale]);
  assert.deepEqual(late?.kind === 'defective' && late.defect, 'expired');
  assert.match(late?.message ?? '', /delta CRL has expired/);
  assert.equal(kinds([base, { ...stale, revoked: compromised }])[0], 'revoked');
  const [newer] = answers([base, { number: 8, extensions: deltaOf(6) }]);
  assert.equal(newer?.kind, 'incomplete');
  assert.match(
    newer?.message ?? '',
    /does not fit: it changes CRLs number 6 to 8, and the complete CRL has number 5\./,
  );
  assert.equal(kinds([base, { number: 4, extensions: deltaOf(3) }])[0], 'incomplete');
  assert.equal(kinds([base, { number: 6, extensions: deltaOf(4) }])[0], 'good');
});

test('a revocation in a delta CRL stands until a newer one takes it back: silence of a newer one does not', () => {
  const base = { number: 5, extensions: [keyed, freshest] };
  const first = { number: 6, extensions: deltaOf(5), revoked: held };
  const next = { number: 7, extensions: deltaOf(5) };
  assert.equal(kinds([base, first, next])[0], 'revoked');
  assert.equal(kinds([base, first, { ...next, revoked: taken }])[0], 'good');
  assert.equal(kinds([base, { ...first, revoked: [] }, { ...next, revoked: held }])[0], 'revoked');
  assert.equal(kinds([base, { ...first, revoked: taken }, { ...next, revoked: held }])[0], 'revoked');
  assert.equal(kinds([base, first, { ...next, number: 6, revoked: taken }])[0], 'revoked');
});

test('a certificate that points to a delta CRL needs one although its CRL does not say so', () => {
  const pointing = withExtension({ oid: '2.5.29.46', value: fullNamePoint('http://pki.contoso.com/issuing+.crl') });
  assert.equal(answers([{ number: 5 }], { certificate: pointing })[0]?.kind, 'incomplete');
});

test('CRLs for some reasons each are good together if they cover all', () => {
  const some = (reasons: string) => ({
    extensions: [keyed, 'issuingDistributionPoint=critical,@point', '[point]', `onlysomereasons=${reasons}`],
  });
  const compromise = some('keyCompromise,CACompromise');
  const rest = some(
    'affiliationChanged,superseded,cessationOfOperation,certificateHold,privilegeWithdrawn,AACompromise',
  );
  const lacking = some('affiliationChanged,superseded,cessationOfOperation,certificateHold,privilegeWithdrawn');
  assert.deepEqual(kinds([compromise]), ['partial']);
  assert.deepEqual(kinds([compromise, rest]), ['good', 'good']);
  assert.deepEqual(kinds([compromise, lacking]), ['partial', 'partial']);
  assert.deepEqual(kinds([compromise, { ...rest, revoked: held }]), ['partial', 'revoked']);
});

test('a name relative to the issuer is the same point on both sides, and another one is not', () => {
  const point = (organizationalUnit: string) => ({
    extensions: [
      keyed,
      'issuingDistributionPoint=critical,@point',
      '[point]',
      'relativename=below',
      '[below]',
      `CN=${organizationalUnit}`,
    ],
  });
  // CN=CRL1 as a PrintableString or UTF8String: names are compared by their text.
  const attribute = sequence(Uint8Array.of(0x06, 0x03, 0x55, 0x04, 0x03), tagged(0x13, Buffer.from('CRL1')));
  const value = sequence(sequence(tagged(0xa0, tagged(0xa1, attribute))));
  const certificate = withExtension({ oid: '2.5.29.31', value });
  assert.equal(answers([point('crl1')], { certificate })[0]?.kind, 'good');
  assert.equal(answers([point('CRL2')], { certificate })[0]?.kind, 'not-in-scope');
});

test('a CRL by another key of the CA counts if its certificate has a path to the same root and is not revoked', async () => {
  const renewed = issueIntermediate(lab, await makeKeyPair('p-256'), { organization: 'Contoso' });
  const other = opensslAuthority(renewed);
  const crls = [crl(other, { number: 1, revoked: compromised }), crl(other, { number: 2 })];
  other.remove();
  const finderFor = (candidates: readonly Certificate[], signerCrls: readonly ReturnType<typeof crl>[] = []) =>
    createSignerFinder({ findPath: createPathFinder(), candidates, anchor: root, crls: signerCrls, at });
  const ask = (findSigners: CrlsQuestion['findSigners']) =>
    checkCrls({ crls, certificate: leaf, issuer, at, profile: 'rfc5280', findSigners }).map(({ kind }) => kind);
  assert.deepEqual(ask(undefined), ['not-in-scope', 'not-in-scope']);
  assert.deepEqual(ask(finderFor([read(renewed)])), ['revoked', 'good']);
  const revokedSigner = [{ serialNumber: read(renewed).serialNumber.hex, reason: 'CACompromise', at: thisUpdate }];
  assert.deepEqual(ask(finderFor([read(renewed)], [crl(above, { number: 1, revoked: revokedSigner })])), [
    'not-in-scope',
    'not-in-scope',
  ]);
  const stranger = await createAuthority({ organization: 'Contoso', now: thisUpdate });
  assert.deepEqual(ask(finderFor([read(stranger.intermediate)])), ['not-in-scope', 'not-in-scope']);
});

test('where everything has to be settled, no CRL and one for some reasons refuse a path', () => {
  const judge = (crls: readonly ReturnType<typeof crl>[]) =>
    createCrlJudge({ crls, profile: 'rfc5280', demand: 'settled' })([leaf, issuer, root], at);
  const [own, ofRoot] = [crl(authority, { number: 1 }), crl(above, { number: 1 })];
  assert.equal(judge([own, ofRoot]), undefined);
  assert.equal(judge([own])?.certificate, issuer);
  assert.equal(judge([ofRoot])?.certificate, leaf);
  assert.equal(judge([crl(authority, { number: 1, extensions: [keyed, freshest] }), ofRoot])?.certificate, leaf);
});

test('a CRL over a forbidden hash is no proof of goodness and still revokes; a public path has a list of its own', () => {
  const forbidding = { forbiddenAlgorithms: ['sha1'] };
  const old = { number: 1, digest: 'sha1' };
  const defectOf = ([answer]: readonly RevocationAnswer[]) =>
    answer?.kind === 'defective' ? answer.defect : answer?.kind;
  assert.equal(defectOf(answers([old])), 'good');
  assert.equal(defectOf(answers([old], forbidding)), 'forbidden-signature-algorithm');
  assert.equal(defectOf(answers([old], { profile: 'web-pki' })), 'forbidden-signature-algorithm');
  assert.equal(defectOf(answers([{ ...old, revoked: compromised }], forbidding)), 'revoked');
  assert.equal(defectOf(answers([{ number: 1 }], { ...forbidding, profile: 'web-pki' })), 'good');
});

test('removeFromCRL in a delta takes a certificate off its base', () => {
  const base = { number: 5, extensions: [keyed, freshest], revoked: held };
  assert.equal(kinds([base, { number: 6, extensions: deltaOf(5), revoked: taken }])[0], 'good');
});

test('a delta CRL that is out of date, over a forbidden hash or of another base takes nothing back', () => {
  const base = { number: 5, extensions: [keyed, freshest], revoked: held };
  const taking = { number: 6, extensions: deltaOf(5), revoked: taken };
  assert.equal(kinds([base, { ...taking, ...outOfDate }])[0], 'revoked');
  assert.equal(kinds([base, { ...taking, thisUpdate: nextUpdate, nextUpdate: new Date('2026-12-06') }])[0], 'revoked');
  assert.equal(kinds([base, { ...taking, number: 8, extensions: deltaOf(6) }])[0], 'revoked');
  assert.equal(kinds([base, { ...taking, number: 4, extensions: deltaOf(3) }])[0], 'revoked');
  const forbidding = { forbiddenAlgorithms: ['sha1'] };
  assert.equal(answers([base, { ...taking, digest: 'sha1' }], forbidding)[0]?.kind, 'revoked');
  const older = { number: 6, extensions: deltaOf(5), revoked: taken };
  assert.equal(kinds([base, older, { ...taking, number: 7, ...outOfDate }])[0], 'good');
});

test('a revocation in any authentic delta CRL after the base counts', () => {
  const base = crl(authority, { number: 5, extensions: [keyed, freshest] });
  const delta = (number: number, options: Options = {}) =>
    crl(authority, { number, extensions: deltaOf(5), ...options });
  const broken = ({ signature, ...rest }: ReturnType<typeof crl>) => ({ ...rest, signature: signature.toReversed() });
  const ask = (...deltas: readonly ReturnType<typeof crl>[]) =>
    checkCrls({ crls: [base, ...deltas], certificate: leaf, issuer, at, profile: 'rfc5280' })[0]?.kind;
  const stale = { ...outOfDate, revoked: compromised };
  assert.equal(ask(delta(6), delta(7, stale)), 'revoked');
  assert.equal(ask(delta(6), delta(6, stale)), 'revoked');
  assert.equal(ask(delta(6, stale), delta(7)), 'revoked');
  assert.equal(ask(delta(6, stale), broken(delta(7))), 'revoked');
  assert.equal(ask(delta(6, stale), delta(7, outOfDate)), 'revoked');
  // Of a base that is not at hand, of another scope, and both older than the base.
  const later = { extensions: deltaOf(7), revoked: compromised };
  assert.equal(ask(delta(6), delta(8, later)), 'revoked');
  const narrow = { extensions: [...deltaOf(5), 'issuingDistributionPoint=critical,@p', '[p]', 'onlyuser=TRUE'] };
  assert.equal(ask(delta(6), delta(6, { ...narrow, revoked: compromised })), 'revoked');
  assert.equal(ask(delta(6), delta(4, { extensions: deltaOf(3), revoked: compromised })), 'good');
  const before = { thisUpdate: new Date('2026-11-20T12:00:00Z'), revoked: compromised };
  assert.equal(ask(delta(6), delta(9, { ...narrow, ...before })), 'good');
  assert.equal(ask(delta(6), broken(delta(7, { revoked: compromised }))), 'good');
  assert.equal(ask(delta(6), broken(delta(8, later))), 'good');
});

test('a revocation in a delta CRL that could not be verified leaves the certificate open, and never good', () => {
  const base = crl(authority, { number: 5, extensions: [keyed, freshest] });
  const sound = crl(authority, { number: 6, extensions: deltaOf(5) });
  const revoking = [
    crl(authority, { number: 7, extensions: deltaOf(5), revoked: compromised }),
    crl(authority, { number: 8, extensions: deltaOf(7), revoked: compromised }),
  ];
  for (const delta of revoking) {
    for (const defect of ['budget-exceeded', 'unsupported-signature-algorithm', 'bad-signature'] as const) {
      const checkSignature: CrlsQuestion['checkSignature'] = (each) =>
        each === delta ? { kind: 'defective', defect, message: 'Not verified.' } : undefined;
      const crls = [base, sound, delta];
      const [answer] = checkCrls({ crls, certificate: leaf, issuer, at, profile: 'rfc5280', checkSignature });
      const expected = defect === 'bad-signature' ? 'good' : defect;
      assert.equal(answer?.kind === 'defective' ? answer.defect : answer?.kind, expected);
    }
  }
  // What does not fit and says nothing of the certificate is not verified at all.
  const other = crl(authority, { number: 8, extensions: deltaOf(7) });
  const verified: unknown[] = [];
  const checkSignature: CrlsQuestion['checkSignature'] = (each) => {
    verified.push(each);
    return undefined;
  };
  checkCrls({ crls: [base, sound, other], certificate: leaf, issuer, at, profile: 'rfc5280', checkSignature });
  assert.deepEqual(verified, [base, sound]);
});

test('CRLs for some reasons each are good together until the first of those that are needed ends', () => {
  const some = (reasons: string, day: number) => ({
    extensions: [keyed, 'issuingDistributionPoint=critical,@point', '[point]', `onlysomereasons=${reasons}`],
    nextUpdate: new Date(Date.UTC(2026, 10, day)),
  });
  const compromise = 'keyCompromise,CACompromise';
  const rest = 'affiliationChanged,superseded,cessationOfOperation,certificateHold,privilegeWithdrawn,AACompromise';
  const ends = (...options: readonly Options[]) =>
    answers(options).map((answer) => (answer.kind === 'good' ? answer.nextUpdate?.getUTCDate() : answer.kind));
  assert.deepEqual(ends(some(compromise, 26), some(rest, 28)), [26, 26]);
  assert.deepEqual(ends(some(compromise, 28), some(rest, 26)), [26, 26]);
  // A copy that lives longer takes the place of the one that ends.
  assert.deepEqual(ends(some(compromise, 25), some(rest, 28), some(compromise, 27)), [27, 27, 27]);
  const [first] = answers([
    { number: 5, extensions: [keyed, freshest] },
    { number: 6, extensions: deltaOf(5), nextUpdate: at },
  ]);
  assert.deepEqual(first?.kind === 'good' && first.nextUpdate, at);
});

type Options = Partial<CrlOptions>;

function answers(options: readonly Options[], changes: Partial<CrlsQuestion> = {}): readonly RevocationAnswer[] {
  const crls = options.map((each) => crl(authority, each));
  return checkCrls({ crls, certificate: leaf, issuer, at, profile: 'rfc5280', ...changes });
}

function kinds(options: readonly Options[]): readonly string[] {
  return answers(options).map(({ kind }) => kind);
}

function crl(by: ReturnType<typeof opensslAuthority>, options: Options) {
  const decoded = decodeCrl(by.crl({ thisUpdate, nextUpdate, ...options }));
  assert.ok(decoded.ok);
  return decoded.value;
}

function withExtension(extension: ExtraExtension): Certificate {
  const changes = { extraExtensions: [extension] };
  return read(issueServerCertificate(lab, key, { names: ['im.contoso.com'], changes, without: ['crlUrls'] }));
}

/** DistributionPoints with one URL. */
function fullNamePoint(url: string): Uint8Array {
  return sequence(sequence(tagged(0xa0, tagged(0xa0, tagged(0x86, Buffer.from(url))))));
}

function read({ der }: IssuedCertificate): Certificate {
  const decoded = decodeCertificate(der);
  assert.ok(decoded.ok);
  return decoded.value;
}
