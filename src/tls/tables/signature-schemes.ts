import type { KeyOffer } from '../probe.ts';
import { hexCode } from './protocol-versions.ts';

/** What kind of key signs with a scheme. */
export type SchemeKey = 'rsa' | 'rsa-pss' | 'ecdsa' | 'eddsa' | 'dsa' | 'ml-dsa';

export interface SignatureScheme {
  readonly name: string;
  readonly key: SchemeKey;
  /** The only curve a TLS 1.3 signature under this scheme may use (RFC 8446 §4.2.3), as a dotted OID. */
  readonly curve?: string;
  /** May sign a TLS 1.3 handshake: neither PKCS#1 v1.5, nor SHA-1, nor MD5, nor DSA. */
  readonly tls13: boolean;
  /** Has no meaning before TLS 1.3 (RFC 8734, draft-ietf-tls-mldsa). */
  readonly isTls13Only?: boolean;
}

const p256 = '1.2.840.10045.3.1.7';
const p384 = '1.3.132.0.34';
const p521 = '1.3.132.0.35';
const brainpoolP256 = '1.3.36.3.3.2.8.1.1.7';
const brainpoolP384 = '1.3.36.3.3.2.8.1.1.11';
const brainpoolP512 = '1.3.36.3.3.2.8.1.1.13';
const tls13Only = { tls13: true, isTls13Only: true } as const;

/**
 * Signature schemes by code, in the order they are offered. The first nine are those of browsers, in their order: a server
 * with several certificates that follows the client presents the one that browsers get. Then come the schemes that browsers
 * lack, and last SHA-224, DSA, SHA-1 and MD5, because the server must send an old chain before it can be judged. Source: IANA
 * TLS SignatureScheme; the codes without a name there are the pairs of RFC 5246 §7.4.1.4.1.
 */
const schemes: ReadonlyMap<number, SignatureScheme> = new Map([
  [0x0403, { name: 'ecdsa_secp256r1_sha256', key: 'ecdsa', curve: p256, tls13: true }],
  [0x0804, { name: 'rsa_pss_rsae_sha256', key: 'rsa', tls13: true }],
  [0x0401, { name: 'rsa_pkcs1_sha256', key: 'rsa', tls13: false }],
  [0x0503, { name: 'ecdsa_secp384r1_sha384', key: 'ecdsa', curve: p384, tls13: true }],
  [0x0805, { name: 'rsa_pss_rsae_sha384', key: 'rsa', tls13: true }],
  [0x0501, { name: 'rsa_pkcs1_sha384', key: 'rsa', tls13: false }],
  [0x0603, { name: 'ecdsa_secp521r1_sha512', key: 'ecdsa', curve: p521, tls13: true }],
  [0x0806, { name: 'rsa_pss_rsae_sha512', key: 'rsa', tls13: true }],
  [0x0601, { name: 'rsa_pkcs1_sha512', key: 'rsa', tls13: false }],
  [0x0809, { name: 'rsa_pss_pss_sha256', key: 'rsa-pss', tls13: true }],
  [0x080a, { name: 'rsa_pss_pss_sha384', key: 'rsa-pss', tls13: true }],
  [0x080b, { name: 'rsa_pss_pss_sha512', key: 'rsa-pss', tls13: true }],
  [0x0807, { name: 'ed25519', key: 'eddsa', tls13: true }],
  [0x0808, { name: 'ed448', key: 'eddsa', tls13: true }],
  [0x081a, { name: 'ecdsa_brainpoolP256r1tls13_sha256', key: 'ecdsa', curve: brainpoolP256, ...tls13Only }],
  [0x081b, { name: 'ecdsa_brainpoolP384r1tls13_sha384', key: 'ecdsa', curve: brainpoolP384, ...tls13Only }],
  [0x081c, { name: 'ecdsa_brainpoolP512r1tls13_sha512', key: 'ecdsa', curve: brainpoolP512, ...tls13Only }],
  [0x0904, { name: 'mldsa44', key: 'ml-dsa', ...tls13Only }],
  [0x0905, { name: 'mldsa65', key: 'ml-dsa', ...tls13Only }],
  [0x0906, { name: 'mldsa87', key: 'ml-dsa', ...tls13Only }],
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
export function offeredSchemes(keyType: KeyOffer | undefined): readonly number[] {
  return offered[keyType ?? 'any'];
}

const offered: Readonly<Record<KeyOffer | 'any', readonly number[]>> = {
  any: schemesOf(() => true),
  rsa: schemesOf(({ key }) => key === 'rsa' || key === 'rsa-pss'),
  ecdsa: schemesOf(({ key }) => key === 'ecdsa'),
  eddsa: schemesOf(({ key }) => key === 'eddsa'),
  'ml-dsa': schemesOf(({ key }) => key === 'ml-dsa'),
  common: schemesOf(({ key, isTls13Only }) => key === 'rsa' || (key === 'ecdsa' && isTls13Only !== true)),
};

function schemesOf(isOffered: (scheme: SignatureScheme) => boolean): readonly number[] {
  return [...schemes].filter(([, scheme]) => isOffered(scheme)).map(([code]) => code);
}
