import { createHash, createHmac } from 'node:crypto';

import type { Tls12Keys } from '../keys/tls12-key-block.ts';
import { ssl3Pad } from '../keys/tls12-secrets.ts';
import { versionCodes } from '../tables/protocol-versions.ts';
import { concatenate, uint16, uint8 } from '../bytes/byte-writer.ts';

/** The MAC of a record's content (RFC 5246 §6.2.3.1; for SSL 3.0 RFC 6101 §5.2.3.1). `number` counts the records before it. */
export function recordMac(
  { version, cipher, macKey }: Tls12Keys,
  { number, type, content }: { readonly number: number; readonly type: number; readonly content: Uint8Array },
): Uint8Array {
  const length = uint16(content.length);
  if (version > versionCodes.SSLv3) {
    const header = concatenate([sequenceNumber(number), uint8(type), uint16(version), length]);
    return createHmac(cipher.mac, macKey).update(header).update(content).digest();
  }
  const hash = cipher.mac === 'md5' ? 'md5' : 'sha1';
  const header = concatenate([macKey, ssl3Pad(hash, 0x36), sequenceNumber(number), uint8(type), length]);
  const inner = createHash(hash).update(header).update(content).digest();
  return createHash(hash).update(macKey).update(ssl3Pad(hash, 0x5c)).update(inner).digest();
}

/** A record's number in eight bytes. A probe never writes or reads 2^16 records. */
export function sequenceNumber(number: number): Uint8Array {
  return concatenate([new Uint8Array(6), uint16(number)]);
}
