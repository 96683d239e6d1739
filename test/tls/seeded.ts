import { createECDH, createHash, createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto';

import { createKeyShare } from '../../src/tls/keys/key-share.ts';
import type { KeyShare, KeyShareGroup, ProbeOptions } from '../../src/tls/probe.ts';
import { type DialOptions, probeOptions } from './dial.ts';

/** Options of a probe whose every random byte and key follows from a seed, so that a handshake can be replayed. */
export function seededOptions(seed: string, options: DialOptions = {}): ProbeOptions {
  return { ...probeOptions(options), random: seededBytes(seed), keyShare: (group) => rememberedShare(seed, group) };
}

/** A stream of bytes that looks random: SHA-256 of the seed and a counter. */
export function seededBytes(seed: string): (length: number) => Uint8Array {
  let counter = 0;
  return (length) => {
    const blocks: Buffer[] = [];
    for (let filled = 0; filled < length; filled += 32) {
      blocks.push(createHash('sha256').update(`${seed} ${counter}`).digest());
      counter += 1;
    }
    return new Uint8Array(Buffer.concat(blocks)).subarray(0, length);
  };
}

/** The same seed gives the same pair, and making one is what costs most in a test that replays thousands of times. */
function rememberedShare(seed: string, group: KeyShareGroup): KeyShare {
  const name = `${seed} ${group}`;
  const share = shares.get(name) ?? seededShare(seed, group);
  shares.set(name, share);
  return share;
}

const shares = new Map<string, KeyShare>();

function seededShare(seed: string, group: KeyShareGroup): KeyShare {
  const secret = seededBytes(`${seed} ${group}`);
  if (group === 'x25519') {
    const head = Buffer.from('302e020100300506032b656e04220420', 'hex');
    const privateKey = createPrivateKey({ key: Buffer.concat([head, secret(32)]), format: 'der', type: 'pkcs8' });
    const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
    return {
      group,
      publicKey: new Uint8Array(spki).subarray(12),
      peerBytes: 32,
      deriveSecret: (peer) => {
        const key = Buffer.concat([spki.subarray(0, 12), peer]);
        const publicKey = createPublicKey({ key, format: 'der', type: 'spki' });
        return orUndefined(() => diffieHellman({ privateKey, publicKey }));
      },
    };
  }
  if (group !== 'secp256r1' && group !== 'secp384r1' && group !== 'secp521r1') return createKeyShare(group);
  const pair = createECDH({ secp256r1: 'prime256v1', secp384r1: 'secp384r1', secp521r1: 'secp521r1' }[group]);
  pair.setPrivateKey(Buffer.from(secret({ secp256r1: 31, secp384r1: 47, secp521r1: 65 }[group])));
  const publicKey = pair.getPublicKey();
  const deriveSecret = (peer: Uint8Array) => orUndefined(() => pair.computeSecret(peer));
  return { group, publicKey, peerBytes: publicKey.length, deriveSecret };
}

function orUndefined(derive: () => Buffer): Uint8Array | undefined {
  try {
    return derive();
  } catch {
    return undefined;
  }
}
