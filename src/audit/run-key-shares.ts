import { createKeyShare } from '../tls/keys/key-share.ts';
import type { KeyShare, KeyShareGroup } from '../tls/probe.ts';

/**
 * One ephemeral key pair for each group and run, made when it is first needed. A fresh one for each connection is what
 * keeps a session secret from those who learn the key later; here nothing secret is ever sent, the flight we open is what
 * any other client would be shown, and making a pair costs as much as the rest of the handshake.
 */
export function createRunKeyShares(): (group: KeyShareGroup) => KeyShare {
  const shares = new Map<KeyShareGroup, KeyShare>();
  return (group) => {
    const known = shares.get(group);
    if (known !== undefined) return known;
    const share = createKeyShare(group);
    shares.set(group, share);
    return share;
  };
}
