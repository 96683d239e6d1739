import { hexCode } from './protocol-versions.ts';
import type { HelloProfile } from '../../model/vocabulary.ts';
import type { KeyOffer, KeyShareGroup } from '../probe.ts';

/** Named groups by code, with the size of the field (or DH prime) in bits. Source: IANA TLS Supported Groups. */
const groups: Readonly<Record<number, readonly [name: string, bits: number]>> = {
  1: ['sect163k1', 163],
  2: ['sect163r1', 163],
  3: ['sect163r2', 163],
  4: ['sect193r1', 193],
  5: ['sect193r2', 193],
  6: ['sect233k1', 233],
  7: ['sect233r1', 233],
  8: ['sect239k1', 239],
  9: ['sect283k1', 283],
  10: ['sect283r1', 283],
  11: ['sect409k1', 409],
  12: ['sect409r1', 409],
  13: ['sect571k1', 571],
  14: ['sect571r1', 571],
  15: ['secp160k1', 160],
  16: ['secp160r1', 160],
  17: ['secp160r2', 160],
  18: ['secp192k1', 192],
  19: ['secp192r1', 192],
  20: ['secp224k1', 224],
  21: ['secp224r1', 224],
  22: ['secp256k1', 256],
  23: ['secp256r1', 256],
  24: ['secp384r1', 384],
  25: ['secp521r1', 521],
  26: ['brainpoolP256r1', 256],
  27: ['brainpoolP384r1', 384],
  28: ['brainpoolP512r1', 512],
  29: ['x25519', 255],
  30: ['x448', 448],
  31: ['brainpoolP256r1tls13', 256],
  32: ['brainpoolP384r1tls13', 384],
  33: ['brainpoolP512r1tls13', 512],
  256: ['ffdhe2048', 2048],
  257: ['ffdhe3072', 3072],
  258: ['ffdhe4096', 4096],
  259: ['ffdhe6144', 6144],
  260: ['ffdhe8192', 8192],
  512: ['MLKEM512', 512],
  513: ['MLKEM768', 768],
  514: ['MLKEM1024', 1024],
  4587: ['SecP256r1MLKEM768', 256],
  4588: ['X25519MLKEM768', 255],
  4589: ['SecP384r1MLKEM1024', 384],
};

/** The group's name, or `0xNNNN` for a code without one. */
export function groupName(code: number): string {
  return groups[code]?.[0] ?? hexCode(code);
}

/** Size of the group's field in bits; null for a code without a name. */
export function groupBits(code: number): number | null {
  return groups[code]?.[1] ?? null;
}

/** The groups we can make a TLS 1.3 key share for. */
export const keyShareGroups = {
  x25519: 0x001d,
  secp256r1: 0x0017,
  secp384r1: 0x0018,
  secp521r1: 0x0019,
  x448: 0x001e,
  X25519MLKEM768: 0x11ec,
  SecP256r1MLKEM768: 0x11eb,
  SecP384r1MLKEM1024: 0x11ed,
  MLKEM512: 0x0200,
  MLKEM768: 0x0201,
  MLKEM1024: 0x0202,
  brainpoolP256r1tls13: 0x001f,
  brainpoolP384r1tls13: 0x0020,
  brainpoolP512r1tls13: 0x0021,
  ffdhe2048: 0x0100,
  ffdhe3072: 0x0101,
  ffdhe4096: 0x0102,
  ffdhe6144: 0x0103,
  ffdhe8192: 0x0104,
} as const satisfies Record<KeyShareGroup, number>;

/** The group of a code; undefined if we cannot make a key share for it. */
export function keyShareGroupOf(code: number): KeyShareGroup | undefined {
  return (Object.keys(keyShareGroups) as KeyShareGroup[]).find((group) => keyShareGroups[group] === code);
}

const { x25519, secp256r1, secp384r1, secp521r1, x448 } = keyShareGroups;
const { X25519MLKEM768, SecP256r1MLKEM768, SecP384r1MLKEM1024 } = keyShareGroups;
const browserCurves = [x25519, secp256r1, secp384r1, secp521r1];
const hybrids = [X25519MLKEM768, SecP256r1MLKEM768, SecP384r1MLKEM1024];

/** Curves that only ECDHE and ECDSA certificates up to TLS 1.2 may use: brainpool, secp256k1, secp224r1, secp192r1. */
const olderCurves = [0x001c, 0x001b, 0x001a, 0x0016, 0x0015, 0x0013];

/** The other curves of RFC 4492 that OpenSSL has, and explicit parameters over a prime (0xff01). */
const rareCurves = [0x12, 0x14, 0x0f, 0x10, 0x11, 0x0e, 0x0d, 0x0c, 0x0b, 0x0a, 0x09, 0x08, 0x07, 0x06, 0x03, 0xff01];

/**
 * supported_groups of a hello, the usual ones first: a server that follows the client takes X25519, for which the modern
 * hello has a share. Finite-field groups are left to the rare hello: if one is offered, a TLS 1.2 server must not use a DH
 * prime of its own (RFC 7919 §4), and that prime is evidence. Up to TLS 1.2 the list restricts certificates, too (RFC 8422
 * §5.1.1): with key type `common` it has what browsers offer.
 */
export function offeredGroups(profile: HelloProfile, keyType: KeyOffer | undefined): readonly number[] {
  const isTls13 = profile === 'modern' || profile === 'rare';
  if (keyType === 'common') return isTls13 ? commonGroups : browserCurves;
  if (profile === 'rare') return rareGroups;
  return isTls13 ? modernGroups : tls12Groups;
}

const commonGroups: readonly number[] = [...browserCurves, ...hybrids];
const tls12Groups: readonly number[] = [...browserCurves, x448, ...olderCurves];
const modernGroups: readonly number[] = [...browserCurves, x448, ...hybrids, ...olderCurves];
const rareGroups: readonly number[] = [
  ...new Set([...browserCurves, x448, ...Object.values(keyShareGroups), ...olderCurves, ...rareCurves]),
];
