import { createRequire } from 'node:module';

import type { KeyShare, MlKemGroup } from '../probe.ts';

/**
 * A key pair of ML-KEM (FIPS 203), whose public key is the client's share; the server's share is a ciphertext, which holds the
 * secret (draft-ietf-tls-mlkem). The package is loaded when a server first demands such a group: that takes 12 ms, and 2 MB.
 * `require` rather than `import`, because a handshake is a state machine that cannot wait.
 */
export function createMlKemShare(group: MlKemGroup): KeyShare {
  const kem = loadMlKem()[kemNames[group]];
  const { publicKey, secretKey } = kem.keygen();
  const { cipherText: peerBytes } = kem.lengths;
  return {
    group,
    publicKey,
    peerBytes: peerBytes ?? 0,
    // Any ciphertext of this length gives a secret; a wrong one fails at the first encrypted record (FIPS 203 §6.3).
    deriveSecret: (peer) => (peer.length === peerBytes ? kem.decapsulate(peer, secretKey) : undefined),
  };
}

function loadMlKem(): typeof import('@noble/post-quantum/ml-kem.js') {
  return createRequire(import.meta.url)('@noble/post-quantum/ml-kem.js') as ReturnType<typeof loadMlKem>;
}

const kemNames = { MLKEM512: 'ml_kem512', MLKEM768: 'ml_kem768', MLKEM1024: 'ml_kem1024' } as const;
