import type { AlgorithmIdentifier } from '../certificate.ts';
import { readPssParameters } from './pss-parameters.ts';

export type SignatureScheme = 'rsa' | 'rsassa-pss' | 'ecdsa' | 'dsa' | 'ed25519' | 'ed448' | 'ml-dsa' | 'unknown';

export interface SignatureAlgorithm {
  /** `rsa` is PKCS #1 v1.5. */
  readonly scheme: SignatureScheme;
  /** `md2`, `md4`, `md5`, `sha1`, `sha256`, `sha3-256`, …; undefined for EdDSA, ML-DSA, unknown algorithms and unreadable PSS parameters. */
  readonly hash: string | undefined;
  /** The usual name, for instance `sha256WithRSAEncryption`; the dotted OID if there is none. */
  readonly name: string;
}

/** Scheme, hash and name of the AlgorithmIdentifier of a signature. */
export function describeSignatureAlgorithm({ oid, parameters }: AlgorithmIdentifier): SignatureAlgorithm {
  if (oid === '1.2.840.113549.1.1.10') return describePss(parameters);
  return signatureAlgorithms[oid] ?? { scheme: 'unknown', hash: undefined, name: oid };
}

function describePss(parameters: Uint8Array | undefined): SignatureAlgorithm {
  const read = readPssParameters(parameters);
  const hash = read.ok ? read.value.hash : undefined;
  const name = read.ok ? `RSASSA-PSS with ${hash ?? 'an unknown hash'}` : 'RSASSA-PSS with unreadable parameters';
  return { scheme: 'rsassa-pss', hash, name };
}

const rsa = (hash: string, name: string): SignatureAlgorithm => ({ scheme: 'rsa', hash, name });
const ecdsa = (hash: string, name: string): SignatureAlgorithm => ({ scheme: 'ecdsa', hash, name });
const dsa = (hash: string, name: string): SignatureAlgorithm => ({ scheme: 'dsa', hash, name });
const mlDsa = (name: string): SignatureAlgorithm => ({ scheme: 'ml-dsa', hash: undefined, name });
const unknown = (name: string): SignatureAlgorithm => ({ scheme: 'unknown', hash: undefined, name });

/** RFC 3279 §2.2, RFC 4055 §5, RFC 5758 §3, RFC 8410 §3, RFC 9881; OIW for old Microsoft tools; NIST CSOR for SHA-3. */
const signatureAlgorithms: Readonly<Record<string, SignatureAlgorithm>> = {
  '1.2.840.113549.1.1.2': rsa('md2', 'md2WithRSAEncryption'),
  '1.2.840.113549.1.1.3': rsa('md4', 'md4WithRSAEncryption'),
  '1.2.840.113549.1.1.4': rsa('md5', 'md5WithRSAEncryption'),
  '1.2.840.113549.1.1.5': rsa('sha1', 'sha1WithRSAEncryption'),
  '1.2.840.113549.1.1.11': rsa('sha256', 'sha256WithRSAEncryption'),
  '1.2.840.113549.1.1.12': rsa('sha384', 'sha384WithRSAEncryption'),
  '1.2.840.113549.1.1.13': rsa('sha512', 'sha512WithRSAEncryption'),
  '1.2.840.113549.1.1.14': rsa('sha224', 'sha224WithRSAEncryption'),
  '1.2.840.113549.1.1.15': rsa('sha512-224', 'sha512-224WithRSAEncryption'),
  '1.2.840.113549.1.1.16': rsa('sha512-256', 'sha512-256WithRSAEncryption'),
  '1.3.14.3.2.2': rsa('md4', 'md4WithRSA'),
  '1.3.14.3.2.3': rsa('md5', 'md5WithRSA'),
  '1.3.14.3.2.4': rsa('md4', 'md4WithRSAEncryption'),
  '1.3.14.3.2.29': rsa('sha1', 'sha1WithRSA'),
  '1.3.36.3.3.1.2': rsa('ripemd160', 'ripemd160WithRSA'),
  '2.16.840.1.101.3.4.3.13': rsa('sha3-224', 'id-rsassa-pkcs1-v1_5-with-sha3-224'),
  '2.16.840.1.101.3.4.3.14': rsa('sha3-256', 'id-rsassa-pkcs1-v1_5-with-sha3-256'),
  '2.16.840.1.101.3.4.3.15': rsa('sha3-384', 'id-rsassa-pkcs1-v1_5-with-sha3-384'),
  '2.16.840.1.101.3.4.3.16': rsa('sha3-512', 'id-rsassa-pkcs1-v1_5-with-sha3-512'),
  '1.2.840.10045.4.1': ecdsa('sha1', 'ecdsa-with-SHA1'),
  '1.2.840.10045.4.3.1': ecdsa('sha224', 'ecdsa-with-SHA224'),
  '1.2.840.10045.4.3.2': ecdsa('sha256', 'ecdsa-with-SHA256'),
  '1.2.840.10045.4.3.3': ecdsa('sha384', 'ecdsa-with-SHA384'),
  '1.2.840.10045.4.3.4': ecdsa('sha512', 'ecdsa-with-SHA512'),
  '2.16.840.1.101.3.4.3.9': ecdsa('sha3-224', 'id-ecdsa-with-sha3-224'),
  '2.16.840.1.101.3.4.3.10': ecdsa('sha3-256', 'id-ecdsa-with-sha3-256'),
  '2.16.840.1.101.3.4.3.11': ecdsa('sha3-384', 'id-ecdsa-with-sha3-384'),
  '2.16.840.1.101.3.4.3.12': ecdsa('sha3-512', 'id-ecdsa-with-sha3-512'),
  '1.2.840.10040.4.3': dsa('sha1', 'id-dsa-with-sha1'),
  '1.3.14.3.2.13': dsa('sha1', 'dsaWithSHA'),
  '1.3.14.3.2.27': dsa('sha1', 'dsaWithSHA1'),
  '2.16.840.1.101.3.4.3.1': dsa('sha224', 'id-dsa-with-sha224'),
  '2.16.840.1.101.3.4.3.2': dsa('sha256', 'id-dsa-with-sha256'),
  '2.16.840.1.101.3.4.3.3': dsa('sha384', 'id-dsa-with-sha384'),
  '2.16.840.1.101.3.4.3.4': dsa('sha512', 'id-dsa-with-sha512'),
  '1.3.101.112': { scheme: 'ed25519', hash: undefined, name: 'Ed25519' },
  '1.3.101.113': { scheme: 'ed448', hash: undefined, name: 'Ed448' },
  '2.16.840.1.101.3.4.3.17': mlDsa('ML-DSA-44'),
  '2.16.840.1.101.3.4.3.18': mlDsa('ML-DSA-65'),
  '2.16.840.1.101.3.4.3.19': mlDsa('ML-DSA-87'),
  '1.2.156.10197.1.501': unknown('SM2 with SM3'),
};
