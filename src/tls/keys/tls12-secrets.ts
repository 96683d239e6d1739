import { createHash, createHmac } from 'node:crypto';

import { ascii, concatenate } from '../bytes/byte-writer.ts';
import type { CipherSuite } from '../tables/cipher-suites.ts';
import { versionCodes } from '../tables/protocol-versions.ts';
import type { Transcript } from './transcript.ts';

export interface Randoms {
  readonly client: Uint8Array;
  readonly server: Uint8Array;
}

/** The key derivation of one protocol version from SSL 3.0 to TLS 1.2. */
export interface Tls12Secrets {
  readonly masterSecret: (premaster: Uint8Array, randoms: Randoms) => Uint8Array;
  /** RFC 7627 §4; undefined in SSL 3.0. The transcript ends with ClientKeyExchange. */
  readonly extendedMasterSecret: ((premaster: Uint8Array, transcript: Transcript) => Uint8Array) | undefined;
  readonly keyBlock: (master: Uint8Array, randoms: Randoms, length: number) => Uint8Array;
  /** The body of Finished. The transcript holds everything before that message. */
  readonly finished: (master: Uint8Array, side: 'client' | 'server', transcript: Transcript) => Uint8Array;
}

/** Chooses the derivation of a version; in TLS 1.2 the suite names the hash of the PRF (RFC 5246 §5). */
export function tls12Secrets(version: number, suite: CipherSuite): Tls12Secrets {
  if (version === versionCodes.SSLv3) return ssl3;
  if (version < versionCodes['TLSv1.2']) return tls(prfMd5Sha1, ['md5', 'sha1']);
  const hash = suite.hash === 'SHA384' ? 'sha384' : 'sha256';
  return tls((secret, seed, length) => expand(hash, secret, seed, length), [hash]);
}

type Prf = (secret: Uint8Array, seed: Uint8Array, length: number) => Uint8Array;

/** RFC 5246 §8.1, §6.3, §7.4.9, and the same sections of RFC 2246. */
function tls(prf: Prf, hashes: readonly string[]): Tls12Secrets {
  const digest = (transcript: Transcript): Uint8Array => concatenate(hashes.map((hash) => transcript.digest(hash)));
  return {
    masterSecret: (premaster, { client, server }) =>
      prf(premaster, concatenate([ascii('master secret'), client, server]), masterBytes),
    extendedMasterSecret: (premaster, transcript) =>
      prf(premaster, concatenate([ascii('extended master secret'), digest(transcript)]), masterBytes),
    keyBlock: (master, { client, server }, length) =>
      prf(master, concatenate([ascii('key expansion'), server, client]), length),
    finished: (master, side, transcript) =>
      prf(master, concatenate([ascii(`${side} finished`), digest(transcript)]), finishedBytes),
  };
}

/** RFC 2246 §5: one half of the secret is for MD5, the other for SHA-1; if its length is odd, they share a byte. */
function prfMd5Sha1(secret: Uint8Array, seed: Uint8Array, length: number): Uint8Array {
  const half = Math.ceil(secret.length / 2);
  const sha1 = expand('sha1', secret.subarray(secret.length - half), seed, length);
  return expand('md5', secret.subarray(0, half), seed, length).map((byte, index) => byte ^ (sha1[index] ?? 0));
}

/** P_hash of RFC 5246 §5. */
function expand(hash: string, secret: Uint8Array, seed: Uint8Array, length: number): Uint8Array {
  const hmac = (...parts: readonly Uint8Array[]): Uint8Array =>
    createHmac(hash, secret).update(concatenate(parts)).digest();
  const output = new Uint8Array(length);
  let a = hmac(seed);
  for (let filled = 0; filled < length; a = hmac(a)) {
    const block = hmac(a, seed).subarray(0, length - filled);
    output.set(block, filled);
    filled += block.length;
  }
  return output;
}

/** RFC 6101 §6.1, §6.2.2, §5.6.9. */
const ssl3: Tls12Secrets = {
  masterSecret: (premaster, { client, server }) => ssl3Expand(premaster, concatenate([client, server]), masterBytes),
  extendedMasterSecret: undefined,
  keyBlock: (master, { client, server }, length) => ssl3Expand(master, concatenate([server, client]), length),
  finished: (master, side, transcript) =>
    concatenate(
      (['md5', 'sha1'] as const).map((hash) =>
        ssl3Digest(hash, transcript, master, ascii(side === 'client' ? 'CLNT' : 'SRVR')),
      ),
    ),
};

/** The keyed hash of Finished, and without a sender that of CertificateVerify (RFC 6101 §5.6.8, §5.6.9). */
export function ssl3Digest(
  hash: 'md5' | 'sha1',
  transcript: Transcript,
  master: Uint8Array,
  sender: Uint8Array = new Uint8Array(0),
): Uint8Array {
  const inner = transcript.digestWith(hash, concatenate([sender, master, ssl3Pad(hash, 0x36)]));
  return createHash(hash).update(master).update(ssl3Pad(hash, 0x5c)).update(inner).digest();
}

/** MD5(secret + SHA1('A' + secret + seed)) + MD5(secret + SHA1('BB' + secret + seed)) + … */
function ssl3Expand(secret: Uint8Array, seed: Uint8Array, length: number): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let index = 0; index * 16 < length; index += 1) {
    const salt = ascii(String.fromCharCode(0x41 + index).repeat(index + 1));
    const inner = createHash('sha1').update(salt).update(secret).update(seed).digest();
    blocks.push(createHash('md5').update(secret).update(inner).digest());
  }
  return concatenate(blocks).slice(0, length);
}

/** RFC 6101 §5.2.3.1: 48 bytes beside MD5, 40 beside SHA-1. */
export function ssl3Pad(hash: 'md5' | 'sha1', byte: number): Uint8Array {
  return new Uint8Array(hash === 'md5' ? 48 : 40).fill(byte);
}

const masterBytes = 48;
const finishedBytes = 12;
