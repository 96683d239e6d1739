import assert from 'node:assert/strict';
import { test } from 'node:test';

import { linkChain } from '../../../src/pki/path/link-chain.ts';
import { createLinkMemory } from '../../../src/pki/path/link-memory.ts';
import type { Certificate } from '../../../src/x509/certificate.ts';
import { decodeCertificate } from '../../../src/x509/decode-certificate.ts';
import { forgeCa, forgeLeaf } from '../forge-certificate.ts';
import { dns, subjectAlternativeName } from '../forge-extensions.ts';

const root = forgeCa('Root').certificate;
const issuing = forgeCa('Issuing').certificate;
const leaf = forgeLeaf('im.contoso.com', { issuer: forgeCa('Issuing') }).certificate;

function decodeAnew({ der }: Certificate): Certificate {
  const decoded = decodeCertificate(Uint8Array.from(der));
  assert.ok(decoded.ok);
  return decoded.value;
}

test('chains are linked as if nothing were remembered, and the very same one is linked once', () => {
  const link = createLinkMemory();
  const chains = [[leaf], [leaf, issuing], [leaf, issuing, root], [leaf, root, issuing], [root, leaf]];
  for (const presented of [...chains, ...chains.toReversed()]) {
    for (const first of [leaf, issuing]) {
      const links = link(first, presented);
      assert.deepEqual(links, linkChain(first, presented, { followClaims: true }));
      assert.equal(link(first, [...presented]), links);
    }
  }
});

test('a certificate that was decoded anew is another', () => {
  const link = createLinkMemory();
  const [again, links] = [decodeAnew(leaf), link(leaf, [leaf, issuing])];
  assert.notEqual(link(again, [again, issuing]), links);
  assert.notEqual(link(leaf, [leaf, decodeAnew(issuing)]), links);
});

test('chains of many bytes are not remembered', () => {
  const link = createLinkMemory();
  const names = Array.from({ length: 1_000 }, (_, index) => dns(`host-${index}.contoso.com`));
  const fat = forgeLeaf('fat.contoso.com', { extensions: [subjectAlternativeName(...names)] }).certificate;
  assert.notEqual(link(fat, [fat, issuing]), link(fat, [fat, issuing]));
});

test('only so many chains are remembered, the latest of them', () => {
  const link = createLinkMemory();
  const links = link(leaf, [leaf, issuing]);
  for (let index = 0; index < 15; index += 1) link(decodeAnew(leaf), [issuing]);
  assert.equal(link(leaf, [leaf, issuing]), links);
  link(decodeAnew(leaf), [issuing]);
  assert.notEqual(link(leaf, [leaf, issuing]), links);
});
