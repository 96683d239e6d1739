import { type CertificateProfile, serverAuth } from './certificate-profile.ts';
import { type IssuedCertificate, issueCertificate } from './issue-certificate.ts';
import { type KeyPair, makeKeyPair } from '../../src/lab/key-pair.ts';

const dayMs = 86_400_000;

/** A private PKI of two tiers, as AD CS is usually deployed: an offline root and one issuing CA. */
export interface CertificateAuthority {
  readonly root: IssuedCertificate;
  readonly intermediate: IssuedCertificate;
  /** The instant its certificates are made for; all validity periods lie round it. */
  readonly now: Date;
}

/** Makes a two-tier authority. P-256 keys: nothing demands RSA of a CA, and they are made at once. */
export async function createAuthority(options: {
  readonly organization: string;
  readonly now: Date;
}): Promise<CertificateAuthority> {
  const [rootKey, intermediateKey] = await Promise.all([makeKeyPair('p-256'), makeKeyPair('p-256')]);
  const { organization, now } = options;
  const root = issueCertificate(
    { ...authorityProfile({ organization, name: 'Root CA', now, years: 10 }), authorityKeyIdentifier: 'derived' },
    rootKey,
  );
  const intermediate = issueIntermediate({ root, now }, intermediateKey, { organization });
  return { root, intermediate, now };
}

/** Issues one more CA below the root; `changes` plant a fault. */
export function issueIntermediate(
  authority: Pick<CertificateAuthority, 'root' | 'now'>,
  key: KeyPair,
  options: {
    readonly organization: string;
    readonly name?: string;
    readonly changes?: Partial<CertificateProfile>;
    readonly issuer?: IssuedCertificate;
  },
): IssuedCertificate {
  const { organization, name = 'Issuing CA', changes = {}, issuer = authority.root } = options;
  const profile = authorityProfile({ organization, name, now: authority.now, years: 6 });
  return issueCertificate(
    { ...profile, ...pointers('root'), authorityKeyIdentifier: 'derived', ...changes },
    key,
    issuer,
  );
}

/**
 * Issues what the requirement asks of a Communicator Web Access certificate: version 3, serverAuth, digitalSignature and
 * keyEncipherment, from a duplicated template. The first name is the CN. `changes` plant a fault, `without` leaves out.
 */
export function issueServerCertificate(
  authority: CertificateAuthority,
  key: KeyPair,
  options: {
    readonly names: readonly string[];
    readonly changes?: Partial<CertificateProfile>;
    readonly without?: readonly (keyof CertificateProfile)[];
    readonly issuer?: IssuedCertificate;
  },
): IssuedCertificate {
  const { names, changes = {}, without = [], issuer = authority.intermediate } = options;
  const whole: CertificateProfile = {
    subject: [{ O: 'Contoso' }, { CN: names[0] ?? '' }],
    notBefore: new Date(authority.now.getTime() - 30 * dayMs),
    notAfter: new Date(authority.now.getTime() + 335 * dayMs),
    dnsNames: names,
    keyUsage: ['digitalSignature', 'keyEncipherment'],
    extendedKeyUsage: [serverAuth],
    subjectKeyIdentifier: 'derived',
    authorityKeyIdentifier: 'derived',
    ...pointers('issuing'),
    templateOid: '1.3.6.1.4.1.311.21.8.14314111.5759319.7095462.1403641.2020894.35.13356789.8146407',
    ...changes,
  };
  const kept = Object.entries(whole).filter(([field]) => !without.includes(field as keyof CertificateProfile));
  return issueCertificate(Object.fromEntries(kept) as unknown as CertificateProfile, key, issuer);
}

function authorityProfile(options: {
  readonly organization: string;
  readonly name: string;
  readonly now: Date;
  readonly years: number;
}): CertificateProfile {
  const { organization, name, now, years } = options;
  return {
    subject: [{ O: organization }, { CN: `${organization} ${name}` }],
    notBefore: new Date(now.getTime() - 365 * dayMs),
    notAfter: new Date(now.getTime() + years * 365 * dayMs),
    basicConstraints: { ca: true },
    keyUsage: ['keyCertSign', 'cRLSign'],
    subjectKeyIdentifier: 'derived',
  };
}

/** Where an outsider would look; nothing listens there and nothing is ever fetched from it. */
function pointers(issuer: string): Pick<CertificateProfile, 'crlUrls' | 'issuerUrls'> {
  return {
    crlUrls: [`http://pki.contoso.com/${issuer}.crl`],
    issuerUrls: [`http://pki.contoso.com/${issuer}.crt`],
  };
}
