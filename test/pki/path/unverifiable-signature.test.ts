import assert from 'node:assert/strict';
import { test } from 'node:test';

import { checkLink } from '../../../src/pki/path/check-link.ts';
import { errorOf } from '../ask-path.ts';
import { type Forged, forgeCa, forgeLeaf } from '../forge-certificate.ts';
import { objectIdentifier, sequence } from '../forge-der.ts';

const root = forgeCa('Root');

/** Signed by the right key, under an algorithm that nothing here knows: SM2 with SM3, and one that does not exist. */
const unknownAlgorithms = ['1.2.156.10197.1.501', '1.2.3.4.5'].map((oid) => sequence(objectIdentifier(oid)));

test('a signature of an algorithm that nothing here can check carries no path', () => {
  for (const algorithm of unknownAlgorithms) {
    const leaf = forgeLeaf('im.contoso.com', { issuer: root, algorithm });
    assert.equal(checkLink(leaf.certificate, root.certificate.publicKey), 'unsupported');
    assertUnsupported(leaf, []);
    const intermediate = forgeCa('Issuing', { issuer: root, algorithm });
    assertUnsupported(forgeLeaf('im.contoso.com', { issuer: intermediate }), [intermediate]);
  }
});

function assertUnsupported(leaf: Forged, candidates: readonly Forged[]): void {
  assert.equal(errorOf({ leaf, candidates, anchors: [root] }).kind, 'unsupported-signature-algorithm');
}
