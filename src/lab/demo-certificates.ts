import type { CertificateAuthority } from './authority.ts';
import { issueServerCertificate } from './issue-server-certificate.ts';
import { makeKeyPair } from './key-pair.ts';
import type { Presentation } from './tls-listener.ts';

/** The listeners of the demo deployment. */
export type ListenerName =
  | 'cwa01'
  | 'cwa02'
  | 'balancer'
  | 'proxy-outside'
  | 'proxy-inside'
  | 'cwa01-mtls'
  | 'cwa02-mtls';

export type DemoCertificates = Readonly<Record<ListenerName, Presentation>>;

const dayMs = 86_400_000;

/** The names of desktop sharing that come with a virtual server's host. */
export function sharingNames(host: string): readonly string[] {
  return [host, `as.${host}`, `download.${host}`];
}

/** What each listener of the demo presents: sound certificates, and the planted faults. RSA keys, as the role demands. */
export async function issueDemoCertificates(authority: CertificateAuthority): Promise<DemoCertificates> {
  const [arrayKey, outerKey, innerKey, mtlsKey] = await Promise.all([
    makeKeyPair('rsa-2048'),
    makeKeyPair('rsa-2048'),
    makeKeyPair('rsa-2048'),
    makeKeyPair('rsa-2048'),
  ]);
  const names = sharingNames('im.contoso.com');
  const intermediate = authority.intermediate;
  const array = await issueServerCertificate(authority, arrayKey, { names });
  const stale = await issueServerCertificate(authority, arrayKey, { names: names.slice(0, 2) });
  const outer = await issueServerCertificate(authority, outerKey, {
    names: ['proxy.contoso.com', ...sharingNames('chat.contoso.com')],
    // Half a day more, so that it still reads as nine days when it is judged.
    notAfter: new Date(authority.now.getTime() + 9.5 * dayMs),
  });
  const inner = await issueServerCertificate(authority, innerKey, { names, template: 'built-in' });
  const mtls = await issueServerCertificate(authority, mtlsKey, {
    names: ['cwa02.contoso.local'],
    keyUsage: ['digitalSignature'],
  });
  return {
    cwa01: { chain: [array, intermediate], key: arrayKey },
    cwa02: { chain: [stale, intermediate], key: arrayKey },
    balancer: { chain: [array], key: arrayKey },
    'proxy-outside': { chain: [outer, intermediate], key: outerKey },
    'proxy-inside': { chain: [inner, intermediate, authority.root], key: innerKey },
    'cwa01-mtls': { chain: [array, intermediate], key: arrayKey },
    'cwa02-mtls': { chain: [mtls, intermediate], key: mtlsKey },
  };
}
