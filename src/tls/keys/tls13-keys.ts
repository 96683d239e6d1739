import { createHmac } from 'node:crypto';

import { ascii, concatenate, uint16, uint8, vector8 } from '../records/byte-writer.ts';
import type { CipherSuite } from '../tables/cipher-suites.ts';

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
  const schedule = scheduleOf(suite);
  const handshakeSecret = hmac(schedule.hash, schedule.derived, sharedSecret);
  return {
    client: deriveSide(schedule, handshakeSecret, schedule.clientTraffic, transcriptHash),
    server: deriveSide(schedule, handshakeSecret, schedule.serverTraffic, transcriptHash),
  };
}

function deriveSide(
  { hash, key, iv }: KeySchedule,
  handshakeSecret: Uint8Array,
  label: Uint8Array,
  transcriptHash: Uint8Array,
): TrafficKeys {
  const secret = hmac(hash, handshakeSecret, concatenate([label, transcriptHash, onlyBlock]));
  return { secret, key: hmac(hash, secret, key.info, key.bytes), iv: hmac(hash, secret, iv.info, iv.bytes) };
}

/** RFC 8446 §4.4.4: what Finished has to say. */
export function finishedVerifyData(suite: CipherSuite, secret: Uint8Array, transcriptHash: Uint8Array): Uint8Array {
  const { hash, finished } = scheduleOf(suite);
  return hmac(hash, hmac(hash, secret, finished.info), transcriptHash);
}

/** What the keys of a suite are derived with, the same in every handshake. */
interface KeySchedule {
  readonly hash: 'sha256' | 'sha384';
  /** Derive-Secret(Early Secret, "derived", "") without a PSK (RFC 8448 §3 shows the first). */
  readonly derived: Uint8Array;
  /** What comes before the transcript's hash in the info of HKDF-Expand-Label. */
  readonly clientTraffic: Uint8Array;
  readonly serverTraffic: Uint8Array;
  readonly key: Expansion;
  readonly iv: Expansion;
  readonly finished: Expansion;
}

/** One without a context. */
interface Expansion {
  readonly info: Uint8Array;
  readonly bytes: number;
}

/** Written out once for each suite. */
function scheduleOf(suite: CipherSuite): KeySchedule {
  const known = schedules.get(suite);
  if (known !== undefined) return known;
  const hash = tls13Hash(suite);
  const hashBytes = hash === 'sha384' ? 48 : 32;
  const schedule: KeySchedule = {
    hash,
    derived: Buffer.from(derivedWithoutPsk[hash], 'hex'),
    clientTraffic: concatenate([labelled('c hs traffic', hashBytes), uint8(hashBytes)]),
    serverTraffic: concatenate([labelled('s hs traffic', hashBytes), uint8(hashBytes)]),
    key: expansion('key', suite.cipher.startsWith('AES_128') ? 16 : 32),
    iv: expansion('iv', 12),
    finished: expansion('finished', hashBytes),
  };
  schedules.set(suite, schedule);
  return schedule;
}

/** Bounded by the suites of TLS 1.3, each of which is one object. */
const schedules = new Map<CipherSuite, KeySchedule>();

const derivedWithoutPsk = {
  sha256: '6f2615a108c702c5678f54fc9dbab69716c076189c48250cebeac3576c3611ba',
  sha384: '1591dac5cbbf0330a4a84de9c753330e92d01f0a88214b4464972fd668049e93e52f2b16fad922fdc0584478428f282b',
} as const;

/** HkdfLabel of RFC 8446 §7.1 up to its context. */
function labelled(label: string, length: number): Uint8Array {
  return concatenate([uint16(length), vector8(ascii(`tls13 ${label}`))]);
}

function expansion(label: string, bytes: number): Expansion {
  return { info: concatenate([labelled(label, bytes), uint8(0), onlyBlock]), bytes };
}

/** HKDF-Expand (RFC 5869) of what is no longer than the hash, as all of ours is: its first block, number 1. */
const onlyBlock = uint8(1);

function hmac(hash: string, key: Uint8Array, data: Uint8Array, length?: number): Uint8Array {
  const { buffer, byteOffset, byteLength } = createHmac(hash, key).update(data).digest();
  return new Uint8Array(buffer, byteOffset, length ?? byteLength);
}
