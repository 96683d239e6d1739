import assert from 'node:assert/strict';
import { test } from 'node:test';

import { anchorNotice } from '../../../src/pki/trust/anchor-notice.ts';
import { readTrustAnchors } from '../../../src/pki/trust/read-trust-anchors.ts';
import type { Certificate } from '../../../src/x509/certificate.ts';
import { distinguishedName, basicConstraints, keyUsage } from '../forge-extensions.ts';
import { errorOf, pathOf } from '../ask-path.ts';
import { type Forged, forge, forgeCa, forgeLeaf } from '../forge-certificate.ts';

const root = forgeCa('Root');
const byRoot = { issuer: root };
const onlyItself = 'only this certificate itself is trusted.';
const toTrustRoot = ' To trust its issuer, give the certificate of CN=Root.';

const cases: readonly (readonly [string, Forged, string | undefined])[] = [
  ['a root', root, undefined],
  ['an intermediate', forgeCa('Issuing', byRoot), undefined],
  ['a CA without key usage', forgeCa('Old', { without: ['2.5.29.15'] }), undefined],
  [
    'the certificate of a server',
    forgeLeaf('im.contoso.com', byRoot),
    `CN=im.contoso.com is not a CA certificate, so ${onlyItself}${toTrustRoot}`,
  ],
  [
    'the certificate of a server that says CA:FALSE',
    forgeLeaf('as.contoso.com', { ...byRoot, extensions: [basicConstraints(false)] }),
    `CN=as.contoso.com is not a CA certificate, so ${onlyItself}${toTrustRoot}`,
  ],
  [
    'a self-signed certificate of a server, pinned',
    forgeLeaf('pinned.contoso.com'),
    `CN=pinned.contoso.com is not a CA certificate, so ${onlyItself}`,
  ],
  [
    'a self-signed one that says CA:FALSE',
    forgeLeaf('pinned.contoso.com', { extensions: [basicConstraints(false)] }),
    `CN=pinned.contoso.com is not a CA certificate, so ${onlyItself}`,
  ],
  [
    'a version 1 certificate, self-signed',
    forge({ subject: distinguishedName('v1'), version: 1, extensions: [] }),
    'CN=v1 is an X.509 version 1 certificate, which cannot state whether it is a CA; certificates signed with its key are trusted too.',
  ],
  [
    'a CA whose key usage does not let it sign certificates',
    forgeCa('Mute', { extensions: [keyUsage(0x80)] }),
    `CN=Mute may not sign certificates (its key usage lacks keyCertSign), so ${onlyItself}`,
  ],
];

for (const [what, anchor, notice] of cases) {
  test(`${what}: ${notice === undefined ? 'no notice' : 'a notice'}`, () => {
    assert.equal(anchorNotice(anchor.certificate), notice);
  });

  test(`${what}: path validation agrees`, () => {
    const leaf = forgeLeaf('below.contoso.com', { issuer: anchor });
    if (notice?.includes(onlyItself)) {
      assert.match(errorOf({ leaf, anchors: [anchor] }).kind, /^(?:not-a-ca|key-usage)$/);
      assert.equal(pathOf({ leaf: anchor, anchors: [anchor] }).length, 1);
    } else assert.equal(pathOf({ leaf, anchors: [anchor] }).length, 2);
  });
}

const pem = ({ der }: Certificate): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`;

test('file and number of the certificate stand before the notice', () => {
  const leaf = forgeLeaf('im.contoso.com').certificate;
  const read = readTrustAnchors([{ path: 'roots.pem', bytes: Buffer.from(pem(root.certificate) + pem(leaf)) }]);
  assert.ok(read.ok);
  assert.deepEqual(read.value.notices, [
    `roots.pem, certificate 2: CN=im.contoso.com is not a CA certificate, so ${onlyItself}`,
  ]);
});

test('of many, ten are listed and the others counted', () => {
  const leaf = pem(forgeLeaf('im.contoso.com').certificate);
  const read = readTrustAnchors([{ path: 'many.pem', bytes: Buffer.from(leaf.repeat(25)) }]);
  assert.ok(read.ok);
  assert.equal(read.value.notices.length, 11);
  assert.equal(read.value.notices.at(-1), 'The same applies to 15 more trusted certificates.');
});
