import { createCipheriv, createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto';

import { concatenate, uint16, uint8 } from './byte-writer.ts';
import type { RecordSealer } from '../handshake-state.ts';
import type { Tls12Cipher } from './tls12-ciphers.ts';
import { ssl3Pad } from '../keys/tls12-secrets.ts';
import { versionCodes } from '../tables/protocol-versions.ts';
import { createRc4 } from './rc4.ts';
import type { TlsRecord } from './record.ts';

/** What one direction of a connection from SSL 3.0 to TLS 1.2 is protected with. */
export interface Tls12Keys {
  readonly version: number;
  readonly cipher: Tls12Cipher;
  readonly macKey: Uint8Array;
  readonly key: Uint8Array;
  /** Initial vector of SSL 3.0 and TLS 1.0, salt of GCM; empty for the others. */
  readonly iv: Uint8Array;
}

/** Returns the content, or undefined where the record does not decrypt to anything sound. */
export type Tls12Opener = (record: TlsRecord) => Uint8Array | undefined;

/** Opens the peer's records (RFC 5246 §6.2.3, RFC 6101 §5.2.3). */
export function createTls12Opener(keys: Tls12Keys): Tls12Opener {
  if (keys.cipher.kind === 'gcm') return createGcmOpener(keys);
  const decrypt = createDecryption(keys);
  let number = 0;
  return ({ type, payload }) => {
    const plain = decrypt(payload);
    const macBytes = keys.cipher.macBytes;
    if (plain === undefined || plain.length < macBytes) return undefined;
    const content = plain.subarray(0, plain.length - macBytes);
    const mac = authenticate(keys, number, type, content);
    number += 1;
    return timingSafeEqual(mac, plain.subarray(content.length)) ? content : undefined;
  };
}

/** Seals our records. `random` gives the explicit vectors of TLS 1.1 and 1.2. */
export function createTls12Sealer(keys: Tls12Keys, random: (length: number) => Uint8Array): RecordSealer {
  const seal = keys.cipher.kind === 'gcm' ? createGcmSeal(keys) : createMacSeal(keys, random);
  return (type, content) => {
    const payload = seal(type, content);
    return concatenate([uint8(type), uint16(keys.version), uint16(payload.length), payload]);
  };
}

type Seal = (type: number, content: Uint8Array) => Uint8Array;

function createMacSeal(keys: Tls12Keys, random: (length: number) => Uint8Array): Seal {
  const encrypt = createEncryption(keys, random);
  let number = 0;
  return (type, content) => {
    const mac = authenticate(keys, number, type, content);
    number += 1;
    return encrypt(concatenate([content, mac]));
  };
}

function createEncryption(keys: Tls12Keys, random: (length: number) => Uint8Array): (plain: Uint8Array) => Uint8Array {
  const { cipher, key, iv, version } = keys;
  if (cipher.kind === 'rc4') return createRc4(key);
  const { algorithm, blockBytes } = cipher;
  const chained = hasImplicitVector(version) ? createCipheriv(algorithm, key, iv).setAutoPadding(false) : undefined;
  return (plain) => {
    const padded = concatenate([plain, blockPadding(plain.length, blockBytes)]);
    if (chained) return chained.update(padded);
    const vector = random(blockBytes);
    return concatenate([vector, createCipheriv(algorithm, key, vector).setAutoPadding(false).update(padded)]);
  };
}

function createDecryption(keys: Tls12Keys): (payload: Uint8Array) => Uint8Array | undefined {
  const { cipher, key, iv, version } = keys;
  if (cipher.kind === 'rc4') return createRc4(key);
  const { algorithm, blockBytes } = cipher;
  const chained = hasImplicitVector(version) ? createDecipheriv(algorithm, key, iv).setAutoPadding(false) : undefined;
  return (payload) => {
    if (payload.length % blockBytes !== 0 || payload.length < blockBytes) return undefined;
    if (chained) return removePadding(chained.update(payload), version, blockBytes);
    const vector = payload.subarray(0, blockBytes);
    const decipher = createDecipheriv(algorithm, key, vector).setAutoPadding(false);
    return removePadding(decipher.update(payload.subarray(blockBytes)), version, blockBytes);
  };
}

/** The last byte says how many padding bytes stand before it; in TLS each of them says the same. */
function blockPadding(length: number, blockBytes: number): Uint8Array {
  const count = blockBytes - (length % blockBytes);
  return new Uint8Array(count).fill(count - 1);
}

function removePadding(plain: Uint8Array, version: number, blockBytes: number): Uint8Array | undefined {
  const count = (plain.at(-1) ?? 0) + 1;
  if (count > plain.length) return undefined;
  const padding = plain.subarray(plain.length - count);
  const isSound = version === versionCodes.SSLv3 ? count <= blockBytes : padding.every((byte) => byte === count - 1);
  return isSound ? plain.subarray(0, plain.length - count) : undefined;
}

/** Up to TLS 1.0 the vector of a record is the last block of the record before it. */
function hasImplicitVector(version: number): boolean {
  return version <= versionCodes['TLSv1.0'];
}

function authenticate(
  { version, cipher, macKey }: Tls12Keys,
  number: number,
  type: number,
  content: Uint8Array,
): Uint8Array {
  const length = uint16(content.length);
  if (version > versionCodes.SSLv3) {
    const header = concatenate([sequence(number), uint8(type), uint16(version), length]);
    return createHmac(cipher.mac, macKey).update(header).update(content).digest();
  }
  const hash = cipher.mac === 'md5' ? 'md5' : 'sha1';
  const header = concatenate([macKey, ssl3Pad(hash, 0x36), sequence(number), uint8(type), length]);
  const inner = createHash(hash).update(header).update(content).digest();
  return createHash(hash).update(macKey).update(ssl3Pad(hash, 0x5c)).update(inner).digest();
}

/** RFC 5288 §3: the salt and eight explicit bytes make the nonce. */
function createGcmSeal({ version, cipher, key, iv }: Tls12Keys): Seal {
  let number = 0;
  return (type, content) => {
    const explicit = sequence(number);
    number += 1;
    const gcm = createCipheriv(gcmName(cipher), key, concatenate([iv, explicit]));
    gcm.setAAD(concatenate([explicit, uint8(type), uint16(version), uint16(content.length)]));
    return concatenate([explicit, gcm.update(content), gcm.final(), gcm.getAuthTag()]);
  };
}

function createGcmOpener({ version, cipher, key, iv }: Tls12Keys): Tls12Opener {
  let number = 0;
  return ({ type, payload }) => {
    const length = payload.length - explicitBytes - tagBytes;
    if (length < 0) return undefined;
    const nonce = concatenate([iv, payload.subarray(0, explicitBytes)]);
    const gcm = createDecipheriv(gcmName(cipher), key, nonce, { authTagLength: tagBytes });
    gcm.setAAD(concatenate([sequence(number), uint8(type), uint16(version), uint16(length)]));
    number += 1;
    gcm.setAuthTag(payload.subarray(explicitBytes + length));
    const content = gcm.update(payload.subarray(explicitBytes, explicitBytes + length));
    try {
      gcm.final();
    } catch {
      // node:crypto says "wrong tag" with an exception.
      return undefined;
    }
    return content;
  };
}

function gcmName({ algorithm }: Tls12Cipher): 'aes-128-gcm' | 'aes-256-gcm' {
  return algorithm === 'aes-256-gcm' ? algorithm : 'aes-128-gcm';
}

/** A record's number in eight bytes; a conversation of ours never gets past the lowest one. */
function sequence(number: number): Uint8Array {
  return concatenate([new Uint8Array(6), uint16(number)]);
}

const explicitBytes = 8;
const tagBytes = 16;
