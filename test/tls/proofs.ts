import assert from 'node:assert/strict';

import type { ProbeResult } from '../../src/tls/probe.ts';
import { decodeCertificate } from '../../src/x509/decode-certificate.ts';
import { verifyKeyProof } from '../../src/x509/keys/verify-key-proof.ts';

/** Verifies the signature in a result with the key of the leaf in it, as `collect` does; returns the scheme's name. */
export function provenScheme({ keyProof, certificates }: ProbeResult): string {
  assert.equal(keyProof.kind, 'signature', JSON.stringify(keyProof));
  if (keyProof.kind !== 'signature') throw new Error('unreachable');
  const leaf = decodeCertificate(certificates?.[0] ?? new Uint8Array(0));
  assert.ok(leaf.ok);
  const verdict = verifyKeyProof({ ...keyProof, publicKey: leaf.value.publicKey });
  assert.deepEqual(verdict, { ok: true, value: true });
  return keyProof.scheme.name;
}
