import { type CipherCCMTypes, createCipheriv, createDecipheriv } from 'node:crypto';

import { concatenate, uint8 } from '../bytes/byte-writer.ts';
import type { CipherSuite } from '../tables/cipher-suites.ts';
import { maxExpansionTls13, maxPlaintextBytes } from '../limits.ts';
import { versionCodes } from '../tables/protocol-versions.ts';
import { contentType, type RecordOpener, type RecordSealer, writeRecordHeader } from './record.ts';
import { abort } from '../handshake-error.ts';
import type { TrafficKeys } from '../keys/tls13-keys.ts';

/**
 * Opens the server's records (RFC 8446 §5.2). ChangeCipherSpec and a plaintext alert (of a server that could not set up its
 * keys) pass as they are; everything else must be encrypted.
 */
export function createTls13Opener(suite: CipherSuite, { key, iv }: TrafficKeys): RecordOpener {
  const nonce = new Nonce(iv);
  const cipher = aead(suite);
  return (record) => {
    const { type, payload } = record;
    const isPlain = type === contentType.changeCipherSpec || (type === contentType.alert && nonce.number === 0);
    if (isPlain) return record;
    if (type !== contentType.applicationData) {
      abort(`A plaintext record of type ${type} arrived after TLS 1.3 encryption began.`, 'unexpected_message');
    }
    if (payload.length > maxPlaintextBytes + maxExpansionTls13) {
      abort(`An encrypted record has ${payload.length} bytes; TLS 1.3 allows 16,640.`, 'record_overflow');
    }
    const inner = decrypt(cipher, key, nonce.bytes, payload);
    if (inner === undefined)
      return abort(`Encrypted record ${nonce.number + 1} of the flight does not decrypt.`, 'bad_record_mac');
    nonce.advance();
    return splitInner(inner);
  };
}

/** Seals our own records (RFC 8446 §5.2). */
export function createTls13Sealer(suite: CipherSuite, { key, iv }: TrafficKeys): RecordSealer {
  const nonce = new Nonce(iv);
  const { algorithm, options } = aead(suite);
  return (type, content) => {
    const header = recordHeader(content.length + 1 + options.authTagLength);
    const cipher = createCipheriv(algorithm, key, nonce.bytes, options);
    nonce.advance();
    cipher.setAAD(header, { plaintextLength: content.length + 1 });
    const sealed = cipher.update(concatenate([content, uint8(type)]));
    return concatenate([header, sealed, cipher.final(), cipher.getAuthTag()]);
  };
}

function decrypt(
  { algorithm, options }: Aead,
  key: Uint8Array,
  nonce: Uint8Array,
  payload: Uint8Array,
): Uint8Array | undefined {
  const length = payload.length - options.authTagLength;
  if (length < 0) return undefined;
  const decipher = createDecipheriv(algorithm, key, nonce, options);
  decipher.setAAD(recordHeader(payload.length), { plaintextLength: length });
  decipher.setAuthTag(payload.subarray(length));
  try {
    // node:crypto reports a wrong tag with an exception: GCM at the end, CCM at once.
    const inner = decipher.update(payload.subarray(0, length));
    decipher.final();
    return inner;
  } catch {
    return undefined;
  }
}

/** The content's type is the last byte that is not padding. */
function splitInner(inner: Uint8Array): ReturnType<RecordOpener> {
  let end = inner.length - 1;
  while (end >= 0 && inner[end] === 0) end -= 1;
  if (end < 0) abort('An encrypted record contains only padding.', 'unexpected_message');
  const type = inner[end] ?? 0;
  if (end === 0 && type !== contentType.applicationData) {
    abort(`An encrypted record of type ${type} has no content.`, 'unexpected_message');
  }
  return { type, payload: new Uint8Array(inner.buffer, inner.byteOffset, end) };
}

/** The header of an encrypted record, which is its additional data (RFC 8446 §5.2). */
function recordHeader(length: number): Uint8Array {
  return writeRecordHeader(contentType.applicationData, versionCodes['TLSv1.2'], length);
}

/** RFC 8446 §5.3: the record's number, right-aligned, XORed with the iv. A flight never reaches 2^16 records. */
class Nonce {
  /** The nonce of the current record. */
  readonly bytes: Uint8Array;
  readonly #iv: Uint8Array;
  #number = 0;

  constructor(iv: Uint8Array) {
    this.#iv = iv;
    this.bytes = new Uint8Array(iv);
  }

  /** How many records came before the current one. */
  get number(): number {
    return this.#number;
  }

  advance(): void {
    this.#number += 1;
    this.bytes[10] = (this.#iv[10] as number) ^ (this.#number >>> 8);
    this.bytes[11] = (this.#iv[11] as number) ^ this.#number;
  }
}

/** In the interface of CCM, of which the others need only a part. */
interface Aead {
  readonly algorithm: CipherCCMTypes;
  readonly options: { readonly authTagLength: number };
}

function aead({ cipher }: CipherSuite): Aead {
  return aeads[cipher] ?? aes128Gcm;
}

const named = (algorithm: string, authTagLength = 16): Aead => ({
  algorithm: algorithm as CipherCCMTypes,
  options: { authTagLength },
});

const aes128Gcm = named('aes-128-gcm');

/** RFC 8446 appendix B.4; CCM_8 has a tag of eight bytes (RFC 6655 §4). */
const aeads: Readonly<Record<string, Aead>> = {
  AES_128_GCM: aes128Gcm,
  AES_256_GCM: named('aes-256-gcm'),
  CHACHA20_POLY1305: named('chacha20-poly1305'),
  AES_128_CCM: named('aes-128-ccm'),
  AES_128_CCM_8: named('aes-128-ccm', 8),
};
