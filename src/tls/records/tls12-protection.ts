import { timingSafeEqual } from 'node:crypto';

import type { Tls12Keys } from '../keys/tls12-key-block.ts';
import { concatenate } from '../bytes/byte-writer.ts';
import { createBlockDecryption, createBlockEncryption } from './block-cipher.ts';
import { createRc4 } from './rc4.ts';
import { type PayloadOpener, type PayloadSealer, type RecordSealer, writeRecordHeader } from './record.ts';
import { createGcmOpener, createGcmSealer } from './tls12-gcm.ts';
import { recordMac } from './tls12-mac.ts';

/** Opens the server's records of SSL 3.0 to TLS 1.2 (RFC 5246 §6.2.3, RFC 6101 §5.2.3). */
export function createTls12Opener(keys: Tls12Keys): PayloadOpener {
  return keys.cipher.kind === 'gcm' ? createGcmOpener(keys) : createMacOpener(keys);
}

/** Seals our records. `random` gives the explicit vectors of TLS 1.1 and 1.2. */
export function createTls12Sealer(keys: Tls12Keys, random: (length: number) => Uint8Array): RecordSealer {
  const seal = keys.cipher.kind === 'gcm' ? createGcmSealer(keys) : createMacSealer(keys, random);
  return (type, content) => {
    const payload = seal(type, content);
    return concatenate([writeRecordHeader(type, keys.version, payload.length), payload]);
  };
}

/** Stream and block ciphers carry a MAC of the content inside (RFC 5246 §6.2.3.1, §6.2.3.2). */
function createMacOpener(keys: Tls12Keys): PayloadOpener {
  const decrypt = keys.cipher.kind === 'rc4' ? createRc4(keys.key) : createBlockDecryption(keys);
  let number = 0;
  return ({ type, payload }) => {
    const plain = decrypt(payload);
    const macBytes = keys.cipher.macBytes;
    if (plain === undefined || plain.length < macBytes) return undefined;
    const content = plain.subarray(0, plain.length - macBytes);
    const mac = recordMac(keys, { number, type, content });
    number += 1;
    return timingSafeEqual(mac, plain.subarray(content.length)) ? content : undefined;
  };
}

function createMacSealer(keys: Tls12Keys, random: (length: number) => Uint8Array): PayloadSealer {
  const encrypt = keys.cipher.kind === 'rc4' ? createRc4(keys.key) : createBlockEncryption(keys, random);
  let number = 0;
  return (type, content) => {
    const mac = recordMac(keys, { number, type, content });
    number += 1;
    return encrypt(concatenate([content, mac]));
  };
}
