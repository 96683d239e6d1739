import { createCipheriv, createDecipheriv } from 'node:crypto';

import type { Tls12Keys } from '../keys/tls12-key-block.ts';
import { versionCodes } from '../tables/protocol-versions.ts';
import { concatenate } from '../bytes/byte-writer.ts';

/** CBC encryption with the padding of RFC 5246 §6.2.3.2. `random` gives the explicit vectors of TLS 1.1 and 1.2. */
export function createBlockEncryption(
  keys: Tls12Keys,
  random: (length: number) => Uint8Array,
): (plain: Uint8Array) => Uint8Array {
  const { key, iv, version } = keys;
  const { algorithm, blockBytes } = keys.cipher;
  const chained = hasImplicitVector(version) ? createCipheriv(algorithm, key, iv).setAutoPadding(false) : undefined;
  return (plain) => {
    const padded = concatenate([plain, padding(plain.length, blockBytes)]);
    if (chained) return chained.update(padded);
    const vector = random(blockBytes);
    return concatenate([vector, createCipheriv(algorithm, key, vector).setAutoPadding(false).update(padded)]);
  };
}

/** CBC decryption; undefined if the length or the padding is wrong. */
export function createBlockDecryption(keys: Tls12Keys): (payload: Uint8Array) => Uint8Array | undefined {
  const { key, iv, version } = keys;
  const { algorithm, blockBytes } = keys.cipher;
  const chained = hasImplicitVector(version) ? createDecipheriv(algorithm, key, iv).setAutoPadding(false) : undefined;
  return (payload) => {
    if (payload.length % blockBytes !== 0 || payload.length < blockBytes) return undefined;
    if (chained) return removePadding(chained.update(payload), version, blockBytes);
    const vector = payload.subarray(0, blockBytes);
    const decipher = createDecipheriv(algorithm, key, vector).setAutoPadding(false);
    return removePadding(decipher.update(payload.subarray(blockBytes)), version, blockBytes);
  };
}

/** The last byte is the number of padding bytes before it; in TLS all padding bytes have that value. */
function padding(length: number, blockBytes: number): Uint8Array {
  const count = blockBytes - (length % blockBytes);
  return new Uint8Array(count).fill(count - 1);
}

function removePadding(plain: Uint8Array, version: number, blockBytes: number): Uint8Array | undefined {
  const count = (plain.at(-1) ?? 0) + 1;
  if (count > plain.length) return undefined;
  const end = plain.length - count;
  const isSound =
    version === versionCodes.SSLv3 ? count <= blockBytes : plain.subarray(end).every((byte) => byte === count - 1);
  return isSound ? plain.subarray(0, end) : undefined;
}

/** Up to TLS 1.0 the vector of a record is the last block of the record before it (RFC 2246 §6.2.3.2). */
function hasImplicitVector(version: number): boolean {
  return version <= versionCodes['TLSv1.0'];
}
