import { constants, type KeyObject, privateEncrypt, sign } from 'node:crypto';

import { concatenate, uint16, vector16 } from '../bytes/byte-writer.ts';
import type { ClientIdentity } from '../client-identity.ts';
import { ssl3Digest } from './tls12-secrets.ts';
import type { ProbeCertificateRequest } from '../probe.ts';
import { versionCodes } from '../tables/protocol-versions.ts';
import { type SchemeKey, type SignatureScheme, signatureScheme } from '../tables/signature-schemes.ts';
import type { Transcript } from './transcript.ts';

/**
 * Makes the body of CertificateVerify (RFC 5246 §7.4.8, RFC 6101 §5.6.8) from the transcript up to ClientKeyExchange and
 * the master secret; undefined if this build of `node:crypto` cannot make such a signature.
 */
export type ClientProof = (transcript: Transcript, master: Uint8Array) => Uint8Array | undefined;

/**
 * How the client proves its key to the server that sent the request. Undefined if the server accepts no such key; then the
 * certificate is not sent. The request's list of authorities is ignored, because the operator chose the certificate, and
 * the server can reject it.
 */
export function clientProof(
  { key }: ClientIdentity,
  request: ProbeCertificateRequest,
  version: number,
): ClientProof | undefined {
  const kind = kinds[key.asymmetricKeyType ?? ''];
  if (kind === undefined || !request.certificateTypes.includes(certificateTypes[kind])) return undefined;
  if (version < versionCodes['TLSv1.2']) return proofBeforeTls12(key, kind, version);
  const schemes = [...new Set(request.signatureSchemes)].flatMap((code) => {
    const scheme = signatureScheme(code);
    return scheme !== undefined && fits(scheme, kind, key) ? [[code, scheme] as const] : [];
  });
  if (schemes.length === 0) return undefined;
  return (transcript) => {
    // In the server's order of preference. A key may be too short for a scheme, and a build of OpenSSL without it.
    for (const [code, scheme] of schemes) {
      const signature = attempt(() => signWith(scheme, key, transcript.whole()));
      if (signature !== undefined) return concatenate([uint16(code), vector16(signature)]);
    }
    return undefined;
  };
}

/** Before TLS 1.2, RSA signs MD5 and SHA-1 side by side, without DigestInfo; the others sign SHA-1 (RFC 4346 §7.4.8). */
function proofBeforeTls12(key: KeyObject, kind: SchemeKey, version: number): ClientProof | undefined {
  const isSsl3 = version === versionCodes.SSLv3;
  if (kind === 'rsa') {
    return (transcript, master) => {
      const hash = (name: 'md5' | 'sha1'): Uint8Array =>
        isSsl3 ? ssl3Digest(name, transcript, master) : transcript.digest(name);
      const digests = concatenate([hash('md5'), hash('sha1')]);
      return attempt(() => vector16(privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, digests)));
    };
  }
  // SSL 3.0 signs a ready-made hash, which `node:crypto` does not accept here; PSS and EdDSA came later.
  if (isSsl3 || (kind !== 'dsa' && kind !== 'ecdsa')) return undefined;
  return (transcript) => attempt(() => vector16(sign('sha1', transcript.whole(), key)));
}

function fits(scheme: SignatureScheme, kind: SchemeKey, key: KeyObject): boolean {
  if (scheme.key !== kind || scheme.isTls13Only) return false;
  return kind !== 'eddsa' || scheme.name === key.asymmetricKeyType;
}

function signWith({ name, key: kind }: SignatureScheme, key: KeyObject, signed: Uint8Array): Uint8Array {
  if (kind === 'eddsa') return sign(null, signed, key);
  const hash = /md5|sha\d+/.exec(name)?.[0] ?? 'sha256';
  if (!name.startsWith('rsa_pss')) return sign(hash, signed, key);
  const { RSA_PKCS1_PSS_PADDING: padding, RSA_PSS_SALTLEN_DIGEST: saltLength } = constants;
  return sign(hash, signed, { key, padding, saltLength });
}

/** `node:crypto` throws if a key is too short, or a hash forbidden. */
function attempt(make: () => Uint8Array): Uint8Array | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

/** ML-DSA signs in TLS 1.3 only, where no exchange is completed. */
type ClientKey = Exclude<SchemeKey, 'ml-dsa'>;

/** By the key types of `node:crypto`. */
const kinds: Readonly<Record<string, ClientKey>> = {
  rsa: 'rsa',
  'rsa-pss': 'rsa-pss',
  dsa: 'dsa',
  ec: 'ecdsa',
  ed25519: 'eddsa',
  ed448: 'eddsa',
};

/** ClientCertificateType of RFC 5246 §7.4.4 and RFC 8422 §5.5. */
const certificateTypes: Readonly<Record<ClientKey, number>> = {
  rsa: 1,
  'rsa-pss': 1,
  dsa: 2,
  ecdsa: 0x40,
  eddsa: 0x40,
};
