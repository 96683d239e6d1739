import { daysFromNow, serverFqdn, urlNames } from '../contoso.ts';
import { mtls, type PlantedFault, serverAt, ssl, type Workshop } from './fault.ts';

const secondFqdn = 'cwa02.contoso.local';

/** Mistakes that administrators make every year, in an array of two servers behind a load balancer, and the one cause of each. */
export function fiveMistakes(workshop: Workshop): readonly (PlantedFault & { readonly cause: string })[] {
  const { contoso } = workshop;
  const sound = {
    second: ssl(workshop),
    'second-mtls': mtls(workshop, { names: [secondFqdn] }),
    balancer: ssl(workshop),
  };
  const declare: PlantedFault['declare'] = (place) => {
    const { address, port } = place('balancer');
    return {
      servers: [
        serverAt(serverFqdn, place('https'), place('mtls')),
        serverAt(secondFqdn, place('second'), place('second-mtls')),
      ],
      loadBalancer: { address, port, decryptsTls: true },
    };
  };
  const old = { notBefore: daysFromNow(contoso, -400), notAfter: daysFromNow(contoso, -15) };
  return [
    {
      name: 'an expired certificate on one member of the array',
      cause: 'validity-period/expired',
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
