import { issueIntermediate } from '../../forge/certificate-authority.ts';
import type { CertificateProfile } from '../../forge/certificate-profile.ts';
import type { IssuedCertificate } from '../../forge/issue-certificate.ts';
import { daysFromNow, serverFqdn, urlNames } from '../contoso.ts';
import { type Listening, mtls, type PlantedFault, serverAt, ssl, type Workshop } from './fault.ts';

const secondFqdn = 'cwa02.contoso.local';

/** A mistake in an array of two servers behind a load balancer, and its one cause. */
export interface Mistake extends PlantedFault {
  readonly cause: string;
  /** What to do, if the array shows it more exactly than the certificate. */
  readonly remedy?: string;
}

/** Mistakes that administrators make every year. */
export function fiveMistakes(workshop: Workshop): readonly Mistake[] {
  const { contoso } = workshop;
  const { sound, declare } = soundArray(workshop);
  const old = { notBefore: daysFromNow(contoso, -400), notAfter: daysFromNow(contoso, -15) };
  return [
    {
      name: 'an expired certificate on one member of the array',
      cause: 'validity-period/expired',
      remedy: `Install the certificate of ${serverFqdn} on ${secondFqdn} too.`,
      listeners: { ...sound, second: ssl(workshop, { changes: old }) },
      declare,
    },
    {
      name: 'a load balancer without the intermediate',
      cause: 'chain-completeness/intermediate-missing',
      listeners: { ...sound, balancer: ssl(workshop, { sent: [] }) },
      declare,
    },
    {
      name: 'the certificate of the URL on an MTLS port',
      cause: 'name-match/certificate-of-another-endpoint',
      listeners: { ...sound, 'second-mtls': mtls(workshop, { names: urlNames, key: contoso.keys.ssl }) },
      declare,
    },
    {
      name: 'a certificate for clients only',
      cause: 'extended-key-usage/no-server-auth',
      listeners: { ...sound, balancer: ssl(workshop, { changes: { extendedKeyUsage: ['1.3.6.1.5.5.7.3.2'] } }) },
      declare,
    },
    {
      name: 'two names missing in the SAN',
      cause: 'subject-alternative-names/missing-names',
      listeners: { ...sound, balancer: ssl(workshop, { names: urlNames.slice(0, 1) }) },
      declare,
    },
  ];
}

/** Mistakes in the certificates of CAs, each seen by more than one check. */
export function mistakesOfAuthorities(workshop: Workshop): readonly Mistake[] {
  const { contoso } = workshop;
  const { sound, declare } = soundArray(workshop);
  const { authority, keys } = contoso;
  const { key } = authority.intermediate;
  const issuing = (changes: Partial<CertificateProfile>, name?: string): IssuedCertificate =>
    issueIntermediate(authority, key, { organization: 'Contoso', changes, ...(name === undefined ? {} : { name }) });
  const everywhere = (issuer: IssuedCertificate) => ({
    ...sound,
    https: ssl(workshop, { issuer }),
    second: ssl(workshop, { issuer }),
    balancer: ssl(workshop, { issuer }),
  });
  const past = { notBefore: daysFromNow(contoso, -800), notAfter: daysFromNow(contoso, -10) };
  const namesake = issueIntermediate(authority, keys.ec, { organization: 'Contoso' });
  return [
    {
      name: 'an expired intermediate on three servers',
      cause: 'validity-period/issuer-expired',
      listeners: everywhere(issuing(past)),
      declare,
    },
    {
      name: 'an intermediate that expires long before what it issued',
      cause: 'expiry-margin/issuer-expires-soon',
      listeners: everywhere(issuing({ ...past, notAfter: daysFromNow(contoso, 9) })),
      declare,
    },
    {
      name: 'the intermediate of the same name with another key',
      cause: 'chain-completeness/intermediate-missing',
      listeners: { ...sound, balancer: ssl(workshop, { sent: [namesake] }) },
      declare,
    },
    {
      name: 'an issuer that is no CA',
      cause: 'chain-trust/not-a-ca',
      listeners: everywhere(issuing({ basicConstraints: { ca: false } }, 'Not A CA')),
      declare,
    },
    {
      name: 'an issuer that may not sign certificates',
      cause: 'chain-trust/key-usage',
      listeners: everywhere(issuing({ keyUsage: ['digitalSignature'] }, 'Not For Certificates')),
      declare,
    },
  ];
}

function soundArray(
  workshop: Workshop,
): Required<Pick<PlantedFault, 'declare'>> & { readonly sound: Readonly<Record<string, Listening>> } {
  const sound = {
    second: ssl(workshop),
    'second-mtls': mtls(workshop, { names: [secondFqdn] }),
    balancer: ssl(workshop),
  };
  const declare: NonNullable<PlantedFault['declare']> = (place) => {
    const { address, port } = place('balancer');
    return {
      servers: [
        serverAt(serverFqdn, place('https'), place('mtls')),
        serverAt(secondFqdn, place('second'), place('second-mtls')),
      ],
      loadBalancer: { address, port, decryptsTls: true },
    };
  };
  return { sound, declare };
}
