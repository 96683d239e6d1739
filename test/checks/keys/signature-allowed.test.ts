import { before, test } from 'node:test';

import { makeKeyPair } from '../../../src/lab/key-pair.ts';
import { type Contoso, createContoso } from '../../evaluate/contoso.ts';
import { now } from '../../evaluate/observation.ts';
import { issueIntermediate } from '../../forge/certificate-authority.ts';
import type { SignatureAlgorithm } from '../../forge/certificate-profile.ts';
import { assertFault, assertOutcome } from '../finding.ts';
import { findingOfRole } from '../role-of-own.ts';

let contoso: Contoso;
before(async () => {
  contoso = await createContoso('p-256');
});

test('signatures may use the hashes and schemes that the role allows, and no others', async () => {
  const { root } = contoso.authority;
  const issuer = issueIntermediate({ root, now }, await makeKeyPair('rsa-2048'), {
    organization: 'Contoso',
    name: 'RSA CA',
  });
  const judge = (allowed: string[], signatureAlgorithm: SignatureAlgorithm) => {
    const leaf = contoso.leaf({ signatureAlgorithm }, { issuer });
    const scene = { chain: [leaf.der, issuer.der], anchors: [root.der] };
    return findingOfRole('signature-algorithm', { signature: { allowed } }, scene);
  };
  assertOutcome(judge(['sha256', 'sha384'], 'sha384'), 'pass');
  assertFault(
    judge(['sha256'], 'sha384'),
    'not-allowed',
    'Signature algorithm sha384WithRSAEncryption in CN=im.contoso.com is none that the role allows',
  );
  assertFault(
    judge(['sha256'], 'rsassa-pss-sha256'),
    'not-allowed',
    'Signature algorithm RSASSA-PSS with sha256 in CN=im.contoso.com is none that the role allows',
  );
  assertOutcome(judge(['sha256', 'rsassa-pss'], 'rsassa-pss-sha256'), 'pass');
  assertFault(
    judge(['sha256', 'sha1'], 'sha1'),
    'forbidden-hash',
    'Forbidden signature algorithm (sha1WithRSAEncryption) in CN=im.contoso.com',
  );
});

test('an open path leaves it undetermined', () => {
  const finding = findingOfRole(
    'signature-algorithm',
    { signature: { allowed: ['sha256'] } },
    { chain: [contoso.leaf().der] },
  );
  assertOutcome(finding, 'undetermined', 'no-path');
});
