import { createKeyShare } from '../tls/keys/key-share.ts';
import type { KeyShare, KeyShareGroup } from '../tls/probe.ts';

/**
 * Makes one ephemeral key pair for each group when it is first needed, and uses it for the whole run. A fresh pair for each connection
 * would protect a session from an attacker who learns the key later. Here no secret is sent, the server's flight is the one that
 * any other client gets, and making a pair costs as much as the rest of the handshake.
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
