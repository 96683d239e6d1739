import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { issueCertificate } from '../../forge/issue-certificate.ts';
import { sha256Hex } from '../../../src/x509/der/sha256-hex.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { assertFault, assertOutcome, findingOf, malformed, reportOf } from '../finding.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

const judge = (...chain: Uint8Array[]) => findingOf('certificate-encoding', { chain });

test('passes where everything decodes', () => {
  const finding = judge(contoso.leaf().der, contoso.authority.intermediate.der);
  assertOutcome(finding, 'pass');
  assert.equal(finding.observed, 'nothing odd');
});

test('fails on a malformed extension of any certificate presented, and says which and why', () => {
  const broken = contoso.leaf({ extraExtensions: [{ oid: '2.5.29.30', value: malformed }] }).der;
  const finding = judge(contoso.leaf().der, broken);
  const title = 'The extension nameConstraints (2.5.29.30) of CN=im.contoso.com,O=Contoso is malformed';
  assertFault(finding, 'malformed-extension', title);
});

test('fails on an undecodable certificate behind the leaf', () => {
  const finding = judge(contoso.leaf().der, malformed);
  assertFault(finding, 'undecodable', 'Certificate 2 of the chain sent cannot be decoded');
  const { causes } = reportOf({ chain: [contoso.leaf().der, malformed] });
  const cause = causes.find(({ fault }) => fault === 'certificate-encoding/undecodable');
  assert.equal(cause?.certificate, sha256Hex(malformed));
});

test('fails on an extension that is there twice, and on extensions before version 3', () => {
  const twice = contoso.leaf({ extraExtensions: [{ oid: '2.5.29.14', value: Uint8Array.of(4, 1, 1) }] });
  assertFault(judge(twice.der), 'repeated-extension', 'CN=im.contoso.com,O=Contoso has the extension 2.5.29.14 twice');
  const version = Buffer.from('a003020102', 'hex');
  const old = Buffer.from(contoso.leaf().der);
  old[old.indexOf(version) + version.length - 1] = 1;
  const title = 'CN=im.contoso.com,O=Contoso has extensions, but is version 2';
  assertFault(judge(old), 'extensions-before-version-3', title);
});

test('counts what else is malformed, and names it', () => {
  const twice = ['2.5.29.30', '2.5.29.36'].map((oid) => ({ oid, value: malformed }));
  const finding = judge(contoso.leaf({ extraExtensions: twice }).der, malformed);
  assert.equal(finding.observed, '3 malformed');
  assert.match(
    finding.message,
    /is malformed\. The nameConstraints .*\. The extension policyConstraints .* is malformed\. The policyConstraints .*\. Certificate 2 of the chain sent cannot be decoded\. The certificate/,
  );
  assert.doesNotMatch(finding.message, /Unusual/, 'what was not read is not called odd');
});

test('names every oddity, also beside what is malformed and of certificates that were not presented', () => {
  const { root, intermediate } = contoso.authority;
  const odd = { serialNumber: Uint8Array.of(0x80, 1), extraExtensions: [{ oid: '2.5.29.30', value: malformed }] };
  const leaf = contoso.leaf({
    ...odd,
    extraExtensions: [...odd.extraExtensions, { oid: '2.5.29.36', value: Uint8Array.of(0x30, 0) }],
  });
  const anchor = issueCertificate({ ...root.profile, serialNumber: Uint8Array.of(0x80, 2) }, root.key);
  const finding = findingOf('certificate-encoding', { chain: [leaf.der, intermediate.der], anchors: [anchor.der] });
  assertFault(
    finding,
    'malformed-extension',
    'The extension nameConstraints (2.5.29.30) of CN=im.contoso.com,O=Contoso is malformed',
  );
  assert.match(finding.message, /Unusual but readable: .*\(serialNumber, certificate 1\)/);
  assert.match(finding.message, /policyConstraints constrain nothing \(policyConstraints, certificate 1\)/);
  const whole = findingOf('certificate-encoding', {
    chain: [contoso.leaf().der, intermediate.der],
    anchors: [anchor.der],
  });
  assertOutcome(whole, 'pass');
  assert.match(whole.message, /\(serialNumber, CN=Contoso Root CA,O=Contoso\)/);
});

test('names every entry of a list of names that is wrong', () => {
  const san = Buffer.from('3016870301020387050102030405820378797aa903020100', 'hex');
  const finding = judge(
    contoso.leaf({ extraExtensions: [{ oid: '2.5.29.17', value: san }] }, { without: ['dnsNames'] }).der,
  );
  assert.match(
    finding.message,
    /an IP address of 3 bytes, .* an IP address of 5 bytes, .* a kind that does not exist \(tag 169\)/,
  );
});

test('judges certificates of the path that were not presented', async () => {
  const { root, intermediate } = contoso.authority;
  const broken = issueCertificate(
    { ...root.profile, extraExtensions: [{ oid: '2.5.29.32', value: malformed }] },
    root.key,
  );
  const chain = [contoso.leaf().der, intermediate.der];
  const title = 'The extension certificatePolicies (2.5.29.32) of CN=Contoso Root CA,O=Contoso is malformed';
  assertFault(findingOf('certificate-encoding', { chain, anchors: [broken.der] }), 'malformed-extension', title);
});

test('odd but readable encodings pass and are named', () => {
  const finding = judge(contoso.leaf({ serialNumber: Uint8Array.of(0x80, 1) }).der);
  assertOutcome(finding, 'pass');
  assert.match(finding.message, /Unusual but readable: .*serialNumber, certificate 1/);
});

test('is undetermined for an undecodable leaf, which chain-trust reports', () => {
  assertOutcome(judge(malformed), 'undetermined', 'undecodable');
});
