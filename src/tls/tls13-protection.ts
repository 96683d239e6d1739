import { type CipherGCMTypes, createCipheriv, createDecipheriv } from 'node:crypto';

import { concatenate, uint16, uint8 } from './byte-writer.ts';
import type { CipherSuite } from './cipher-suites.ts';
import type { RecordOpener, RecordSealer } from './conversation.ts';
import { maxExpansionTls13, maxPlaintextBytes } from './limits.ts';
import { versionCodes } from './protocol-versions.ts';
import { contentType } from './record.ts';
import { refuse } from './refusal.ts';
import type { TrafficKeys } from './tls13-keys.ts';

/**
 * Opens the server's records (RFC 8446 §5.2). ChangeCipherSpec and a plain alert (of a server that could not set up its
 * keys) pass as they are; everything else must be encrypted.
 */
export function createTls13Opener(suite: CipherSuite, { key, iv }: TrafficKeys): RecordOpener {
  let number = 0;
  return (record) => {
    const isPlain = record.type === contentType.changeCipherSpec || (record.type === contentType.alert && number === 0);
    if (isPlain) return record;
    if (record.type !== contentType.applicationData) {
      refuse(`A plaintext record of type ${record.type} came where TLS 1.3 encrypts.`, 0x0a);
    }
    if (record.payload.length > maxPlaintextBytes + maxExpansionTls13) {
      refuse(`An encrypted record has ${record.payload.length} bytes; TLS 1.3 allows 16,640.`, 0x16);
    }
    const inner = decrypt(suite, key, nonce(iv, number), record.payload);
    if (inner === undefined) refuse(`Encrypted record ${number + 1} of the flight does not decrypt.`, 0x14);
    number += 1;
    return splitInner(inner, record.version);
  };
}

/** Seals our own records (RFC 8446 §5.2). */
export function createTls13Sealer(suite: CipherSuite, { key, iv }: TrafficKeys): RecordSealer {
  let number = 0;
  return (type, content) => {
    const header = concatenate([
      uint8(contentType.applicationData),
      uint16(versionCodes['TLSv1.2']),
      uint16(content.length + 1 + tagBytes),
    ]);
    const cipher = createCipheriv(aead(suite), key, nonce(iv, number), { authTagLength: tagBytes });
    number += 1;
    cipher.setAAD(header, { plaintextLength: content.length + 1 });
    const sealed = cipher.update(concatenate([content, uint8(type)]));
    return concatenate([header, sealed, cipher.final(), cipher.getAuthTag()]);
  };
}

function decrypt(suite: CipherSuite, key: Uint8Array, iv: Uint8Array, payload: Uint8Array): Uint8Array | undefined {
  if (payload.length < tagBytes) return undefined;
  const decipher = createDecipheriv(aead(suite), key, iv, { authTagLength: tagBytes });
  const length = payload.length - tagBytes;
  const header = concatenate([uint8(contentType.applicationData), uint16(0x0303), uint16(payload.length)]);
  decipher.setAAD(header, { plaintextLength: length });
  decipher.setAuthTag(payload.subarray(length));
  const inner = decipher.update(payload.subarray(0, length));
  try {
    decipher.final();
  } catch {
    // node:crypto says "wrong tag" with an exception.
    return undefined;
  }
  return inner;
}

/** The content's type is the last byte that is not padding. */
function splitInner(inner: Uint8Array, version: number): ReturnType<RecordOpener> & { readonly version: number } {
  let end = inner.length - 1;
  while (end >= 0 && inner[end] === 0) end -= 1;
  if (end < 0) refuse('An encrypted record holds nothing but padding.', 0x0a);
  const type = inner[end] ?? 0;
  if (end === 0 && type !== contentType.applicationData) {
    refuse(`An encrypted record of type ${type} has no content.`, 0x0a);
  }
  return { type, version, payload: inner.subarray(0, end) };
}

/** RFC 8446 §5.3: the record's number, right-aligned, exclusive-or the iv. A flight never reaches 2^32 records. */
function nonce(iv: Uint8Array, number: number): Uint8Array {
  const bytes = Buffer.from(iv);
  bytes.writeUInt32BE((bytes.readUInt32BE(8) ^ number) >>> 0, 8);
  return bytes;
}

function aead({ cipher }: CipherSuite): CipherGCMTypes {
  return aeads[cipher] ?? 'aes-128-gcm';
}

/** `chacha20-poly1305` has the interface of GCM, though not its type. */
const aeads: Readonly<Record<string, CipherGCMTypes>> = {
  AES_128_GCM: 'aes-128-gcm',
  AES_256_GCM: 'aes-256-gcm',
  CHACHA20_POLY1305: 'chacha20-poly1305' as CipherGCMTypes,
};

const tagBytes = 16;
