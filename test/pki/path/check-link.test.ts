import assert from 'node:assert/strict';
import { test } from 'node:test';

import { checkLink, createLinkChecker } from '../../../src/pki/path/check-link.ts';
import { decodeCertificate } from '../../../src/x509/decode-certificate.ts';
import { forgeCa, forgeLeaf } from '../forge-certificate.ts';

const root = forgeCa('Root');
const leaf = forgeLeaf('im.contoso.com', { issuer: root });
const forged = forgeLeaf('im.contoso.com', { issuer: root, breakSignature: true });

test('a signature is valid under the key that made it and under no other one', () => {
  assert.equal(checkLink(leaf.certificate, root.certificate.publicKey), 'valid');
  assert.equal(checkLink(leaf.certificate, forgeCa('Root').certificate.publicKey), 'invalid');
  assert.equal(checkLink(forged.certificate, root.certificate.publicKey), 'invalid');
});

test('a checker that remembers answers the same again, whatever it was asked in between', () => {
  const check = createLinkChecker();
  const { publicKey } = root.certificate;
  const other = forgeCa('Root').certificate.publicKey;
  const ask = () => [
    check(leaf.certificate, publicKey),
    check(leaf.certificate, other),
    check(forged.certificate, publicKey),
  ];
  assert.deepEqual(ask(), ['valid', 'invalid', 'invalid']);
  assert.deepEqual(ask(), ['valid', 'invalid', 'invalid']);
});

test('a certificate that was decoded again is the same certificate', () => {
  const check = createLinkChecker();
  const again = decodeCertificate(Uint8Array.from(leaf.certificate.der));
  assert.ok(again.ok);
  assert.equal(check(leaf.certificate, root.certificate.publicKey), check(again.value, root.certificate.publicKey));
});

test('a signature that was checked is not checked again', () => {
  const check = createLinkChecker();
  let read = 0;
  const counting = new Proxy(leaf.certificate, {
    get: (certificate, key, receiver) => {
      if (key === 'signature') read += 1;
      return Reflect.get(certificate, key, receiver);
    },
  });
  for (let asked = 0; asked < 5; asked += 1) assert.equal(check(counting, root.certificate.publicKey), 'valid');
  assert.equal(read, 1);
});
