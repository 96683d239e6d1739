import { createHmac } from 'node:crypto';

import { ascii, concatenate, uint16, uint8, vector8 } from './byte-writer.ts';
import type { CipherSuite } from './cipher-suites.ts';

/** What one side protects its handshake messages with. */
export interface TrafficKeys {
  readonly secret: Uint8Array;
  readonly key: Uint8Array;
  /** 12 bytes, to be combined with the record's number. */
  readonly iv: Uint8Array;
}

/** The suite's hash as `node:crypto` names it. */
export function tls13Hash({ hash }: CipherSuite): 'sha256' | 'sha384' {
  return hash === 'SHA384' ? 'sha384' : 'sha256';
}

/** RFC 8446 §7.1: the handshake traffic keys of both sides. `transcriptHash` covers ClientHello to ServerHello. */
export function deriveHandshakeKeys(
  suite: CipherSuite,
  sharedSecret: Uint8Array,
  transcriptHash: Uint8Array,
): { readonly client: TrafficKeys; readonly server: TrafficKeys } {
  const hash = tls13Hash(suite);
  const handshakeSecret = hmac(hash, Buffer.from(derivedWithoutPsk[hash], 'hex'), sharedSecret);
  const side = (label: string): TrafficKeys => {
    const secret = expandLabel(hash, handshakeSecret, label, transcriptHash, transcriptHash.length);
    const key = expandLabel(hash, secret, 'key', nothing, suite.cipher.startsWith('AES_128') ? 16 : 32);
    return { secret, key, iv: expandLabel(hash, secret, 'iv', nothing, 12) };
  };
  return { client: side('c hs traffic'), server: side('s hs traffic') };
}

/** Derive-Secret(Early Secret, "derived", "") without a PSK is the same in every handshake (RFC 8448 §3 shows the first). */
const derivedWithoutPsk = {
  sha256: '6f2615a108c702c5678f54fc9dbab69716c076189c48250cebeac3576c3611ba',
  sha384: '1591dac5cbbf0330a4a84de9c753330e92d01f0a88214b4464972fd668049e93e52f2b16fad922fdc0584478428f282b',
} as const;

/** RFC 8446 §4.4.4: what Finished has to say. */
export function finishedVerifyData(suite: CipherSuite, secret: Uint8Array, transcriptHash: Uint8Array): Uint8Array {
  const hash = tls13Hash(suite);
  return hmac(hash, expandLabel(hash, secret, 'finished', nothing, transcriptHash.length), transcriptHash);
}

/** HKDF-Expand-Label for outputs no longer than the hash, which all of ours are: one block of HKDF-Expand (RFC 5869). */
function expandLabel(hash: string, secret: Uint8Array, label: string, context: Uint8Array, length: number): Uint8Array {
  const info = concatenate([uint16(length), vector8(ascii(`tls13 ${label}`)), vector8(context), uint8(1)]);
  return hmac(hash, secret, info).subarray(0, length);
}

function hmac(hash: string, key: Uint8Array, data: Uint8Array): Uint8Array {
  return createHmac(hash, key).update(data).digest();
}

const nothing = new Uint8Array(0);
