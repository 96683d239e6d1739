import { createRequire } from 'node:module';

import type { PublicKey } from '../certificate.ts';

/** The three parameter sets of ML-DSA (FIPS 204 §4), by the OID that keys and signatures share (RFC 9881 §2). */
export interface MlDsaParameters {
  /** As certificates name it. */
  readonly name: 'ML-DSA-44' | 'ML-DSA-65' | 'ML-DSA-87';
  /** As TLS names its signature scheme (draft-ietf-tls-mldsa). */
  readonly proofScheme: 'mldsa44' | 'mldsa65' | 'mldsa87';
  readonly keyBytes: number;
  readonly signatureBytes: number;
}

export const mlDsaParameters: Readonly<Record<string, MlDsaParameters>> = {
  '2.16.840.1.101.3.4.3.17': { name: 'ML-DSA-44', proofScheme: 'mldsa44', keyBytes: 1_312, signatureBytes: 2_420 },
  '2.16.840.1.101.3.4.3.18': { name: 'ML-DSA-65', proofScheme: 'mldsa65', keyBytes: 1_952, signatureBytes: 3_309 },
  '2.16.840.1.101.3.4.3.19': { name: 'ML-DSA-87', proofScheme: 'mldsa87', keyBytes: 2_592, signatureBytes: 4_627 },
};

/**
 * Verifies a pure ML-DSA signature with an empty context (RFC 9881 §3). A key or signature of the wrong length is wrong. The
 * package is loaded for the first one, which takes 12 ms: `require` rather than `import`, because judging cannot wait.
 */
export function verifyMlDsa(
  { algorithm, subjectPublicKey }: PublicKey,
  signed: Uint8Array,
  signature: Uint8Array,
): boolean {
  const parameters = mlDsaParameters[algorithm.oid];
  if (parameters === undefined) return false;
  const { name, keyBytes, signatureBytes } = parameters;
  if (subjectPublicKey.length !== keyBytes || signature.length !== signatureBytes) return false;
  return loadMlDsa()[signers[name]].verify(signature, signed, subjectPublicKey);
}

function loadMlDsa(): typeof import('@noble/post-quantum/ml-dsa.js') {
  return createRequire(import.meta.url)('@noble/post-quantum/ml-dsa.js') as ReturnType<typeof loadMlDsa>;
}

const signers = { 'ML-DSA-44': 'ml_dsa44', 'ML-DSA-65': 'ml_dsa65', 'ML-DSA-87': 'ml_dsa87' } as const;
