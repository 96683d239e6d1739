import { type KeyPair, makeKeyPair } from '../../../src/lab/key-pair.ts';
import { sharingNames } from '../../../src/lab/demo-certificates.ts';
import {
  type CertificateAuthority,
  createAuthority,
  issueServerCertificate,
} from '../../forge/certificate-authority.ts';
import { type CertificateProfile, clientAuth, serverAuth } from '../../forge/certificate-profile.ts';

const dayMs = 86_400_000;

/** What a server presents, in PEM. */
export interface Presented {
  readonly chain: readonly string[];
  readonly key: string;
}

export interface SceneCertificates {
  readonly root: string;
  readonly listeners: Readonly<
    Record<
      'array' | 'outer' | 'shortcut' | 'inner' | 'mtls01' | 'mtls02' | 'meetInside' | 'meetOutside' | 'relay',
      Presented
    >
  >;
  readonly broker: Presented;
  /** Of whoever uses the broker, by user. */
  readonly users: Readonly<Record<'scanner' | 'outside' | 'dmz', Presented>>;
}

/** Sound certificates of a deployment with a proxy of two URLs, and five faults that show from one side only. */
export async function issueSceneCertificates(now: Date): Promise<SceneCertificates> {
  const [authority, key, outerKey, mtlsKey, otherKey] = (await Promise.all([
    createAuthority({ organization: 'Contoso', now }),
    ...Array.from({ length: 4 }, () => makeKeyPair('rsa-2048')),
  ])) as [CertificateAuthority, KeyPair, KeyPair, KeyPair, KeyPair];
  const issue = (own: KeyPair, names: readonly string[], changes: Partial<CertificateProfile> = {}): Presented => ({
    chain: [issueServerCertificate(authority, own, { names, changes }).pem, authority.intermediate.pem],
    key: own.pem,
  });
  const daysAgo = (days: number): Date => new Date(now.getTime() - days * dayMs);
  const cwa = sharingNames('cwa.contoso.com');
  const outer = ['proxy.contoso.com', ...sharingNames('im.contoso.com')];
  const meet = sharingNames('meet.contoso.com');
  return {
    root: authority.root.pem,
    listeners: {
      array: issue(key, cwa),
      // Seen by clients outside only: inside, the name leads past the proxy's outer interface.
      outer: issue(outerKey, outer, { notAfter: daysAgo(3) }),
      shortcut: issue(otherKey, outer),
      inner: issue(key, sharingNames('old.contoso.com')),
      mtls01: issue(mtlsKey, ['cwa01.contoso.local']),
      mtls02: issue(mtlsKey, ['cwa02.contoso.local'], { notAfter: daysAgo(5) }),
      // One listener by the topology; outside it still has the certificate before the renewal.
      meetInside: issue(otherKey, meet, { notBefore: daysAgo(2) }),
      meetOutside: issue(otherKey, meet),
      relay: issue(otherKey, ['relay.contoso.com'], { notAfter: daysAgo(9) }),
    },
    broker: issue(otherKey, ['mq.contoso.com'], {
      ipAddresses: ['10.0.1.6', '10.0.1.7', '203.0.113.11'],
      extendedKeyUsage: [serverAuth],
    }),
    users: {
      scanner: issue(otherKey, ['scanner'], { extendedKeyUsage: [clientAuth] }),
      outside: issue(otherKey, ['outside'], { extendedKeyUsage: [clientAuth] }),
      dmz: issue(otherKey, ['dmz'], { extendedKeyUsage: [clientAuth] }),
    },
  };
}
