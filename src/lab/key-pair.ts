import { generateKeyPair, type KeyObject } from 'node:crypto';

/** Kinds of keys the lab makes. The small RSA ones are faults to plant. */
export type KeyKind =
  | 'rsa-512'
  | 'rsa-768'
  | 'rsa-1024'
  | 'rsa-2048'
  | 'rsa-3072'
  | 'rsa-4096'
  | 'p-224'
  | 'p-256'
  | 'p-384'
  | 'p-521'
  | 'secp256k1'
  | 'ed25519';

export interface KeyPair {
  readonly kind: KeyKind;
  readonly privateKey: KeyObject;
  /** DER of the SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
  /** The private key as PKCS#8 PEM, as servers want it. */
  readonly pem: string;
}

/** Makes a fresh key pair off the main thread, so that several at once take as long as the cores need. */
export function makeKeyPair(kind: KeyKind): Promise<KeyPair> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, publicKey: KeyObject, privateKey: KeyObject): void => {
      if (error !== null) {
        reject(error);
        return;
      }
      const pem = privateKey.export({ format: 'pem', type: 'pkcs8' });
      resolve({ kind, privateKey, spki: publicKey.export({ format: 'der', type: 'spki' }), pem: String(pem) });
    };
    if (kind === 'ed25519') generateKeyPair('ed25519', undefined, done);
    else if (kind.startsWith('rsa-')) generateKeyPair('rsa', { modulusLength: Number(kind.slice(4)) }, done);
    else generateKeyPair('ec', { namedCurve: opensslCurves[kind] ?? kind.toUpperCase() }, done);
  });
}

/** Curves that OpenSSL does not call as NIST does. */
const opensslCurves: Readonly<Record<string, string>> = { 'p-224': 'secp224r1', secp256k1: 'secp256k1' };
