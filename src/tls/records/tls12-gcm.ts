import { createCipheriv, createDecipheriv } from 'node:crypto';

import type { Tls12Keys } from '../keys/tls12-key-block.ts';
import { concatenate, uint16, uint8 } from '../bytes/byte-writer.ts';
import type { PayloadOpener, PayloadSealer } from './record.ts';
import type { Tls12Cipher } from './tls12-ciphers.ts';
import { sequenceNumber } from './tls12-mac.ts';

/** Seals records with AES-GCM: the salt and eight explicit bytes make the nonce (RFC 5288 §3). */
export function createGcmSealer({ version, cipher, key, iv }: Tls12Keys): PayloadSealer {
  let number = 0;
  return (type, content) => {
    const explicit = sequenceNumber(number);
    number += 1;
    const gcm = createCipheriv(gcmName(cipher), key, concatenate([iv, explicit]));
    gcm.setAAD(concatenate([explicit, uint8(type), uint16(version), uint16(content.length)]));
    return concatenate([explicit, gcm.update(content), gcm.final(), gcm.getAuthTag()]);
  };
}

/** Opens records sealed with AES-GCM. */
export function createGcmOpener({ version, cipher, key, iv }: Tls12Keys): PayloadOpener {
  let number = 0;
  return ({ type, payload }) => {
    const length = payload.length - explicitBytes - tagBytes;
    if (length < 0) return undefined;
    const nonce = concatenate([iv, payload.subarray(0, explicitBytes)]);
    const gcm = createDecipheriv(gcmName(cipher), key, nonce, { authTagLength: tagBytes });
    gcm.setAAD(concatenate([sequenceNumber(number), uint8(type), uint16(version), uint16(length)]));
    number += 1;
    gcm.setAuthTag(payload.subarray(explicitBytes + length));
    const content = gcm.update(payload.subarray(explicitBytes, explicitBytes + length));
    try {
      gcm.final();
    } catch {
      // node:crypto reports a wrong tag with an exception.
      return undefined;
    }
    return content;
  };
}

function gcmName({ algorithm }: Tls12Cipher): 'aes-128-gcm' | 'aes-256-gcm' {
  return algorithm === 'aes-256-gcm' ? algorithm : 'aes-128-gcm';
}

const explicitBytes = 8;
const tagBytes = 16;
