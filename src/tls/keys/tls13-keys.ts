import { createHmac } from 'node:crypto';

import { ascii, vector8 } from '../bytes/byte-writer.ts';
import type { CipherSuite } from '../tables/cipher-suites.ts';

/** What one side protects its handshake messages with. */
export interface TrafficKeys {
  readonly secret: Uint8Array;
  readonly key: Uint8Array;
  /** 12 bytes, to be combined with the record's number. */
  readonly iv: Uint8Array;
}

type Tls13Hash = 'sha256' | 'sha384';

/** The suite's hash as `node:crypto` names it. */
export function tls13Hash({ hash }: CipherSuite): Tls13Hash {
  return hash === 'SHA384' ? 'sha384' : 'sha256';
}

/** RFC 8446 §7.1 and §7.3: the handshake traffic keys of both sides. `transcriptHash` covers ClientHello to ServerHello. */
export function deriveHandshakeKeys(
  suite: CipherSuite,
  sharedSecret: Uint8Array,
  transcriptHash: Uint8Array,
): { readonly client: TrafficKeys; readonly server: TrafficKeys } {
  const hash = tls13Hash(suite);
  const handshakeSecret = hmac(hash, Buffer.from(derivedWithoutPsk[hash], 'hex'), sharedSecret);
  const keyBytes = suite.cipher.startsWith('AES_128') ? 16 : 32;
  const sideKeys = (label: Label): TrafficKeys => {
    const secret = expandLabel(hash, handshakeSecret, { label, context: transcriptHash, length: hashBytes[hash] });
    const key = expandLabel(hash, secret, { label: 'key', context: nothing, length: keyBytes });
    const iv = expandLabel(hash, secret, { label: 'iv', context: nothing, length: ivBytes });
    return { secret, key, iv };
  };
  return { client: sideKeys('c hs traffic'), server: sideKeys('s hs traffic') };
}

/** RFC 8446 §4.4.4: the verify_data of Finished. */
export function finishedVerifyData(suite: CipherSuite, secret: Uint8Array, transcriptHash: Uint8Array): Uint8Array {
  const hash = tls13Hash(suite);
  const finishedKey = expandLabel(hash, secret, { label: 'finished', context: nothing, length: hashBytes[hash] });
  return hmac(hash, finishedKey, transcriptHash);
}

/**
 * HKDF-Expand-Label of RFC 8446 §7.1. Every length used here is at most that of the hash, 64 bytes, so one byte holds it and the first
 * block of HKDF-Expand (RFC 5869 §2.3) is enough.
 */
function expandLabel(
  hash: Tls13Hash,
  secret: Uint8Array,
  { label, context, length }: { readonly label: Label; readonly context: Uint8Array; readonly length: number },
): Uint8Array {
  const name = labels[label];
  const block = new Uint8Array(2 + name.length + 1 + context.length + 1);
  block[1] = length;
  block.set(name, 2);
  block[2 + name.length] = context.length;
  block.set(context, 3 + name.length);
  block[block.length - 1] = firstBlock;
  return hmac(hash, secret, block).subarray(0, length);
}

/** The labels in wire format, with their length. */
const labels = {
  'c hs traffic': wireLabel('c hs traffic'),
  's hs traffic': wireLabel('s hs traffic'),
  key: wireLabel('key'),
  iv: wireLabel('iv'),
  finished: wireLabel('finished'),
} as const;

type Label = keyof typeof labels;

function wireLabel(label: string): Uint8Array {
  return vector8(ascii(`tls13 ${label}`));
}

/** Derive-Secret(Early Secret, "derived", "") without a PSK (RFC 8448 §3 shows the first). */
const derivedWithoutPsk = {
  sha256: '6f2615a108c702c5678f54fc9dbab69716c076189c48250cebeac3576c3611ba',
  sha384: '1591dac5cbbf0330a4a84de9c753330e92d01f0a88214b4464972fd668049e93e52f2b16fad922fdc0584478428f282b',
} as const;

const hashBytes = { sha256: 32, sha384: 48 } as const;
const ivBytes = 12;
const firstBlock = 1;
const nothing = new Uint8Array(0);

function hmac(hash: Tls13Hash, key: Uint8Array, data: Uint8Array): Uint8Array {
  return createHmac(hash, key).update(data).digest();
}
