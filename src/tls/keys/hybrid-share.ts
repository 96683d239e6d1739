import { concatenate } from '../bytes/byte-writer.ts';
import type { HybridGroup, KeyShare } from '../probe.ts';

/** Joins the shares of two groups: public keys, the server's shares and the secrets, each in the order given. */
export function createHybridShare(group: HybridGroup, parts: readonly KeyShare[]): KeyShare {
  return {
    group,
    publicKey: concatenate(parts.map(({ publicKey }) => publicKey)),
    peerBytes: parts.reduce((total, { peerBytes }) => total + peerBytes, 0),
    deriveSecret: (peer) => {
      let start = 0;
      const secrets: Uint8Array[] = [];
      for (const { peerBytes, deriveSecret } of parts) {
        const secret = deriveSecret(peer.subarray(start, start + peerBytes));
        if (secret === undefined) return undefined;
        secrets.push(secret);
        start += peerBytes;
      }
      return concatenate(secrets);
    },
  };
}
