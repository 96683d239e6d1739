import { webcrypto } from 'node:crypto';

import type { KeyKind, KeyPair } from './key-pair.ts';
import { x509 } from '../x509/x509-package.ts';

/** A certificate with the key it certifies. */
export interface IssuedCertificate {
  readonly der: Uint8Array;
  readonly pem: string;
  /** DER of the subject. */
  readonly subject: Uint8Array;
  readonly key: KeyPair;
}

/** What a certificate says beside its key, its issuer and the two key identifiers. */
export interface CertificateContent {
  /** One attribute an entry, in the order of encoding. */
  readonly subject: x509.JsonName;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly extensions: readonly x509.Extension[];
  /** Default: sha256. */
  readonly signature?: SignatureKind | undefined;
}

/** A hash, with the scheme of the issuer's key; RSASSA-PSS with SHA-256. */
export type SignatureKind = 'sha1' | 'sha256' | 'sha384' | 'sha512' | 'rsassa-pss';

/** Signs a version 3 certificate, with SHA-256 unless it says otherwise, and a random serial number; without an issuer it is self-signed. */
export async function signCertificate(
  { subject, extensions, notBefore, notAfter, signature = 'sha256' }: CertificateContent,
  key: KeyPair,
  issuer?: IssuedCertificate,
): Promise<IssuedCertificate> {
  const name = new x509.Name(subject);
  const signer = issuer?.key ?? key;
  const certificate = await x509.X509CertificateGenerator.create({
    subject: name,
    issuer: issuer === undefined ? name : new x509.Name(bytesOf(issuer.subject)),
    publicKey: bytesOf(key.spki),
    signingKey: await importSigningKey(signer, signature),
    signingAlgorithm: algorithmOf(signer.kind, signature),
    extensions: [
      ...extensions,
      await x509.SubjectKeyIdentifierExtension.create(new x509.PublicKey(bytesOf(key.spki))),
      await x509.AuthorityKeyIdentifierExtension.create(new x509.PublicKey(bytesOf(signer.spki))),
    ],
    ...{ notBefore, notAfter },
  });
  const pem = `${certificate.toString('pem')}\n`;
  return { der: new Uint8Array(certificate.rawData), pem, subject: new Uint8Array(name.toArrayBuffer()), key };
}

/** The package takes what WebCrypto takes; Node.js 20 converts no KeyObject to it, so the key goes by way of PKCS #8. */
function importSigningKey({ kind, privateKey }: KeyPair, signature: SignatureKind): Promise<webcrypto.CryptoKey> {
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' });
  return webcrypto.subtle.importKey('pkcs8', pkcs8, algorithmOf(kind, signature), false, ['sign']);
}

function algorithmOf(kind: KeyKind, signature: SignatureKind): SigningAlgorithm {
  const hash = signature === 'rsassa-pss' ? 'SHA-256' : `SHA-${signature.slice(3)}`;
  if (kind.startsWith('rsa-') && signature === 'rsassa-pss') return { name: 'RSA-PSS', hash, saltLength: 32 };
  if (kind.startsWith('rsa-')) return { name: 'RSASSA-PKCS1-v1_5', hash };
  if (kind === 'ed25519') return { name: 'Ed25519' } as SigningAlgorithm;
  return { name: 'ECDSA', namedCurve: kind.toUpperCase(), hash };
}

type SigningAlgorithm = (webcrypto.RsaHashedImportParams | webcrypto.EcKeyImportParams) & {
  readonly hash?: string;
  readonly saltLength?: number;
};

/** The package's types ask for bytes that no shared memory holds. */
function bytesOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
