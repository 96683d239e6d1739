import { clientAuth, codeSigning, serverAuth } from '../../forge/certificate-profile.ts';
import { urlHost, urlNames } from '../contoso.ts';
import { mtls, type PlantedFault, ssl, type Workshop } from './fault.ts';

/** Faults against the rows of the requirement. */
export function specificationFaults(workshop: Workshop): readonly PlantedFault[] {
  return [
    {
      name: 'subject-name',
      listeners: { https: ssl(workshop, { changes: { subject: [{ CN: 'www.contoso.com' }] } }) },
    },
    {
      name: 'subject-name-ambiguous',
      listeners: { https: ssl(workshop, { changes: { subject: [{ CN: 'www.contoso.com' }, { CN: urlHost }] } }) },
    },
    { name: 'subject-alternative-names', listeners: { https: ssl(workshop, { names: urlNames.slice(0, 2) }) } },
    { name: 'certificate-version', listeners: { mtls: mtls(workshop, { changes: { version: 1 } }) } },
    { name: 'extended-key-usage', listeners: { https: ssl(workshop, { without: ['extendedKeyUsage'] }) } },
    {
      name: 'extended-key-usage client only',
      listeners: { mtls: mtls(workshop, { changes: { extendedKeyUsage: [clientAuth] } }) },
    },
    {
      name: 'extended-key-usage-excess',
      listeners: { mtls: mtls(workshop, { changes: { extendedKeyUsage: [serverAuth, codeSigning] } }) },
    },
    { name: 'key-usage', listeners: { https: ssl(workshop, { changes: { keyUsage: ['digitalSignature'] } }) } },
    {
      name: 'key-usage-excess',
      listeners: {
        mtls: mtls(workshop, { changes: { keyUsage: ['digitalSignature', 'keyEncipherment', 'dataEncipherment'] } }),
      },
    },
    {
      name: 'web-server-template',
      listeners: { https: ssl(workshop, { changes: { templateName: 'WebServer' }, without: ['templateOid'] }) },
    },
  ];
}
