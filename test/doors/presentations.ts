import { createAuthority, issueServerCertificate } from '../forge/certificate-authority.ts';
import { makeKeyPair } from '../../src/lab/key-pair.ts';
import type { Presentation } from '../../src/lab/tls-listener.ts';

/** The name in the certificates that the servers present. */
export const host = 'door.contoso.com';

/** What servers behind STARTTLS present: leaf and intermediate. */
export interface DoorPki {
  /** PEM of the root. */
  readonly root: string;
  readonly sound: Presentation;
  readonly expired: Presentation;
}

/** Makes a PKI as of now. */
export async function createDoorPki(): Promise<DoorPki> {
  const now = new Date();
  const [authority, key] = await Promise.all([
    createAuthority({ organization: 'Contoso', now }),
    makeKeyPair('rsa-2048'),
  ]);
  const daysAgo = (days: number): Date => new Date(now.getTime() - days * 86_400_000);
  const present = (changes: Parameters<typeof issueServerCertificate>[2]): Presentation => ({
    chain: [issueServerCertificate(authority, key, changes), authority.intermediate],
    key,
  });
  return {
    root: authority.root.pem,
    sound: present({ names: [host] }),
    expired: present({ names: [host], changes: { notBefore: daysAgo(100), notAfter: daysAgo(1) } }),
  };
}

/** The chain as reports have it. */
export function derOf({ chain }: Presentation): readonly string[] {
  return chain.map(({ der }) => Buffer.from(der).toString('base64'));
}
