import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import type { SignatureAlgorithm } from '../../forge/certificate-profile.ts';
import { type IssuedCertificate, issueCertificate } from '../../forge/issue-certificate.ts';
import { makeKeyPair } from '../../../src/lab/key-pair.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertOutcome, findingOf, malformed, plainServer } from '../finding.ts';

let contoso: Contoso;
let rsaRoot: IssuedCertificate;
before(async () => {
  contoso = await createContoso('p-256');
  rsaRoot = issueCertificate(contoso.authority.root.profile, await makeKeyPair('rsa-2048'));
});

const judge = (signatureAlgorithm: SignatureAlgorithm, more = {}, check = 'signature-algorithm') => {
  const leaf = contoso.leaf({ signatureAlgorithm }, { issuer: rsaRoot });
  return findingOf(check, { chain: [leaf.der], anchors: [rsaRoot.der], ...more });
};

test('passes with SHA-256, and with SHA-1 under cwa-2007-r2', () => {
  assertOutcome(judge('sha256'), 'pass');
  assertOutcome(judge('sha1'), 'pass');
});

test('fails with MD5 and RSASSA-PSS, and names certificate and algorithm', () => {
  const finding = judge('md5');
  assertOutcome(finding, 'fail');
  assert.equal(finding.fault, 'forbidden-hash');
  assert.match(
    finding.message,
    /^Forbidden signature algorithm \(md5WithRSAEncryption\) in CN=im\.contoso\.com\. .*Have the CA reissue/,
  );
  const pss = judge('rsassa-pss-sha256');
  assertOutcome(pss, 'fail');
  assert.equal(pss.fault, 'forbidden-scheme');
  assert.match(pss.message, /^Forbidden signature algorithm \(RSASSA-PSS with sha256\).*AlternateSignatureAlgorithm=0/);
  assert.match(pss.message, /The scheme is forbidden, not its hash \(sha256\)\./);
  assert.doesNotMatch(pss.message, /SHA-256 signature/);
});

test('tls-server forbids SHA-1 too and lets RSASSA-PSS be, as CA/B Forum 7.1.3.2.1 does', () => {
  assertOutcome(judge('sha1', { endpoint: plainServer }), 'fail');
  assertOutcome(judge('md5', { endpoint: plainServer }), 'fail');
  assertOutcome(judge('rsassa-pss-sha256', { endpoint: plainServer }), 'pass');
});

test("the anchor's own signature does not count, that of a trusted leaf neither", async () => {
  const root = issueCertificate({ ...rsaRoot.profile, signatureAlgorithm: 'md5' }, rsaRoot.key);
  const leaf = contoso.leaf({}, { issuer: root });
  assertOutcome(findingOf('signature-algorithm', { chain: [leaf.der, root.der], anchors: [root.der] }), 'pass');
  assertOutcome(findingOf('signature-algorithm', { chain: [root.der], anchors: [root.der] }), 'pass');
  assertOutcome(findingOf('signature-algorithm', { chain: [root.der] }), 'fail');
});

/** A leaf signed with RSASSA-PSS in whose bytes one text, in hexadecimal, is replaced by another. */
const judgeAltered = (from: string, to: string) => {
  const { der } = contoso.leaf({ signatureAlgorithm: 'rsassa-pss-sha256' }, { issuer: rsaRoot });
  const altered = Buffer.from(Buffer.from(der).toString('hex').replaceAll(from, to), 'hex');
  const thresholds = { forbiddenSignatureAlgorithms: ['md5'] };
  return findingOf('signature-algorithm', { chain: [altered], anchors: [rsaRoot.der], thresholds });
};

test('RSASSA-PSS may be allowed; with a hash that is not known it is undetermined, with unreadable parameters it fails', () => {
  assertOutcome(judge('rsassa-pss-sha256', { thresholds: { forbiddenSignatureAlgorithms: ['md5'] } }), 'pass');
  const unknown = judgeAltered('608648016503040201', '60864801650304027f');
  assertOutcome(unknown, 'undetermined', 'unsupported-algorithm');
  assert.match(unknown.message, /RSASSA-PSS with an unknown hash/);
  const unreadable = judgeAltered('a00f300d0609608648016503040201', 'a00f310d0609608648016503040201');
  assertOutcome(unreadable, 'fail');
  assert.equal(unreadable.fault, 'unreadable-parameters');
  assert.match(unreadable.message, /^Undecodable signature parameters \(RSASSA-PSS/);
});

test('an algorithm that is not known is undetermined, one that is known and not forbidden passes', () => {
  const signed = (oid: string) => {
    const { der } = contoso.leaf({ signatureAlgorithm: 'sha256' }, { issuer: rsaRoot });
    const altered = Buffer.from(der).toString('hex').replaceAll('06092a864886f70d01010b', oid);
    return (check: string) => findingOf(check, { chain: [Buffer.from(altered, 'hex')], anchors: [rsaRoot.der] });
  };
  for (const check of ['signature-algorithm', 'signature-algorithm-deprecated']) {
    const unknown = signed('06092a864886f70d01017f')(check);
    assertOutcome(unknown, 'undetermined', 'unsupported-algorithm');
    assert.match(unknown.message, /\(1\.2\.840\.113549\.1\.1\.127\)/);
    const mldsa = signed('0609608648016503040312')(check);
    assert.notEqual(mldsa.outcome, 'fail', mldsa.message);
    assert.notEqual(mldsa.reason, 'unsupported-algorithm', mldsa.message);
  }
});

test('fails on what was seen of a path whose issuer is not known, and is undetermined otherwise', () => {
  assertOutcome(judge('md5', { anchors: [] }), 'fail');
  assertOutcome(judge('sha256', { anchors: [] }), 'undetermined', 'no-path');
  assertOutcome(findingOf('signature-algorithm', { chain: [malformed] }), 'undetermined', 'undecodable');
});
