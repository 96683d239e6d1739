import { x509 } from '../x509/x509-package.ts';
import { keyUsages } from './extensions.ts';
import { makeKeyPair } from './key-pair.ts';
import { type IssuedCertificate, signCertificate } from './sign-certificate.ts';

/** A throwaway CA of two tiers: a root for a trust store, and the one that issues. */
export interface FixtureAuthority {
  readonly root: IssuedCertificate;
  readonly intermediate: IssuedCertificate;
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
  const intermediate = await signCertificate(
    {
      subject: nameOf('Issuing CA'),
      notBefore: issuingYears[0],
      notAfter: issuingYears[1],
      extensions: [
        usages,
        new x509.BasicConstraintsExtension(true, 0, true),
        new x509.CRLDistributionPointsExtension(['http://pki.contoso.com/root.crl']),
        new x509.AuthorityInfoAccessExtension({ caIssuers: ['http://pki.contoso.com/root.crt'] }),
        ...(kind === 'public'
          ? [
              new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
              new x509.CertificatePolicyExtension([domainValidated]),
            ]
          : []),
      ],
    },
    issuingKey,
    root,
  );
  return { root, intermediate };
}
