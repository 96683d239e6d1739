import { x509 } from '../x509/x509-package.ts';
import { keyUsages } from './extensions.ts';
import { makeKeyPair } from './key-pair.ts';
import { type IssuedCertificate, signCertificate } from './sign-certificate.ts';

/** A throwaway CA of two tiers: a root for a trust store, and those that issue. */
export interface FixtureAuthority {
  readonly root: IssuedCertificate;
  /** Of a public CA: for servers alone. */
  readonly intermediate: IssuedCertificate;
  /** The same, and for clients as well, as public CAs had it before they had to keep servers apart. */
  readonly forClientsToo: IssuedCertificate;
}

/** CA/B Forum Baseline Requirements §7.1.6.1: domain validated. */
export const domainValidated = '2.23.140.1.2.1';

const rootYears = [new Date('2020-01-01T00:00:00Z'), new Date('2044-12-31T23:59:59Z')] as const;
const issuingYears = [new Date('2024-01-01T00:00:00Z'), new Date('2039-12-31T23:59:59Z')] as const;

/**
 * Makes a CA for fixtures of policies. A public one keeps the rules of public CAs: its issuing CA is for servers alone and names its
 * certificate policy. The issuing key is RSA, which signs with every hash and scheme that a fixture may name.
 */
export async function createFixtureAuthority(kind: 'private' | 'public'): Promise<FixtureAuthority> {
  const [rootKey, issuingKey] = await Promise.all([makeKeyPair('p-256'), makeKeyPair('rsa-2048')]);
  const organization = kind === 'public' ? 'Fixture Trust Services' : 'Contoso';
  const nameOf = (role: string) => [{ C: ['US'] }, { O: [organization] }, { CN: [`${organization} ${role}`] }];
  const usages = keyUsages('keyCertSign', 'cRLSign');
  const root = await signCertificate(
    {
      subject: nameOf('Root CA'),
      notBefore: rootYears[0],
      notAfter: rootYears[1],
      extensions: [usages, new x509.BasicConstraintsExtension(true, undefined, true)],
    },
    rootKey,
  );
  const issuingCa = (name: string, limits: readonly x509.Extension[]) =>
    signCertificate(
      {
        subject: nameOf(name),
        notBefore: issuingYears[0],
        notAfter: issuingYears[1],
        extensions: [
          usages,
          new x509.BasicConstraintsExtension(true, 0, true),
          new x509.CRLDistributionPointsExtension(['http://pki.contoso.com/root.crl']),
          new x509.AuthorityInfoAccessExtension({ caIssuers: ['http://pki.contoso.com/root.crt'] }),
          ...limits,
        ],
      },
      issuingKey,
      root,
    );
  if (kind === 'private') {
    const intermediate = await issuingCa('Issuing CA', []);
    return { root, intermediate, forClientsToo: intermediate };
  }
  const { serverAuth, clientAuth } = x509.ExtendedKeyUsage;
  const policies = new x509.CertificatePolicyExtension([domainValidated]);
  return {
    root,
    intermediate: await issuingCa('Issuing CA', [new x509.ExtendedKeyUsageExtension([serverAuth]), policies]),
    forClientsToo: await issuingCa('Issuing CA 2', [
      new x509.ExtendedKeyUsageExtension([serverAuth, clientAuth]),
      policies,
    ]),
  };
}
