import assert from 'node:assert/strict';
import { test } from 'node:test';

import { errorOf, pathOf } from '../ask-path.ts';
import { type Changes, forgeCa, forgeLeaf, makeKeys } from '../forge-certificate.ts';
import {
  authorityKeyIdentifier,
  basicConstraints,
  critical,
  directory,
  distinguishedName,
  dns,
  email,
  extendedKeyUsage,
  type ForgedExtension,
  inhibitAnyPolicy,
  ip,
  keyUsage,
  nameConstraints,
  notCritical,
  policyConstraints,
  serverAuth,
  subjectAlternativeName,
  subjectKeyIdentifier,
} from '../forge-extensions.ts';

const root = forgeCa('Root');
const profile = 'strict';

function judgeLeaf(changes: Changes): string {
  return judge({ leaf: forgeLeaf('im.contoso.com', { issuer: root, ...changes }), anchors: [root] });
}

function judgeRoot(changes: Changes): string {
  const anchor = forgeCa('Root', changes);
  return judge({ leaf: forgeLeaf('im.contoso.com', { issuer: anchor }), anchors: [anchor] });
}

function judgeIntermediate(changes: Changes): string {
  const issuing = forgeCa('Issuing', { issuer: root, ...changes });
  return judge({ leaf: forgeLeaf('im.contoso.com', { issuer: issuing }), candidates: [issuing], anchors: [root] });
}

/** `holds`, or the sentence of a violation that the profile rfc5280 does not see. */
function judge(question: Parameters<typeof errorOf>[0]): string {
  pathOf(question);
  try {
    pathOf({ ...question, profile });
    return 'holds';
  } catch {
    const { kind, message } = errorOf({ ...question, profile });
    assert.equal(kind, 'profile-violation');
    return message;
  }
}

const leafWith = (...extensions: readonly ForgedExtension[]): string => judgeLeaf({ extensions });

test('a plain chain by the book holds', () => {
  assert.equal(judgeLeaf({}), 'holds');
  assert.equal(judgeIntermediate({}), 'holds');
});

test('serial numbers are positive and at most 20 bytes; only a root may have zero', () => {
  assert.match(judgeLeaf({ serialNumber: Buffer.from([0]) }), /serial number zero/);
  assert.match(judgeLeaf({ serialNumber: Buffer.from([0x80]) }), /negative/);
  assert.match(judgeLeaf({ serialNumber: Buffer.alloc(21, 1) }), /21 bytes/);
  assert.equal(judgeLeaf({ serialNumber: Buffer.alloc(20, 1) }), 'holds');
  assert.equal(judgeRoot({ serialNumber: Buffer.from([0]) }), 'holds');
});

test('key identifiers are there, not critical, and nothing but identifiers', () => {
  assert.match(judgeLeaf({ without: ['2.5.29.35'] }), /has no authorityKeyIdentifier/);
  assert.match(judgeRoot({ without: ['2.5.29.14'] }), /without subjectKeyIdentifier/);
  assert.match(
    judgeRoot({ extensions: [critical(subjectKeyIdentifier(Buffer.alloc(20)))] }),
    /marks \w+KeyIdentifier critical/,
  );
  assert.match(leafWith(critical(authorityKeyIdentifier(Buffer.alloc(20)))), /marks \w+KeyIdentifier critical/);
  assert.match(judgeRoot({ extensions: [authorityKeyIdentifier(Buffer.alloc(20))] }), /two key identifiers differ/);
});

test("the authority key identifier is the issuer's subject key identifier", () => {
  assert.match(leafWith(authorityKeyIdentifier(Buffer.alloc(20))), /is not the subjectKeyIdentifier of CN=Root/);
});

test('only a self-signed anchor may leave its authority key identifier out', () => {
  const crossed = forgeCa('Crossed', { issuer: root, without: ['2.5.29.35'] });
  const message = judge({ leaf: forgeLeaf('im.contoso.com', { issuer: crossed }), anchors: [crossed] });
  assert.match(message, /CN=Crossed has no authorityKeyIdentifier/);
});

test('basic constraints of a CA are critical, and a path length wants a CA', () => {
  assert.match(
    judgeRoot({ extensions: [notCritical(basicConstraints(true))] }),
    /does not mark basicConstraints critical/,
  );
  assert.match(leafWith(basicConstraints(false, 0)), /path length|encoding defect/);
});

test('a leaf is no CA and may not sign certificates', () => {
  assert.match(
    leafWith(basicConstraints(true), subjectKeyIdentifier(Buffer.alloc(20)), keyUsage(0x84)),
    /CA used as a leaf/,
  );
  assert.match(leafWith(keyUsage(0x84)), /has keyCertSign but is not a CA/);
  assert.match(leafWith(keyUsage(0x82)), /may sign certificates or CRLs/);
});

test('an intermediate has a key usage; an anchor may go without', () => {
  assert.match(judgeIntermediate({ without: ['2.5.29.15'] }), /CA without keyUsage/);
  assert.equal(judgeRoot({ without: ['2.5.29.15'] }), 'holds');
});

test('the hash fits the curve of the issuer', () => {
  const wide = forgeCa('Wide', { keys: makeKeys('P-384') });
  assert.match(judge({ leaf: forgeLeaf('im.contoso.com', { issuer: wide }), anchors: [wide] }), /requires sha384/);
});

test('an EC key cannot encipher', () => {
  assert.match(leafWith(keyUsage(0xa0)), /keyEncipherment, which an EC key cannot do/);
});

test('name constraints stand in CAs, are critical, not empty, and have no leading dot', () => {
  assert.match(leafWith(nameConstraints({ permitted: [dns('contoso.com')] })), /nameConstraints but is not a CA/);
  const inRoot = (forged: ForgedExtension) => judgeRoot({ extensions: [forged] });
  assert.equal(inRoot(nameConstraints({ permitted: [dns('contoso.com')] })), 'holds');
  assert.match(inRoot(notCritical(nameConstraints({ permitted: [dns('contoso.com')] }))), /nameConstraints/);
  assert.match(inRoot(nameConstraints({ permitted: [dns('.contoso.com')] })), /leading dot/);
  assert.match(inRoot(nameConstraints({})), /constrain nothing|without any subtree/);
});

test('policy extensions of CAs are critical and stand in CAs', () => {
  assert.match(judgeIntermediate({ extensions: [notCritical(policyConstraints(9))] }), /policyConstraints/);
  assert.match(judgeIntermediate({ extensions: [notCritical(inhibitAnyPolicy(9))] }), /inhibitAnyPolicy/);
  assert.match(leafWith(policyConstraints(9)), /policy extensions of a CA/);
  assert.equal(judgeIntermediate({ extensions: [policyConstraints(9)] }), 'holds');
});

test('extended key usage is not critical, not any, and not in a root', () => {
  assert.match(leafWith(critical(extendedKeyUsage(serverAuth))), /marks extKeyUsage critical/);
  assert.match(leafWith(extendedKeyUsage(serverAuth, '2.5.29.37.0')), /allows any purpose, which is forbidden/);
  assert.match(judgeRoot({ extensions: [extendedKeyUsage(serverAuth)] }), /root with extKeyUsage/);
});

test('subjectAltName is there, critical exactly with an empty subject, and well formed', () => {
  const names = subjectAlternativeName(dns('im.contoso.com'));
  assert.match(judgeLeaf({ without: ['2.5.29.17'] }), /no subjectAltName/);
  assert.match(leafWith(critical(names)), /a critical subjectAltName/);
  const nameless = { subject: distinguishedName('') };
  assert.match(judgeLeaf({ ...nameless, extensions: [names] }), /a subjectAltName that is not critical/);
  assert.equal(judgeLeaf({ ...nameless, extensions: [critical(names)] }), 'holds');
  for (const wrong of ['a_b.contoso.com', '-a.contoso.com', 'a*.contoso.com', '10.0.0.1', 'contoso.com.', '']) {
    assert.match(leafWith(subjectAlternativeName(dns(wrong))), /malformed subjectAltName/, wrong);
  }
  for (const wrong of ['ab--cd.contoso.com', 'xn--zzzzzzz-999.contoso.com']) {
    assert.match(
      leafWith(subjectAlternativeName(dns(wrong))),
      /with the (?:reserved label ab--cd|label xn--zzzzzzz-999, which is not Punycode) /,
      wrong,
    );
  }
  for (const sound of ['xn--bcher-kva', 'XN--BCHER-KVA', 'xn--strae-oqa', 'xn--i-7iq', 'a-b--c', '---']) {
    const judged = leafWith(subjectAlternativeName(dns(`${sound}.contoso.com`)));
    assert.doesNotMatch(judged, /reserved|xn--/, sound);
  }
  const several = ['ab--cd.contoso.com', 'xn--zzzzzzz-999.contoso.com', 'b.xn--a-ccb.com'].map(dns);
  assert.match(
    leafWith(subjectAlternativeName(...several)),
    /the reserved label ab--cd, the label xn--zzzzzzz-999, which is not Punycode and the label xn--a-ccb, which is not in/,
  );
  assert.match(leafWith(subjectAlternativeName(dns('im.contoso.com'), email('a@b.example'))), /of the kind email/);
  assert.equal(leafWith(subjectAlternativeName(dns('im.contoso.com'), directory('x'))), 'holds');
});

test('a CN that reads as a host copies a subjectAltName to the character', () => {
  const judgeNames = (commonName: string, ...names: readonly Uint8Array[]) =>
    judgeLeaf({ subject: distinguishedName(commonName), extensions: [subjectAlternativeName(...names)] });
  const v6 = ip(0x20, 0x01, 0x0d, 0xb8, ...Buffer.alloc(11), 1);
  assert.equal(judgeNames('im.contoso.com', dns('im.contoso.com')), 'holds');
  assert.match(judgeNames('IM.contoso.com', dns('im.contoso.com')), /no exact copy/);
  assert.match(judgeNames('as.contoso.com', dns('im.contoso.com')), /no exact copy/);
  assert.match(judgeNames('im.contöso.com', dns('im.xn--contso-90a.com')), /no exact copy/);
  assert.equal(judgeNames('2001:db8::1', v6), 'holds');
  assert.match(judgeNames('2001:DB8::1', v6), /no exact copy/);
  assert.match(judgeNames('0x0a000001', ip(10, 0, 0, 1)), /no exact copy/);
  assert.equal(judgeNames('Intranet', dns('im.contoso.com')), 'holds');
  const two = judgeLeaf({ subject: distinguishedName('im.contoso.com', 'im.contoso.com') });
  assert.match(two, /more than one CN/);
});
