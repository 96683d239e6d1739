import {
  type CertificateAuthority,
  createAuthority,
  issueIntermediate,
  issueServerCertificate,
} from '../forge/certificate-authority.ts';
import type { CertificateProfile } from '../forge/certificate-profile.ts';
import { sharingNames } from '../../src/lab/demo-certificates.ts';
import type { IssuedCertificate } from '../forge/issue-certificate.ts';
import { type KeyPair, makeKeyPair } from '../../src/lab/key-pair.ts';
import type { Presentation } from '../../src/lab/tls-listener.ts';

export const urlHost = 'im.contoso.com';
export const urlNames: readonly string[] = sharingNames(urlHost);
export const serverFqdn = 'cwa01.contoso.local';

/** The PKI that all deployments of the estate share, and keys of every kind that a fault needs. */
export interface Contoso {
  readonly authority: CertificateAuthority;
  /** A second intermediate, with an RSA key: only RSA signs with MD5. */
  readonly rsaIntermediate: IssuedCertificate;
  readonly keys: Readonly<Record<'ssl' | 'mtls' | 'rsa2048' | 'rsa1024' | 'rsa768' | 'ec', KeyPair>>;
}

/** Makes the PKI of the estate as of `now`. */
export async function createContoso(now: Date): Promise<Contoso> {
  const [authority, ssl, mtls, ca, rsa2048, rsa1024, rsa768, ec] = await Promise.all([
    createAuthority({ organization: 'Contoso', now }),
    makeKeyPair('rsa-2048'),
    makeKeyPair('rsa-2048'),
    makeKeyPair('rsa-2048'),
    makeKeyPair('rsa-2048'),
    makeKeyPair('rsa-1024'),
    makeKeyPair('rsa-768'),
    makeKeyPair('p-256'),
  ]);
  const rsaIntermediate = issueIntermediate(authority, ca, { organization: 'Contoso', name: 'RSA Issuing CA' });
  return { authority, rsaIntermediate, keys: { ssl, mtls, rsa2048, rsa1024, rsa768, ec } };
}

/** How a presentation differs from a sound one. */
export interface Difference {
  readonly names?: readonly string[];
  readonly changes?: Partial<CertificateProfile>;
  readonly without?: readonly (keyof CertificateProfile)[];
  readonly key?: KeyPair;
  readonly issuer?: IssuedCertificate;
  /** What is sent after the leaf; default: the issuer. */
  readonly sent?: readonly IssuedCertificate[];
}

/** What a sound virtual server presents under its three names, but for the difference. */
export function sslPresentation(contoso: Contoso, difference: Difference = {}): Presentation {
  return presentation(contoso, { names: urlNames, key: contoso.keys.ssl, ...difference });
}

/** What a sound MTLS listener presents, but for the difference. */
export function mtlsPresentation(contoso: Contoso, difference: Difference = {}): Presentation {
  return presentation(contoso, { names: [serverFqdn], key: contoso.keys.mtls, ...difference });
}

function presentation(
  { authority }: Contoso,
  difference: Difference & { readonly names: readonly string[]; readonly key: KeyPair },
): Presentation {
  const { key, issuer = authority.intermediate, sent = [issuer], ...rest } = difference;
  return { chain: [issueServerCertificate(authority, key, { ...rest, issuer }), ...sent], key };
}

/** A moment before or after the instant that the PKI was made for. */
export function daysFromNow({ authority }: Contoso, days: number): Date {
  return new Date(authority.now.getTime() + days * 86_400_000);
}
