import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

import type { Certificate } from '../../src/x509/certificate.ts';
import { decodeCertificate } from '../../src/x509/decode-certificate.ts';
import { bits, derTrue, integer, objectIdentifier, octets, sequence, tagged, time } from './forge-der.ts';
import {
  authorityKeyIdentifier,
  basicConstraints,
  distinguishedName,
  dns,
  extendedKeyUsage,
  type ForgedExtension,
  keyUsage,
  serverAuth,
  subjectAlternativeName,
  subjectKeyIdentifier,
} from './forge-extensions.ts';

/** All that tests judge at, and in the middle of every validity unless said otherwise. */
export const now = new Date('2026-06-01T12:00:00Z');
export const before = new Date('2026-01-01T00:00:00Z');
export const after = new Date('2027-01-01T00:00:00Z');

export interface KeyPair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** A certificate and the key in it, so that it can issue others. */
export interface Forged {
  readonly certificate: Certificate;
  readonly keys: KeyPair;
}

/** What to write into a certificate; everything has a usual value. */
export interface Forgery {
  readonly subject: Uint8Array;
  readonly issuerName?: Uint8Array;
  /** Whose key signs; default: its own. */
  readonly issuer?: Forged | undefined;
  readonly keys?: KeyPair;
  readonly version?: number;
  readonly serialNumber?: Uint8Array;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly extensions: readonly ForgedExtension[];
  /** `sha1` or `sha256` (default). */
  readonly hash?: 'sha1' | 'sha256';
  /** The signature is said to be of this algorithm, inside and outside. */
  readonly algorithm?: Uint8Array;
  /** Another algorithm outside than inside. */
  readonly outerAlgorithm?: Uint8Array;
  /** Flips a bit of the signature. */
  readonly breakSignature?: boolean;
}

let serial = 1;

export function makeKeys(curve = 'P-256'): KeyPair {
  return generateKeyPairSync('ec', { namedCurve: curve });
}

export function makeRsaKeys(modulusLength: number): KeyPair {
  return generateKeyPairSync('rsa', { modulusLength });
}

/** Writes, signs and decodes a certificate. */
export function forge(forgery: Forgery): Forged {
  const keys = forgery.keys ?? makeKeys();
  const signer = forgery.issuer?.keys ?? keys;
  const hash = forgery.hash ?? 'sha256';
  const algorithm = forgery.algorithm ?? signatureAlgorithm(signer, hash);
  const version = forgery.version ?? 3;
  serial += 1;
  const tbs = sequence(
    ...(version === 1 ? [] : [tagged(0xa0, integer(version - 1))]),
    forgery.serialNumber === undefined ? integer(serial) : tagged(0x02, forgery.serialNumber),
    algorithm,
    forgery.issuerName ?? forgery.issuer?.certificate.subject.der ?? forgery.subject,
    sequence(time(forgery.notBefore ?? before), time(forgery.notAfter ?? after)),
    forgery.subject,
    keys.publicKey.export({ format: 'der', type: 'spki' }),
    ...(forgery.extensions.length === 0 ? [] : [tagged(0xa3, sequence(...forgery.extensions.map(writeExtension)))]),
  );
  const signature = sign(hash, tbs, signer.privateKey);
  if (forgery.breakSignature) signature.writeUInt8((signature.at(-1) ?? 0) ^ 1, signature.length - 1);
  const decoded = decodeCertificate(sequence(tbs, forgery.outerAlgorithm ?? algorithm, bits(signature)));
  if (!decoded.ok) throw new Error(decoded.error.message);
  return { certificate: decoded.value, keys };
}

export type Changes = Partial<Omit<Forgery, 'subject' | 'extensions'>> & {
  readonly subject?: Uint8Array;
  /** Put in place of the usual ones of the same OID, or beside them. */
  readonly extensions?: readonly ForgedExtension[];
  /** OIDs left out of the usual ones. */
  readonly without?: readonly string[];
};

/** A CA that every profile accepts. */
export function forgeCa(commonName: string, changes: Changes = {}): Forged {
  const keys = changes.keys ?? makeKeys();
  const usual = [
    basicConstraints(true),
    keyUsage(0x06),
    subjectKeyIdentifier(identifierOf(keys)),
    ...linkTo(changes.issuer),
  ];
  return forge({ subject: distinguishedName(commonName), ...changes, keys, extensions: merge(usual, changes) });
}

/** A TLS server certificate that every profile accepts. */
export function forgeLeaf(name: string, changes: Changes = {}): Forged {
  const keys = changes.keys ?? makeKeys();
  const usual = [
    subjectAlternativeName(dns(name)),
    keyUsage(0x80),
    extendedKeyUsage(serverAuth),
    ...linkTo(changes.issuer),
  ];
  return forge({ subject: distinguishedName(name), ...changes, keys, extensions: merge(usual, changes) });
}

/** The key identifier that forged CAs carry: SHA-1 of the whole SubjectPublicKeyInfo. */
export function identifierOf({ publicKey }: KeyPair): Uint8Array {
  return createHash('sha1')
    .update(publicKey.export({ format: 'der', type: 'spki' }))
    .digest();
}

function linkTo(issuer: Forged | undefined): readonly ForgedExtension[] {
  return issuer === undefined ? [] : [authorityKeyIdentifier(identifierOf(issuer.keys))];
}

function merge(
  usual: readonly ForgedExtension[],
  { extensions = [], without = [] }: Changes,
): readonly ForgedExtension[] {
  const replaced = new Set([...without, ...extensions.map(({ oid }) => oid)]);
  return [...usual.filter(({ oid }) => !replaced.has(oid)), ...extensions];
}

function writeExtension({ oid, critical, value }: ForgedExtension): Uint8Array {
  return sequence(objectIdentifier(oid), ...(critical ? [derTrue] : []), octets(value));
}

function signatureAlgorithm({ privateKey }: KeyPair, hash: 'sha1' | 'sha256'): Uint8Array {
  if (privateKey.asymmetricKeyType === 'rsa') {
    const oid = hash === 'sha1' ? '1.2.840.113549.1.1.5' : '1.2.840.113549.1.1.11';
    return sequence(objectIdentifier(oid), Uint8Array.of(0x05, 0x00));
  }
  return sequence(objectIdentifier(hash === 'sha1' ? '1.2.840.10045.4.1' : '1.2.840.10045.4.3.2'));
}
