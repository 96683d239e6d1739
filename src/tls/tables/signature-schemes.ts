import type { KeyType } from '../../model/vocabulary.ts';
import { hexCode } from './protocol-versions.ts';

/** What kind of key signs with a scheme. */
export type SchemeKey = 'rsa' | 'rsa-pss' | 'ecdsa' | 'eddsa' | 'dsa';

export interface SignatureScheme {
  readonly name: string;
  readonly key: SchemeKey;
  /** The only curve a TLS 1.3 signature under this scheme may use (RFC 8446 §4.2.3), as a dotted OID. */
  readonly curve?: string;
  /** May sign a TLS 1.3 handshake: neither PKCS#1 v1.5, nor SHA-1, nor MD5, nor DSA. */
  readonly tls13: boolean;
  /** Has no meaning before TLS 1.3 (RFC 8734). */
  readonly isTls13Only?: boolean;
}

/**
 * Signature schemes by code, in the order they are offered: strongest first. SHA-1, MD5 and DSA are included, because the
 * server must send an old chain before it can be judged. Source: IANA TLS SignatureScheme; the other codes are the pairs of
 * RFC 5246 §7.4.1.4.1.
 */
const schemes: ReadonlyMap<number, SignatureScheme> = new Map([
  [0x0403, { name: 'ecdsa_secp256r1_sha256', key: 'ecdsa', curve: '1.2.840.10045.3.1.7', tls13: true }],
  [0x0503, { name: 'ecdsa_secp384r1_sha384', key: 'ecdsa', curve: '1.3.132.0.34', tls13: true }],
  [0x0603, { name: 'ecdsa_secp521r1_sha512', key: 'ecdsa', curve: '1.3.132.0.35', tls13: true }],
  [0x0807, { name: 'ed25519', key: 'eddsa', tls13: true }],
  [0x0808, { name: 'ed448', key: 'eddsa', tls13: true }],
  [0x0804, { name: 'rsa_pss_rsae_sha256', key: 'rsa', tls13: true }],
  [0x0805, { name: 'rsa_pss_rsae_sha384', key: 'rsa', tls13: true }],
  [0x0806, { name: 'rsa_pss_rsae_sha512', key: 'rsa', tls13: true }],
  [0x0809, { name: 'rsa_pss_pss_sha256', key: 'rsa-pss', tls13: true }],
  [0x080a, { name: 'rsa_pss_pss_sha384', key: 'rsa-pss', tls13: true }],
  [0x080b, { name: 'rsa_pss_pss_sha512', key: 'rsa-pss', tls13: true }],
  [
    0x081a,
    {
      name: 'ecdsa_brainpoolP256r1tls13_sha256',
      key: 'ecdsa',
      curve: '1.3.36.3.3.2.8.1.1.7',
      tls13: true,
      isTls13Only: true,
    },
  ],
  [
    0x081b,
    {
      name: 'ecdsa_brainpoolP384r1tls13_sha384',
      key: 'ecdsa',
      curve: '1.3.36.3.3.2.8.1.1.11',
      tls13: true,
      isTls13Only: true,
    },
  ],
  [
    0x081c,
    {
      name: 'ecdsa_brainpoolP512r1tls13_sha512',
      key: 'ecdsa',
      curve: '1.3.36.3.3.2.8.1.1.13',
      tls13: true,
      isTls13Only: true,
    },
  ],
  [0x0401, { name: 'rsa_pkcs1_sha256', key: 'rsa', tls13: false }],
  [0x0501, { name: 'rsa_pkcs1_sha384', key: 'rsa', tls13: false }],
  [0x0601, { name: 'rsa_pkcs1_sha512', key: 'rsa', tls13: false }],
  [0x0303, { name: 'ecdsa_sha224', key: 'ecdsa', tls13: false }],
  [0x0301, { name: 'rsa_pkcs1_sha224', key: 'rsa', tls13: false }],
  [0x0402, { name: 'dsa_sha256', key: 'dsa', tls13: false }],
  [0x0502, { name: 'dsa_sha384', key: 'dsa', tls13: false }],
  [0x0602, { name: 'dsa_sha512', key: 'dsa', tls13: false }],
  [0x0302, { name: 'dsa_sha224', key: 'dsa', tls13: false }],
  [0x0203, { name: 'ecdsa_sha1', key: 'ecdsa', tls13: false }],
  [0x0201, { name: 'rsa_pkcs1_sha1', key: 'rsa', tls13: false }],
  [0x0202, { name: 'dsa_sha1', key: 'dsa', tls13: false }],
  [0x0101, { name: 'rsa_pkcs1_md5', key: 'rsa', tls13: false }],
]);

/** The scheme of a code, or undefined if we know (and so offer) none. */
export function signatureScheme(code: number): SignatureScheme | undefined {
  return schemes.get(code);
}

/** The scheme's name, or `0xNNNN` for a code without one. */
export function signatureSchemeName(code: number): string {
  return schemes.get(code)?.name ?? hexCode(code);
}

/** Codes for signature_algorithms, for one kind of certificate or for all. */
export function offeredSchemes(keyType: KeyType | undefined): readonly number[] {
  return offered[keyType ?? 'any'];
}

const offered: Readonly<Record<KeyType | 'any', readonly number[]>> = {
  any: schemesOf(undefined),
  rsa: schemesOf('rsa'),
  ecdsa: schemesOf('ecdsa'),
};

function schemesOf(keyType: KeyType | undefined): readonly number[] {
  return [...schemes].filter(([, { key }]) => fits(key, keyType)).map(([code]) => code);
}

function fits(key: SchemeKey, keyType: KeyType | undefined): boolean {
  switch (keyType) {
    case undefined:
      return true;
    case 'rsa':
      return key === 'rsa' || key === 'rsa-pss';
    case 'ecdsa':
      return key === 'ecdsa';
  }
}
