import { hash } from 'node:crypto';

import type { Name, PublicKey } from '../certificate.ts';

/** The hashes of CertID and ResponderID by OID. Others are not in use and match nothing. */
const hashNames: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** Hash of an issuer's name in CertID; undefined: unknown algorithm. */
export function hashName(name: Name, algorithm: string): Uint8Array | undefined {
  return digest(name.der, algorithm);
}

/** Hash of a public key's bits, without tag, length and unused-bits octet (RFC 6960 §4.1.1). */
export function hashPublicKey({ subjectPublicKey }: PublicKey, algorithm: string): Uint8Array | undefined {
  return digest(subjectPublicKey, algorithm);
}

/** OID of SHA-1, the hash of ResponderID (RFC 6960 §4.2.1) and of our own requests. */
export const sha1Identifier = '1.3.14.3.2.26';

function digest(bytes: Uint8Array, algorithm: string): Uint8Array | undefined {
  const name = hashNames[algorithm];
  return name === undefined ? undefined : hash(name, bytes, 'buffer');
}
