import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import {
  type CertificateAuthority,
  createAuthority,
  issueIntermediate,
  issueServerCertificate,
} from '../../forge/certificate-authority.ts';
import type { CertificateProfile } from '../../forge/certificate-profile.ts';
import type { IssuedCertificate } from '../../forge/issue-certificate.ts';
import { causeKey } from '../../../src/evaluate/causes/cause-key.ts';
import { type KeyPair, makeKeyPair } from '../../../src/lab/key-pair.ts';
import type { EvidenceFetch } from '../../../src/model/network-evidence.ts';
import { maximumWork } from '../../../src/pki/work/work-budget.ts';
import { decodeCertificate } from '../../../src/x509/decode-certificate.ts';
import { encodeOcspRequest } from '../../../src/x509/revocation/encode-ocsp-request.ts';
import { sha256Hex } from '../../../src/x509/der/sha256-hex.ts';
import { type CrlOptions, type OpensslAuthority, opensslAuthority } from '../../openssl-authority.ts';
import { asking, evidenceWith, fetchFor, missing } from '../fetched.ts';
import { assertOutcome, findingOf, malformed, type Scene } from '../finding.ts';

/** `openssl ocsp` answers as of its own clock. */
const now = new Date();
const hourMs = 3_600_000;
const soon = (hours: number): Date => new Date(now.getTime() + hours * hourMs);
const weekAhead = soon(168);
const issuingCrl = 'http://pki.contoso.com/issuing.crl';
const rootCrl = 'http://pki.contoso.com/root.crl';

let lab: CertificateAuthority;
let key: KeyPair;
let issuing: OpensslAuthority;
let above: OpensslAuthority;
let leaf: IssuedCertificate;
let fine: { readonly url: string; readonly der: Uint8Array };
let fineAbove: { readonly url: string; readonly der: Uint8Array };

before(async () => {
  lab = await createAuthority({ organization: 'Contoso', now });
  key = await makeKeyPair('p-256');
  issuing = opensslAuthority(lab.intermediate);
  above = opensslAuthority(lab.root);
  leaf = newLeaf({});
  fine = { url: issuingCrl, der: crlOf(issuing) };
  fineAbove = { url: rootCrl, der: crlOf(above) };
});
after(() => {
  issuing.remove();
  above.remove();
});

test('is undetermined where nothing was fetched, and names the pointers', () => {
  const finding = judge({});
  assertOutcome(finding, 'undetermined', 'not-fetched');
  assert.equal(finding.message, `Revocation was not checked (use --fetch crl). CRL: ${issuingCrl} and ${rootCrl}.`);
});

test('passes where the CRLs of every issuer on the path are empty', () => {
  const finding = judge({ crls: [fine, fineAbove] });
  assertOutcome(finding, 'pass');
  assert.match(finding.observed ?? '', /^good until /);
});

test('fails for a revoked leaf, with date and reason, and for a revoked intermediate', () => {
  const at = soon(-24);
  const byLeaf = judge({
    crls: [
      {
        url: issuingCrl,
        der: crlOf(issuing, { revoked: [{ serialNumber: serialOf(leaf), reason: 'keyCompromise', at }] }),
      },
      fineAbove,
    ],
  });
  assertOutcome(byLeaf, 'fail');
  assert.equal(byLeaf.observed, 'revoked');
  assert.equal(byLeaf.fault, 'revoked');
  assert.equal(byLeaf.cause, causeKey('revocation-status/revoked', sha256Hex(leaf.der)));
  const day = at.toISOString().slice(0, 10);
  assert.ok(byLeaf.message.startsWith(`CN=im.contoso.com was revoked on ${day} (keyCompromise). `), byLeaf.message);
  assert.match(byLeaf.message, /Replace the certificate and its key\.$/);
  const revoked = [{ serialNumber: serialOf(lab.intermediate), reason: 'CACompromise', at }];
  const byCa = judge({ crls: [fine, { url: rootCrl, der: crlOf(above, { revoked }) }] });
  assertOutcome(byCa, 'fail');
  assert.match(byCa.message, /^CN=Contoso Issuing CA was revoked on .*reissue every certificate below it\.$/);
  assert.equal(byCa.cause, causeKey('revocation-status/revoked', sha256Hex(lab.intermediate.der)));
});

test('fails for a CRL that is out of date, unless the policy takes defects softly', () => {
  const stale = { url: issuingCrl, der: crlOf(issuing, { thisUpdate: soon(-48), nextUpdate: soon(-24) }) };
  const finding = judge({ crls: [stale, fineAbove] });
  assertOutcome(finding, 'fail');
  assert.equal(finding.observed, 'defective');
  assert.equal(finding.fault, 'answer-not-valid');
  assert.match(finding.message, /^The CRL of CN=Contoso Issuing CA is out of date\. .*issuing\.crl/);
  // Its CRL is the fault of the CA, whatever certificate shows it.
  assert.equal(finding.cause, causeKey('revocation-status/answer-not-valid', sha256Hex(lab.intermediate.der)));
  const softly = judge({ crls: [stale, fineAbove] }, { thresholds: { revocationFailures: ['unknown'] } });
  assertOutcome(softly, 'undetermined', 'no-answer');
});

test('a good OCSP answer outweighs a CRL that is out of date, which is still mentioned', () => {
  const stale = { url: issuingCrl, der: crlOf(issuing, { thisUpdate: soon(-48), nextUpdate: soon(-24) }) };
  const ocspResponses = [
    { url: 'http://ocsp.contoso.com', certificate: sha256Hex(leaf.der), der: ocsp({ good: true }) },
  ];
  const finding = judge({ crls: [stale, fineAbove], ocspResponses });
  assertOutcome(finding, 'pass');
  assert.match(finding.message, /The CRL has expired/);
});

test('a revoked answer beats every good one', () => {
  const ocspResponses = [
    { url: 'http://ocsp.contoso.com', certificate: sha256Hex(leaf.der), der: ocsp({ revoked: true }) },
  ];
  assertOutcome(judge({ crls: [fine, fineAbove], ocspResponses }), 'fail');
});

test('a certificate that its responder does not know fails, and with a good CRL passes', () => {
  const ocspResponses = [{ url: 'http://ocsp.contoso.com', certificate: sha256Hex(leaf.der), der: ocsp({}) }];
  const finding = judge({ crls: [fineAbove], ocspResponses });
  assertOutcome(finding, 'fail');
  assert.equal(finding.fault, 'unknown-certificate');
  assert.equal(finding.observed, 'unknown');
  assert.match(finding.message, /^The OCSP responder does not know CN=im\.contoso\.com/);
  assertOutcome(judge({ crls: [fine, fineAbove], ocspResponses }), 'pass');
});

test('no answer is undetermined, and fails where the policy is hard', () => {
  const fetches = [fetchFor(leaf.der, { purpose: 'ocsp', url: 'http://ocsp.contoso.com/', ...missing })];
  const finding = judge({ crls: [fineAbove], fetches });
  assertOutcome(finding, 'undetermined', 'no-answer');
  assert.match(finding.message, /ocsp\.contoso\.com.*404/);
  const hard = judge({ crls: [fineAbove], fetches }, { thresholds: { revocationFailures: ['unreachable'] } });
  assertOutcome(hard, 'fail');
  assert.equal(hard.fault, 'no-answer');
  assert.equal(hard.observed, 'unreachable');
  assert.match(hard.message, /^No revocation answer from CN=Contoso Issuing CA\./);
});

test('a responder that refuses to answer is as good as none, and a defect beside it counts', () => {
  const tryLater = Uint8Array.of(0x30, 0x03, 0x0a, 0x01, 0x03);
  const ocspResponses = [{ url: 'http://ocsp.contoso.com', certificate: sha256Hex(leaf.der), der: tryLater }];
  const finding = judge({ crls: [fineAbove], ocspResponses });
  assertOutcome(finding, 'undetermined', 'no-answer');
  assert.equal(finding.observed, 'unreachable');
  assert.match(finding.message, /tryLater/);
  const stale = { url: issuingCrl, der: crlOf(issuing, { thisUpdate: soon(-48), nextUpdate: soon(-24) }) };
  assertOutcome(judge({ crls: [stale, fineAbove], ocspResponses }), 'fail');
});

test('a CRL for other certificates is no answer, and why is said', () => {
  const fetches = [fetchFor(leaf.der, { purpose: 'crl', url: issuingCrl })];
  const foreign = { url: issuingCrl, der: crlOf(above) };
  const finding = judge({ crls: [foreign, fineAbove], fetches });
  assertOutcome(finding, 'undetermined', 'no-answer');
  assert.match(finding.message, /issuing\.crl \(The issuer of the CRL is not the issuer/);
});

test('what we refused to dial or follow is our doing, never a failure', () => {
  const refused: Partial<EvidenceFetch> = { purpose: 'crl', outcome: 'refused', message: 'Not fetched: 127.0.0.1.' };
  const fetches = [fetchFor(leaf.der, refused)];
  const finding = judge({ crls: [fineAbove], fetches }, { thresholds: { revocationFailures: ['unreachable'] } });
  assertOutcome(finding, 'undetermined', 'not-fetched');
  assert.match(finding.message, /Not fetched/);
});

test('a stapled answer of either generation is judged, and alone says nothing of the intermediate', () => {
  const staples = [{ certificateIndex: 0, response: ocsp({ good: true }) }];
  const alone = findingOf('revocation-status', scene({ handshake: { staples } }));
  assertOutcome(alone, 'undetermined', 'not-fetched');
  assert.match(alone.message, /is not revoked \(stapled OCSP response\)/);
  assertOutcome(judge({ crls: [fineAbove] }, { handshake: { staples, protocol: 'TLSv1.3' } }), 'pass');
  const revoked = [{ certificateIndex: 0, response: ocsp({ revoked: true }) }];
  assertOutcome(findingOf('revocation-status', scene({ handshake: { staples: revoked } })), 'fail');
});

test('staples do not spend the budget of the CRL that revokes the intermediate', () => {
  const revoked = [{ serialNumber: serialOf(lab.intermediate), reason: 'CACompromise', at: soon(-24) }];
  const response = ocsp({ good: true });
  const staples = Array.from({ length: maximumWork }, () => ({ certificateIndex: 0, response }));
  const crls = [{ url: rootCrl, der: crlOf(above, { revoked }) }];
  assert.equal(judge({}, { handshake: { staples } }).reason, 'budget-exceeded');
  assert.equal(judge({ crls }, { handshake: { staples } }).fault, 'revoked');
});

test('a staple that cannot be decoded, or is out of date, or belongs to another certificate proves nothing', () => {
  const broken = findingOf(
    'revocation-status',
    scene({ handshake: { staples: [{ certificateIndex: 0, response: malformed }] } }),
  );
  assertOutcome(broken, 'fail');
  assert.equal(broken.observed, 'defective');
  assert.equal(broken.fault, 'staple-not-valid');
  assert.match(broken.message, /^The stapled OCSP response cannot be decoded\./);
  assert.equal(broken.cause, causeKey('revocation-status/staple-not-valid', '10.0.0.11:443'));
  const response = ocsp({ good: true });
  const late = scene({ handshake: { staples: [{ certificateIndex: 0, response }] }, now: soon(300) });
  assertOutcome(findingOf('revocation-status', late), 'fail');
  const others = scene({ handshake: { staples: [{ certificateIndex: 1, response }] } });
  assertOutcome(findingOf('revocation-status', others), 'undetermined', 'not-fetched');
  const astray = scene({ handshake: { staples: [{ certificateIndex: 7, response }] } });
  assertOutcome(findingOf('revocation-status', astray), 'undetermined', 'not-fetched');
});

test('a certificate that demands a staple fails without one, where one was asked for', () => {
  const mustStaple = {
    extraExtensions: [{ oid: '1.3.6.1.5.5.7.1.24', value: Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x05) }],
  };
  const demanding = newLeaf(mustStaple);
  const own = scene({ chain: [demanding.der, lab.intermediate.der] });
  const finding = findingOf('revocation-status', own);
  assertOutcome(finding, 'fail');
  assert.equal(finding.fault, 'staple-missing');
  assert.match(finding.message, /^Must-staple certificate CN=im\.contoso\.com is served without an OCSP staple\./);
  const staples = [{ certificateIndex: 0, response: ocsp({ good: true, of: demanding }) }];
  assertOutcome(findingOf('revocation-status', { ...own, handshake: { staples } }), 'undetermined', 'not-fetched');
  for (const handshake of [{ profile: 'tls10-bare' }, { flightComplete: false }] as const) {
    assertOutcome(findingOf('revocation-status', { ...own, handshake }), 'undetermined', 'not-fetched');
  }
});

test('a staple that clients refuse does not meet the demand of must-staple', () => {
  const demanding = newLeaf({
    extraExtensions: [{ oid: '1.3.6.1.5.5.7.1.24', value: Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x05) }],
  });
  const own = scene({ chain: [demanding.der, lab.intermediate.der] });
  const tryLater = Uint8Array.of(0x30, 0x03, 0x0a, 0x01, 0x03);
  for (const [response, title] of [
    [tryLater, 'reports that the responder refuses to answer'],
    [ocsp({ good: true }), 'is for a different certificate'],
    [ocsp({ of: demanding }), 'does not know the certificate'],
    [malformed, 'cannot be decoded'],
  ] as const) {
    const finding = findingOf('revocation-status', {
      ...own,
      handshake: { staples: [{ certificateIndex: 0, response }] },
    });
    assertOutcome(finding, 'fail');
    assert.equal(finding.fault, 'staple-not-valid');
    assert.ok(finding.message.startsWith(`The stapled OCSP response ${title}. `), finding.message);
    assert.match(finding.message, /must-staple/);
  }
  const revoked = [{ certificateIndex: 0, response: ocsp({ revoked: true, of: demanding }) }];
  assert.equal(findingOf('revocation-status', { ...own, handshake: { staples: revoked } }).fault, 'revoked');
});

test('a demanded staple is verified once', () => {
  const demanding = newLeaf({
    extraExtensions: [{ oid: '1.3.6.1.5.5.7.1.24', value: Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x05) }],
  });
  const response = ocsp({ of: demanding });
  // Twice that many would be too many.
  const staples = Array.from({ length: 300 }, () => ({ certificateIndex: 0, response }));
  const finding = findingOf(
    'revocation-status',
    scene({ chain: [demanding.der, lab.intermediate.der], handshake: { staples } }),
  );
  assert.equal(finding.fault, 'staple-not-valid', finding.message);
});

test('a staple over a forbidden hash, of another CA or out of date does not meet the demand of must-staple either', async () => {
  const demanding = newLeaf({
    extraExtensions: [{ oid: '1.3.6.1.5.5.7.1.24', value: Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x05) }],
  });
  const own = scene({ chain: [demanding.der, lab.intermediate.der] });
  const response = ocsp({ good: true, of: demanding });
  const stapled = (der: Uint8Array) => ({ handshake: { staples: [{ certificateIndex: 0, response: der }] } });
  const stranger = await createAuthority({ organization: 'Contoso', now });
  const other = opensslAuthority(stranger.intermediate);
  const request = encodeOcspRequest({ certificate: read(demanding), issuer: read(lab.intermediate) });
  const forged = other.ocspResponse({ request, good: [serialOf(demanding)], validHours: 24 });
  other.remove();
  for (const finding of [
    findingOf('revocation-status', {
      ...own,
      ...stapled(response),
      thresholds: { forbiddenSignatureAlgorithms: ['sha256'] },
    }),
    findingOf('revocation-status', { ...own, ...stapled(forged) }),
    findingOf('revocation-status', { ...own, ...stapled(response), now: soon(300) }),
    findingOf('revocation-status', { ...own, ...stapled(Uint8Array.of(0x30, 0x03, 0x0a, 0x01, 0x06)) }),
  ]) {
    assertOutcome(finding, 'fail');
    assert.equal(finding.fault, 'staple-not-valid', finding.message);
  }
});

test('a CRL or OCSP response over a hash that the policy forbids proves nothing good, and revokes all the same', () => {
  const forbidding = { thresholds: { forbiddenSignatureAlgorithms: ['sha1'] } };
  const old = { url: issuingCrl, der: crlOf(issuing, { digest: 'sha1' }) };
  const finding = judge({ crls: [old, fineAbove] }, forbidding);
  assertOutcome(finding, 'fail');
  assert.equal(finding.fault, 'answer-not-valid');
  assert.match(finding.message, /^The CRL of CN=Contoso Issuing CA is signed with a forbidden algorithm\./);
  assertOutcome(judge({ crls: [old, fineAbove] }, { thresholds: { forbiddenSignatureAlgorithms: [] } }), 'pass');
  const revoked = [{ serialNumber: serialOf(leaf), at: soon(-24) }];
  const revoking = { url: issuingCrl, der: crlOf(issuing, { digest: 'sha1', revoked }) };
  assert.equal(judge({ crls: [revoking, fineAbove] }, forbidding).fault, 'revoked');
  const ocspResponses = [
    { url: 'http://ocsp.contoso.com', certificate: sha256Hex(leaf.der), der: ocsp({ good: true }) },
  ];
  const answered = judge(
    { crls: [fineAbove], ocspResponses },
    { thresholds: { forbiddenSignatureAlgorithms: ['sha256'] } },
  );
  assertOutcome(answered, 'fail');
});

test('of several OCSP responses a revoked one wins, a good one settles, and the useless ones are mentioned', () => {
  const tryLater = Uint8Array.of(0x30, 0x03, 0x0a, 0x01, 0x03);
  const answer = (host: string, der: Uint8Array) => ({ url: `http://${host}`, certificate: sha256Hex(leaf.der), der });
  const other = newLeaf({ serialNumber: Uint8Array.of(0x11) });
  const useless = [answer('a', tryLater), answer('b', ocsp({})), answer('c', ocsp({ good: true, of: other }))];
  const fine = judge({ crls: [fineAbove], ocspResponses: [...useless, answer('d', ocsp({ good: true }))] });
  assertOutcome(fine, 'pass');
  for (const host of ['a', 'b', 'c']) assert.ok(fine.message.includes(`(OCSP http://${host})`), fine.message);
  const revoked = [...useless, answer('d', ocsp({ good: true })), answer('e', ocsp({ revoked: true }))];
  assert.equal(judge({ crls: [fineAbove], ocspResponses: revoked }).fault, 'revoked');
});

test('why an OCSP response by GET does not count is found under the URL of its responder', () => {
  const pointer = 'http://ocsp.contoso.com';
  const der = ocsp({ good: true, of: newLeaf({ serialNumber: Uint8Array.of(0x12) }) });
  const ocspResponses = [{ url: pointer, certificate: sha256Hex(leaf.der), der }];
  const fetches = [fetchFor(leaf.der, { purpose: 'ocsp', url: `${pointer}/MFQ`, pointer })];
  const finding = judge({ crls: [fineAbove], ocspResponses, fetches });
  assertOutcome(finding, 'undetermined', 'no-answer');
  assert.match(finding.message, /http:\/\/ocsp\.contoso\.com \(The OCSP response has no answer for /);
  assert.doesNotMatch(finding.message, /bytes were fetched/);
});

test('a bound of ours that was reached is named, and what was tried is no "no" then', () => {
  const left = 'Not fetched: at most 4 of the 5 URLs for one document are tried.';
  const fetches = [
    fetchFor(leaf.der, { purpose: 'ocsp', url: 'http://ocsp.contoso.com/', ...missing }),
    fetchFor(leaf.der, { purpose: 'ocsp', url: 'http://fifth.contoso.com/', outcome: 'limit', message: left }),
  ];
  const finding = judge({ crls: [fineAbove], fetches }, { thresholds: { revocationFailures: ['unreachable'] } });
  assertOutcome(finding, 'undetermined', 'not-fetched');
  assert.match(finding.message, /at most 4 of the 5 URLs/);
});

test('a CRL whose delta CRL was not obtained is never a pass; with it, it is', () => {
  const freshest = 'http://pki.contoso.com/issuing+.crl';
  const extensions = ['authorityKeyIdentifier=keyid', `freshestCRL=URI:${freshest}`];
  const base = { url: issuingCrl, der: crlOf(issuing, { number: 5, extensions }) };
  const fetches = [fetchFor(leaf.der, { purpose: 'crl', url: freshest, ...missing })];
  const lost = judge({ crls: [base, fineAbove], fetches });
  assertOutcome(lost, 'undetermined', 'no-answer');
  assert.match(lost.message, /its delta CRL with newer revocations is not at hand.*issuing\+\.crl \(.*404/);
  assertOutcome(judge({ crls: [base, fineAbove] }), 'undetermined', 'not-fetched');
  const indicator = ['authorityKeyIdentifier=keyid', '2.5.29.27=critical,ASN1:INTEGER:5'];
  const delta = (changes: Partial<CrlOptions>) => ({
    url: freshest,
    der: crlOf(issuing, { number: 6, extensions: indicator, ...changes }),
  });
  assertOutcome(judge({ crls: [base, delta({}), fineAbove] }), 'pass');
  const revoked = [{ serialNumber: serialOf(leaf), reason: 'keyCompromise', at: soon(-1) }];
  assert.equal(judge({ crls: [base, delta({ revoked }), fineAbove] }).fault, 'revoked');
  const stale = judge({ crls: [base, delta({ thisUpdate: soon(-48), nextUpdate: soon(-24) }), fineAbove] });
  assert.equal(stale.fault, 'answer-not-valid');
});

test('a CRL by the new key of the CA counts if its certificate is presented and leads to the same root', async () => {
  const renewed = issueIntermediate(lab, await makeKeyPair('p-256'), { organization: 'Contoso' });
  const other = opensslAuthority(renewed);
  const byNewKey = { url: issuingCrl, der: crlOf(other) };
  other.remove();
  const chain = [leaf.der, lab.intermediate.der, renewed.der];
  assertOutcome(judge({ crls: [byNewKey, fineAbove] }, { chain }), 'pass');
  assertOutcome(judge({ crls: [byNewKey, fineAbove] }), 'undetermined', 'not-fetched');
  const otherKeys = [{ url: 'http://pki.contoso.com/ca.crt', der: renewed.der }];
  assertOutcome(judge({ crls: [byNewKey, fineAbove], otherKeys }), 'pass');
});

test('a CRL signed by an algorithm that is not known is undetermined', () => {
  const signedOddly = (der: Uint8Array): Uint8Array => {
    const hex = Buffer.from(der).toString('hex').replaceAll('06082a8648ce3d040302', '06082a8648ce3d04037f');
    return Buffer.from(hex, 'hex');
  };
  const finding = judge({ crls: [{ url: issuingCrl, der: signedOddly(fine.der) }, fineAbove] });
  assertOutcome(finding, 'undetermined', 'unsupported-algorithm');
});

test('an answer about to run out is said, and fails where the policy says so', () => {
  const short = { url: issuingCrl, der: crlOf(issuing, { thisUpdate: soon(-160), nextUpdate: soon(8) }) };
  const finding = judge({ crls: [short, fineAbove] });
  assertOutcome(finding, 'pass');
  assert.match(finding.message, /expires at/);
  const hard = judge({ crls: [short, fineAbove] }, { thresholds: { revocationFailures: ['short-margin'] } });
  assertOutcome(hard, 'fail');
  assert.equal(hard.fault, 'answer-expires-soon');
  assert.match(hard.message, /^Revocation answer of CN=Contoso Issuing CA expires at /);
  const young = { url: issuingCrl, der: crlOf(issuing, { thisUpdate: soon(-1), nextUpdate: soon(8) }) };
  assert.doesNotMatch(judge({ crls: [young, fineAbove] }).message, /expires at/);
});

test('a certificate without pointers leaves it open, and fails where the policy says so; a short-lived one needs none', () => {
  const without = newLeaf({}, ['crlUrls']);
  const chain = [without.der, lab.intermediate.der];
  assertOutcome(judge({ crls: [fineAbove] }, { chain }), 'undetermined', 'no-answer');
  const hard = judge({ crls: [fineAbove] }, { chain, thresholds: { revocationFailures: ['no-pointer'] } });
  assertOutcome(hard, 'fail');
  assert.equal(hard.fault, 'no-pointer');
  assert.match(hard.cause ?? '', /^revocation-pointers\/no-pointer:/);
  const shortLived = newLeaf({ notBefore: soon(-24), notAfter: soon(120) }, ['crlUrls']);
  assertOutcome(judge({ crls: [fineAbove] }, { chain: [shortLived.der, lab.intermediate.der] }), 'pass');
});

test('where no certificate has pointers nothing is to be fetched, and --fetch is not advised', () => {
  const top = newLeaf({}, ['crlUrls']);
  // An anchor right above the leaf: nothing else is revocable.
  const finding = findingOf('revocation-status', scene({ chain: [top.der], anchors: [lab.intermediate.der] }));
  assertOutcome(finding, 'undetermined', 'no-answer');
  assert.match(finding.message, /names no CRL and no OCSP responder/);
  assert.doesNotMatch(finding.message, /--fetch/);
  const pointing = findingOf('revocation-status', scene({ chain: [leaf.der], anchors: [lab.intermediate.der] }));
  assertOutcome(pointing, 'undetermined', 'not-fetched');
  assert.match(pointing.message, /--fetch crl/);
});

test('an anchor of the role sent alone has no CA above that could revoke it', () => {
  assertOutcome(judge({}, { chain: [leaf.der], anchors: [leaf.der] }), 'not-applicable', 'nothing-revocable');
});

test('without its issuer no answer about a certificate can be verified', () => {
  const finding = judge({ crls: [fine] }, { chain: [leaf.der], anchors: [] });
  assertOutcome(finding, 'undetermined', 'not-fetched');
  assert.match(finding.message, /Revocation of .* was not checked, as its issuer is not known/);
});

test('a renewed issuing CA with another key does not speak for the old one', async () => {
  const renewed = issueIntermediate(lab, await makeKeyPair('p-256'), { organization: 'Contoso' });
  const other = opensslAuthority(renewed);
  const foreign = { url: issuingCrl, der: crlOf(other, { revoked: [{ serialNumber: serialOf(leaf), at: now }] }) };
  other.remove();
  assertOutcome(judge({ crls: [foreign, fine, fineAbove] }), 'pass');
});

test('is undetermined for an undecodable leaf', () => {
  assertOutcome(findingOf('revocation-status', { chain: [malformed] }), 'undetermined', 'undecodable');
});

function scene(changes: Partial<Scene>): Scene {
  return { chain: [leaf.der, lab.intermediate.der], anchors: [lab.root.der], now, ...changes };
}

function judge(evidence: Parameters<typeof evidenceWith>[0], changes: Partial<Scene> = {}) {
  const isAsking = Object.keys(evidence).length > 0;
  return findingOf(
    'revocation-status',
    scene({ ...(isAsking ? { endpoint: asking, observation: evidenceWith(evidence) } : {}), ...changes }),
  );
}

function newLeaf(
  changes: Partial<CertificateProfile>,
  without: readonly (keyof CertificateProfile)[] = [],
): IssuedCertificate {
  return issueServerCertificate(lab, key, {
    names: ['im.contoso.com'],
    changes: { crlUrls: [issuingCrl], ...changes },
    without,
  });
}

function crlOf(by: OpensslAuthority, changes: Partial<CrlOptions> = {}): Uint8Array {
  return by.crl({ thisUpdate: soon(-1), nextUpdate: weekAhead, number: 1, ...changes });
}

function ocsp({
  good = false,
  revoked = false,
  of = leaf,
}: {
  readonly good?: boolean;
  readonly revoked?: boolean;
  readonly of?: IssuedCertificate;
}): Uint8Array {
  const request = encodeOcspRequest({ certificate: read(of), issuer: read(lab.intermediate) });
  return issuing.ocspResponse({
    request,
    good: good ? [serialOf(of)] : [],
    revoked: revoked ? [{ serialNumber: serialOf(of), reason: 'superseded', at: soon(-24) }] : [],
    validHours: 24,
  });
}

function serialOf(certificate: IssuedCertificate): string {
  return read(certificate).serialNumber.hex;
}

function read({ der }: IssuedCertificate) {
  const certificate = decodeCertificate(der);
  assert.ok(certificate.ok);
  return certificate.value;
}
