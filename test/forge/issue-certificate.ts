import { constants, createHash, sign } from 'node:crypto';

import { encodeExtensions } from './certificate-extensions.ts';
import type { CertificateProfile, SignatureAlgorithm } from './certificate-profile.ts';
import { bits, explicit, integer, nullValue, objectIdentifier, sequence, tagged, time } from '../pki/forge-der.ts';
import { encodeName } from './distinguished-name.ts';
import type { KeyPair } from '../../src/lab/key-pair.ts';

/** A certificate with the key it certifies. */
export interface IssuedCertificate {
  readonly profile: CertificateProfile;
  readonly der: Uint8Array;
  readonly pem: string;
  /** DER of the subject. */
  readonly subject: Uint8Array;
  readonly key: KeyPair;
}

/**
 * Issues a certificate; without an issuer it is self-signed. It is written by hand, because @peculiar/x509, with which `src/lab`
 * issues, writes neither MD5 nor version 1, no odd serial number and nothing malformed. It is also twenty times as fast, which the benchmark needs.
 */
export function issueCertificate(
  profile: CertificateProfile,
  key: KeyPair,
  issuer?: Pick<IssuedCertificate, 'subject' | 'key'>,
): IssuedCertificate {
  const subject = encodeName(profile.subject);
  const signer = issuer ?? { subject, key };
  const algorithm = algorithmIdentifier(profile.signatureAlgorithm ?? 'sha256', signer.key);
  const tbs = toBeSigned({ profile, algorithm, subject, key, issuer: signer });
  const signature = signBytes(tbs, profile.signatureAlgorithm ?? 'sha256', signer.key);
  const der = sequence(tbs, algorithm, bits(signature));
  return { profile, der, pem: certificatePem(der), subject, key };
}

/** DER as a PEM block. */
export function certificatePem(der: Uint8Array): string {
  const lines = Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
}

function toBeSigned(parts: {
  readonly profile: CertificateProfile;
  readonly algorithm: Uint8Array;
  readonly subject: Uint8Array;
  readonly key: KeyPair;
  readonly issuer: Pick<IssuedCertificate, 'subject' | 'key'>;
}): Uint8Array {
  const { profile, algorithm, subject, key, issuer } = parts;
  const version = profile.version ?? 3;
  const extensions = version === 3 ? encodeExtensions(profile, { subject: key.spki, issuer: issuer.key.spki }) : [];
  const validity = sequence(time(profile.notBefore), time(profile.notAfter));
  const rest = [algorithm, issuer.subject, validity, subject, key.spki];
  if (extensions.length > 0) rest.push(explicit(3, sequence(...extensions)));
  const serialNumber = profile.serialNumber ?? hashedSerial(rest);
  const versionField = version === 1 ? [] : [explicit(0, integer(version - 1))];
  return sequence(...versionField, tagged(0x02, serialNumber), ...rest);
}

/** 16 octets that differ wherever the certificate differs, positive and without a leading zero. */
function hashedSerial(content: readonly Uint8Array[]): Uint8Array {
  const octets = createHash('sha256').update(Buffer.concat(content)).digest().subarray(0, 16);
  octets[0] = ((octets[0] ?? 0) & 0x3f) | 0x40;
  return octets;
}

const hashes = {
  sha256: 'sha256',
  sha384: 'sha384',
  sha512: 'sha512',
  sha1: 'sha1',
  md5: 'md5',
  'rsassa-pss-sha256': 'sha256',
} as const satisfies Record<SignatureAlgorithm, string>;

const rsaOids = {
  md5: '1.2.840.113549.1.1.4',
  sha1: '1.2.840.113549.1.1.5',
  sha256: '1.2.840.113549.1.1.11',
  sha384: '1.2.840.113549.1.1.12',
  sha512: '1.2.840.113549.1.1.13',
} as const;

const ecdsaOids = {
  md5: undefined,
  sha1: '1.2.840.10045.4.1',
  sha256: '1.2.840.10045.4.3.2',
  sha384: '1.2.840.10045.4.3.3',
  sha512: '1.2.840.10045.4.3.4',
} as const;

function algorithmIdentifier(algorithm: SignatureAlgorithm, signer: KeyPair): Uint8Array {
  if (signer.kind === 'ed25519') return sequence(objectIdentifier('1.3.101.112'));
  if (algorithm === 'rsassa-pss-sha256') return sequence(objectIdentifier('1.2.840.113549.1.1.10'), pssParameters());
  if (signer.kind.startsWith('rsa-')) return sequence(objectIdentifier(rsaOids[hashes[algorithm]]), nullValue);
  const oid = ecdsaOids[hashes[algorithm]];
  if (oid === undefined) throw new Error(`no ECDSA signature with ${algorithm}`);
  return sequence(objectIdentifier(oid));
}

/** RFC 4055 §3.1: SHA-256, MGF1 with SHA-256, 32 octets of salt. */
function pssParameters(): Uint8Array {
  const sha256 = sequence(objectIdentifier('2.16.840.1.101.3.4.2.1'), nullValue);
  const mgf1 = sequence(objectIdentifier('1.2.840.113549.1.1.8'), sha256);
  return sequence(explicit(0, sha256), explicit(1, mgf1), explicit(2, tagged(0x02, Uint8Array.of(32))));
}

function signBytes(bytes: Uint8Array, algorithm: SignatureAlgorithm, { privateKey, kind }: KeyPair): Uint8Array {
  if (kind === 'ed25519') return sign(null, bytes, privateKey);
  if (algorithm !== 'rsassa-pss-sha256') return sign(hashes[algorithm], bytes, privateKey);
  return sign('sha256', bytes, { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 });
}
