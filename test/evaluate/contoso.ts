import { type CertificateAuthority, createAuthority, issueServerCertificate } from '../forge/certificate-authority.ts';
import type { CertificateProfile } from '../forge/certificate-profile.ts';
import type { IssuedCertificate } from '../forge/issue-certificate.ts';
import { type KeyKind, type KeyPair, makeKeyPair } from '../../src/lab/key-pair.ts';
import { now } from './observation.ts';

/** The names of the virtual server that tests judge. */
export const sslNames = ['im.contoso.com', 'as.im.contoso.com', 'download.im.contoso.com'] as const;

/** A private PKI with one RSA key for every leaf, so that a test file makes its keys once. */
export interface Contoso {
  readonly authority: CertificateAuthority;
  readonly key: KeyPair;
  /** What the specification demands of the virtual server; `changes` plant a fault, `without` leaves a field out. */
  readonly leaf: (
    changes?: Partial<CertificateProfile>,
    options?: {
      readonly without?: readonly (keyof CertificateProfile)[];
      readonly key?: KeyPair;
      readonly issuer?: IssuedCertificate;
    },
  ) => IssuedCertificate;
}

/** Makes the PKI of a test file. */
export async function createContoso(kind: KeyKind = 'rsa-2048'): Promise<Contoso> {
  const [authority, key] = await Promise.all([createAuthority({ organization: 'Contoso', now }), makeKeyPair(kind)]);
  return {
    authority,
    key,
    leaf: (changes = {}, { without = [], key: otherKey = key, issuer } = {}) =>
      issueServerCertificate(authority, otherKey, {
        names: sslNames,
        changes,
        without,
        ...(issuer === undefined ? {} : { issuer }),
      }),
  };
}
