import { getCipherInfo } from 'node:crypto';

import type { CipherSuite } from '../tables/cipher-suites.ts';
import { versionCodes } from '../tables/protocol-versions.ts';

/** Bulk cipher and MAC of a suite, in the names of `node:crypto`. */
export interface Tls12Cipher {
  readonly kind: 'rc4' | 'cbc' | 'gcm';
  readonly algorithm: string;
  readonly keyBytes: number;
  readonly blockBytes: number;
  readonly mac: 'md5' | 'sha1' | 'sha256' | 'sha384';
  /** Zero for GCM. */
  readonly macBytes: number;
}

/** The cipher of a suite, or undefined if neither `node:crypto` nor this room has it (DES, IDEA, SEED, RC2). */
export function tls12Cipher({ cipher, hash }: CipherSuite): Tls12Cipher | undefined {
  const bulk = ciphers[cipher];
  const mac = macs[hash];
  if (bulk === undefined || mac === undefined) return undefined;
  const [kind, algorithm, keyBytes, blockBytes] = bulk;
  // Not every build of OpenSSL has every one of them.
  if (kind !== 'rc4' && getCipherInfo(algorithm) === undefined) return undefined;
  return { kind, algorithm, keyBytes, blockBytes, mac: mac[0], macBytes: kind === 'gcm' ? 0 : mac[1] };
}

/** How many bytes of the key block are the vector or salt of each direction (RFC 5246 §6.3, RFC 5288 §3). */
export function vectorBytes({ kind, blockBytes }: Tls12Cipher, version: number): number {
  if (kind === 'gcm') return 4;
  return kind === 'cbc' && version <= versionCodes['TLSv1.0'] ? blockBytes : 0;
}

const ciphers: Readonly<
  Record<string, readonly [kind: Tls12Cipher['kind'], algorithm: string, keyBytes: number, blockBytes: number]>
> = {
  RC4_128: ['rc4', 'rc4', 16, 1],
  '3DES_EDE_CBC': ['cbc', 'des-ede3-cbc', 24, 8],
  AES_128_CBC: ['cbc', 'aes-128-cbc', 16, 16],
  AES_256_CBC: ['cbc', 'aes-256-cbc', 32, 16],
  CAMELLIA_128_CBC: ['cbc', 'camellia-128-cbc', 16, 16],
  CAMELLIA_256_CBC: ['cbc', 'camellia-256-cbc', 32, 16],
  AES_128_GCM: ['gcm', 'aes-128-gcm', 16, 16],
  AES_256_GCM: ['gcm', 'aes-256-gcm', 32, 16],
};

const macs: Readonly<Record<string, readonly [hash: Tls12Cipher['mac'], bytes: number]>> = {
  MD5: ['md5', 16],
  SHA: ['sha1', 20],
  SHA256: ['sha256', 32],
  SHA384: ['sha384', 48],
};
