import assert from 'node:assert/strict';
import { test } from 'node:test';

import { signatureRemedy } from '../../../src/checks/keys/signature-remedy.ts';

const remedy = (scheme: Parameters<typeof signatureRemedy>[0]['scheme'], hash: string | undefined) =>
  signatureRemedy({ scheme, hash, name: '' });

test('a weak hash is to be replaced by SHA-256', () => {
  assert.match(remedy('rsa', 'sha1'), /with a SHA-256 signature/);
  assert.match(remedy('ecdsa', 'sha1'), /with a SHA-256 signature/);
});

test('with a sound hash it is the scheme that has to change', () => {
  assert.doesNotMatch(remedy('rsassa-pss', 'sha256'), /SHA-256/);
  assert.match(remedy('rsassa-pss', 'sha256'), /PKCS #1 v1\.5/);
  assert.match(remedy('rsassa-pss', undefined), /PKCS #1 v1\.5/);
  assert.match(remedy('dsa', 'sha256'), /a CA that signs with RSA or ECDSA/);
  assert.match(remedy('ed25519', undefined), /a CA that signs with RSA or ECDSA/);
});

test('RSASSA-PSS over a weak hash has both to change', () => {
  assert.match(remedy('rsassa-pss', 'sha1'), /SHA-256 signature\. Use PKCS #1 v1\.5/);
});
