import { sharingNames } from '../../../src/lab/demo-certificates.ts';
import { serverFqdn, sslPresentation, urlHost, urlNames } from '../contoso.ts';
import { askingForClients, mtls, nginx, type PlantedFault, serverAt, ssl, type Workshop } from './fault.ts';

/** Faults that no endpoint shows alone. */
export function deploymentFaults(workshop: Workshop): readonly PlantedFault[] {
  const { contoso } = workshop;
  const both = sslPresentation(contoso, { names: [...urlNames, ...sharingNames('chat.contoso.com')] });
  const alias = sslPresentation(contoso, { names: sharingNames('alias.contoso.com') });
  return [
    {
      name: 'load-balancer-decryption',
      declare: (place) => ({ access: 'external', loadBalancer: { ...place('https'), decryptsTls: false } }),
    },
    {
      name: 'interface-certificates',
      listeners: { proxy: nginx(both) },
      declare: (place) => ({
        reverseProxy: {
          fqdn: urlHost,
          external: { url: 'https://chat.contoso.com', ...place('proxy') },
          internal: place('proxy'),
        },
      }),
    },
    {
      name: 'array-consistency',
      listeners: {
        second: ssl(workshop, { names: [...urlNames, 'www.contoso.com'] }),
        'second-mtls': mtls(workshop, { names: ['cwa02.contoso.local'] }),
      },
      declare: (place) => ({
        servers: [
          serverAt(serverFqdn, place('https'), place('mtls')),
          serverAt('cwa02.contoso.local', place('second'), place('second-mtls')),
        ],
      }),
    },
    {
      name: 'alias-addresses',
      listeners: { https: nginx(alias) },
      declare: () => ({ url: 'https://alias.contoso.com' }),
    },
    {
      name: 'single-certificate',
      listeners: { mtls: nginx(sslPresentation(contoso), askingForClients(workshop.rootFile)) },
      declare: (place) => ({ servers: [serverAt(serverFqdn, place('mtls'), place('mtls'))] }),
    },
    { name: 'mtls-coverage', listeners: { mtls: { by: 'nobody' } } },
  ];
}
