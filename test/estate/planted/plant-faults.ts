import { X509Certificate } from 'node:crypto';
import { rootCertificates } from 'node:tls';

import { createAuthority } from '../../forge/certificate-authority.ts';
import type { KeyPair } from '../../../src/lab/key-pair.ts';
import { sharingNames } from '../../../src/lab/demo-certificates.ts';
import { keyPairOf, randomPrime } from '../../weak-key-pairs.ts';
import { sslPresentation } from '../contoso.ts';
import { borrowedCertificate } from '../scripted/peers.ts';
import { connectionFaults } from './connection-faults.ts';
import { deploymentFaults } from './deployment-faults.ts';
import {
  type Listening,
  mtls,
  nginx,
  type PlantedFault,
  type PlantedTarget,
  serverAt,
  ssl,
  type Workshop,
} from './fault.ts';
import { pathFaults } from './path-faults.ts';
import { revocationFaults } from './revocation-faults.ts';
import { specificationFaults } from './specification-faults.ts';

/** The sound listeners, of whom every deployment takes what it does not spoil. */
export function soundListeners(workshop: Workshop): Readonly<Record<'https' | 'mtls', Listening>> {
  return { https: ssl(workshop), mtls: mtls(workshop) };
}

/** A sound deployment, and one fault for every check that can fail over the wire today. */
export async function plantFaults(workshop: Workshop): Promise<readonly PlantedFault[]> {
  return [
    soundDeployment(workshop),
    ...specificationFaults(workshop),
    await unknownRoot(workshop),
    publicCertificate(),
    ...pathFaults(workshop),
    ...connectionFaults(workshop),
    ...revocationFaults(workshop),
    ...deploymentFaults(workshop),
  ];
}

/** Faults that need another policy than the deployment's. */
export function plantTargets(workshop: Workshop): readonly PlantedTarget[] {
  const prime = randomPrime(1_024);
  return [
    ...strangers(workshop, ['www.adatum.com', 'mail.fabrikam.com'], () => workshop.contoso.keys.rsa2048),
    ...strangers(workshop, ['www.tailspintoys.com', 'www.wingtiptoys.com'], () => keyPairOf(prime, randomPrime(1_024))),
    {
      name: 'name-match',
      listener: ssl(workshop),
      target: { host: 'www.contoso.com', role: 'server', policy: 'tls-server', trust: ['contoso'] },
    },
    {
      // No lab can issue a publicly trusted certificate: a bundled root shown as a leaf is one.
      name: 'certificate-lifetime',
      listener: { by: 'script', script: borrowedCertificate(bundledRoot('ISRG Root X1')) },
      target: { host: 'public.contoso.com', role: 'mtls', policy: 'cwa-2007-r2', trust: ['public'] },
    },
  ];
}

/** Hosts that have nothing to do with each other, each with a certificate of its own. */
function strangers(workshop: Workshop, hosts: readonly string[], keyOf: () => KeyPair): readonly PlantedTarget[] {
  return hosts.map((host) => ({
    name: host,
    listener: ssl(workshop, { names: [host], key: keyOf() }),
    target: { host, role: 'server', policy: 'tls-server', trust: ['contoso'] },
  }));
}

/** A role that is to be private, and shows a public root as its own certificate. */
function publicCertificate(): PlantedFault {
  return {
    name: 'public-trust',
    listeners: { mtls: { by: 'script', script: borrowedCertificate(bundledRoot('ISRG Root X1')) } },
    thresholds: { rolesNeverPubliclyTrusted: ['mtls'] },
  };
}

function bundledRoot(commonName: string): Uint8Array {
  const found = rootCertificates
    .map((pem) => new X509Certificate(pem))
    .find(({ subject }) => subject.includes(commonName));
  if (found === undefined) throw new Error(`Node bundles no ${commonName}`);
  return new Uint8Array(found.raw);
}

/** Two servers, a load balancer and both sides of a proxy whose URLs differ: nothing of it may fail. */
function soundDeployment(workshop: Workshop): PlantedFault {
  const outside = sslPresentation(workshop.contoso, {
    names: ['proxy.contoso.com', ...sharingNames('chat.contoso.com')],
  });
  return {
    name: 'sound',
    listeners: {
      outside: nginx(outside),
      second: ssl(workshop),
      'second-mtls': mtls(workshop, { names: ['cwa02.contoso.local'] }),
    },
    declare: (place) => ({
      servers: [
        serverAt('cwa01.contoso.local', place('https'), place('mtls')),
        serverAt('cwa02.contoso.local', place('second'), place('second-mtls')),
      ],
      loadBalancer: place('https'),
      reverseProxy: {
        fqdn: 'proxy.contoso.com',
        external: { url: 'https://chat.contoso.com', ...place('outside') },
        internal: place('second'),
      },
    }),
  };
}

async function unknownRoot(workshop: Workshop): Promise<PlantedFault> {
  const stranger = await createAuthority({ organization: 'Fabrikam', now: workshop.contoso.authority.now });
  return { name: 'chain-trust', listeners: { mtls: mtls(workshop, { issuer: stranger.intermediate }) } };
}
