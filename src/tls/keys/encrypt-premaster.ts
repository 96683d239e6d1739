import { constants, publicEncrypt, X509Certificate } from 'node:crypto';

import { concatenate } from '../bytes/byte-writer.ts';

/**
 * Encrypts a premaster secret to the leaf's RSA key with PKCS#1 v1.5 (RFC 8017 §7.2.1); undefined if the leaf has no
 * suitable RSA key. The padding is made here, so that all randomness comes from the caller and a transcript can be replayed.
 */
export function encryptPremaster(
  leaf: Uint8Array,
  premaster: Uint8Array,
  random: (length: number) => Uint8Array,
): Uint8Array | undefined {
  try {
    const key = new X509Certificate(leaf).publicKey;
    const modulusBytes = Math.ceil((key.asymmetricKeyDetails?.modulusLength ?? 0) / 8);
    const paddingBytes = modulusBytes - premaster.length - 3;
    if (key.asymmetricKeyType !== 'rsa' || paddingBytes < 8) return undefined;
    const padding = random(paddingBytes).map((byte) => byte || 0xff);
    const block = concatenate([Uint8Array.of(0x00, 0x02), padding, Uint8Array.of(0x00), premaster]);
    return publicEncrypt({ key, padding: constants.RSA_NO_PADDING }, block);
  } catch {
    // node:crypto throws for a leaf or key that OpenSSL cannot read.
    return undefined;
  }
}
