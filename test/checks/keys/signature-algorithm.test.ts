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
  assert.match(finding.message, /CN=im\.contoso\.com,O=Contoso with md5WithRSAEncryption/);
  assertOutcome(judge('rsassa-pss-sha256'), 'fail');
});

test('tls-server forbids SHA-1 too and lets RSASSA-PSS be, as CA/B Forum 7.1.3.2.1 does', () => {
  assertOutcome(judge('sha1', { endpoint: plainServer }), 'fail');
  assertOutcome(judge('md5', { endpoint: plainServer }), 'fail');
  assertOutcome(judge('rsassa-pss-sha256', { endpoint: plainServer }), 'pass');
});

test("the anchor's own signature is nobody's concern, that of a trusted leaf neither", async () => {
  const root = issueCertificate({ ...rsaRoot.profile, signatureAlgorithm: 'md5' }, rsaRoot.key);
  const leaf = contoso.leaf({}, { issuer: root });
  assertOutcome(findingOf('signature-algorithm', { chain: [leaf.der, root.der], anchors: [root.der] }), 'pass');
  assertOutcome(findingOf('signature-algorithm', { chain: [root.der], anchors: [root.der] }), 'pass');
  assertOutcome(findingOf('signature-algorithm', { chain: [root.der] }), 'fail');
});

test('RSASSA-PSS may be allowed, but parameters that hide the hash are no pass', () => {
  const thresholds = { forbiddenSignatureAlgorithms: ['md5'] };
  assertOutcome(judge('rsassa-pss-sha256', { thresholds }), 'pass');
  const { der } = contoso.leaf({ signatureAlgorithm: 'rsassa-pss-sha256' }, { issuer: rsaRoot });
  const sha256 = '608648016503040201';
  const hidden = Buffer.from(Buffer.from(der).toString('hex').replaceAll(sha256, '60864801650304027f'), 'hex');
  const finding = findingOf('signature-algorithm', { chain: [hidden], anchors: [rsaRoot.der], thresholds });
  assertOutcome(finding, 'fail');
  assert.match(finding.message, /RSASSA-PSS/);
});

test('fails on what was seen of a path whose issuer is not known, and is undetermined otherwise', () => {
  assertOutcome(judge('md5', { anchors: [] }), 'fail');
  assertOutcome(judge('sha256', { anchors: [] }), 'undetermined', 'no-path');
  assertOutcome(findingOf('signature-algorithm', { chain: [malformed] }), 'undetermined', 'undecodable');
});
