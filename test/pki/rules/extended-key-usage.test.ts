import assert from 'node:assert/strict';
import { test } from 'node:test';

import { errorOf, pathOf } from '../ask-path.ts';
import { forgeCa, forgeLeaf } from '../forge-certificate.ts';
import { bits, objectIdentifier, sequence } from '../forge-der.ts';
import { clientAuth, extendedKeyUsage, extension, serverAuth } from '../forge-extensions.ts';

const any = '2.5.29.37.0';
const root = forgeCa('Root');
const leafWith = (...purposes: readonly string[]) =>
  forgeLeaf('x.example', { issuer: root, extensions: [extendedKeyUsage(...purposes)] });
const leafWithout = forgeLeaf('x.example', { issuer: root, without: ['2.5.29.37'] });

test('rfc5280: the purpose, any purpose or no extension will do on the leaf; another purpose will not', () => {
  for (const leaf of [leafWith(clientAuth, serverAuth), leafWith(any), leafWithout]) {
    assert.equal(pathOf({ leaf, anchors: [root] }).length, 2);
  }
  assert.equal(errorOf({ leaf: leafWith(clientAuth), anchors: [root] }).kind, 'extended-key-usage');
});

test('a purpose that is not asked for is not judged', () => {
  assert.equal(pathOf({ leaf: leafWith(clientAuth), anchors: [root], purpose: undefined }).length, 2);
});

test('web-pki: the leaf has to name the purpose itself', () => {
  for (const leaf of [leafWith(any), leafWithout]) {
    assert.equal(errorOf({ leaf, anchors: [root], profile: 'web-pki' }).kind, 'extended-key-usage');
  }
  assert.equal(pathOf({ leaf: leafWith(serverAuth), anchors: [root], profile: 'web-pki' }).length, 2);
});

test('a CA whose extended key usage lacks the purpose may not issue for it, an anchor neither', () => {
  const issuing = forgeCa('Issuing', { issuer: root, extensions: [extendedKeyUsage(clientAuth)] });
  const leaf = forgeLeaf('x.example', { issuer: issuing });
  const error = errorOf({ leaf, candidates: [issuing], anchors: [root] });
  assert.deepEqual([error.kind, error.certificate?.sha256], ['extended-key-usage', issuing.certificate.sha256]);
  assert.equal(errorOf({ leaf, anchors: [issuing] }).kind, 'extended-key-usage');
});

const applicationPolicies = (isCritical: boolean, ...purposes: readonly string[]) =>
  extension('1.3.6.1.4.1.311.21.10', sequence(...purposes.map((oid) => sequence(objectIdentifier(oid)))), isCritical);

test('application policies are held to the purpose as the EKU is, critical or not, in leaf, CA and anchor', () => {
  for (const isCritical of [true, false]) {
    const leaf = (...purposes: readonly string[]) =>
      forgeLeaf('x.example', { issuer: root, extensions: [applicationPolicies(isCritical, ...purposes)] });
    for (const purposes of [[serverAuth], [clientAuth, serverAuth], [any], ['1.3.6.1.4.1.311.10.12.1']]) {
      assert.equal(pathOf({ leaf: leaf(...purposes), anchors: [root] }).length, 2, purposes.join());
    }
    const error = errorOf({ leaf: leaf(clientAuth), anchors: [root] });
    assert.equal(error.kind, 'extended-key-usage');
    assert.match(
      error.message,
      /^The application policies of CN=x\.example allow client authentication, but not server authentication/,
    );
    const issuing = forgeCa('Issuing', { issuer: root, extensions: [applicationPolicies(isCritical, clientAuth)] });
    const below = forgeLeaf('x.example', { issuer: issuing });
    const above = errorOf({ leaf: below, candidates: [issuing], anchors: [root] });
    assert.deepEqual([above.kind, above.certificate?.sha256], ['extended-key-usage', issuing.certificate.sha256]);
    assert.equal(errorOf({ leaf: below, anchors: [issuing] }).kind, 'extended-key-usage');
    const client = forgeLeaf('x.example', { issuer: issuing, extensions: [extendedKeyUsage(clientAuth)] });
    assert.equal(pathOf({ leaf: client, anchors: [issuing], purpose: clientAuth }).length, 2, 'the other purpose');
  }
});

test('malformed application policies never count as absent', () => {
  for (const isCritical of [true, false]) {
    const leaf = forgeLeaf('x.example', { issuer: root, extensions: [applicationPolicies(isCritical)] });
    assert.equal(errorOf({ leaf, anchors: [root] }).kind, 'malformed-extension');
  }
});

test('a critical Netscape certificate type is held to the purpose, of a CA to that of what it issues', () => {
  const netscape = (octet: number, unused: number, isCritical = true) =>
    extension('2.16.840.1.113730.1.1', bits(Uint8Array.of(octet), unused), isCritical);
  const leaf = (...extensions: readonly ReturnType<typeof netscape>[]) =>
    forgeLeaf('x.example', { issuer: root, extensions });
  assert.equal(pathOf({ leaf: leaf(netscape(0x40, 6)), anchors: [root] }).length, 2);
  assert.equal(errorOf({ leaf: leaf(netscape(0x80, 7)), anchors: [root] }).kind, 'extended-key-usage');
  assert.equal(pathOf({ leaf: leaf(netscape(0x80, 7, false)), anchors: [root] }).length, 2, 'not critical');
  const issuing = (octet: number, unused: number) => forgeCa('Issuing', { extensions: [netscape(octet, unused)] });
  const ssl = issuing(0x04, 2);
  assert.equal(pathOf({ leaf: forgeLeaf('x.example', { issuer: ssl }), anchors: [ssl] }).length, 2);
  const mail = issuing(0x02, 1);
  assert.equal(errorOf({ leaf: forgeLeaf('x.example', { issuer: mail }), anchors: [mail] }).kind, 'extended-key-usage');
});
