import type { CertificateAuthority } from '../../src/lab/certificate-authority.ts';
import { createAuthority, issueServerCertificate } from '../../src/lab/certificate-authority.ts';
import { makeKeyPair } from '../../src/lab/key-pair.ts';
import { startNginx } from '../estate/nginx.ts';
import type { TemporaryFolder } from '../estate/temporary-folder.ts';

/** Many endpoints behind a few listening ports of one nginx, each with a name of its own. */
export interface Fleet {
  readonly authority: CertificateAuthority;
  readonly endpoints: readonly { readonly host: string; readonly address: string; readonly port: number }[];
  stop(): Promise<void>;
}

/** Starts an nginx with RSA-2048 certificates (a wildcard for all names) that speaks one protocol version. */
export async function startFleet(
  folder: TemporaryFolder,
  options: { readonly protocol: 'TLSv1.2' | 'TLSv1.3'; readonly size: number; readonly now: Date },
): Promise<Fleet> {
  const { protocol, size, now } = options;
  const authority = await createAuthority({ organization: 'Contoso', now });
  const key = await makeKeyPair('rsa-2048');
  const leaf = issueServerCertificate(authority, key, { names: ['*.fleet.contoso.com'] });
  const site = {
    chain: [leaf, authority.intermediate],
    key,
    directives: [`ssl_protocols ${protocol};`, 'ssl_session_tickets off;', 'ssl_session_cache off;'],
  };
  const ports = 10;
  const nginx = await startNginx(folder, new Map(Array.from({ length: ports }, (_, index) => [String(index), site])));
  const endpoints = Array.from({ length: size }, (_, index) => ({
    host: `host-${index}.fleet.contoso.com`,
    address: nginx.address,
    port: nginx.ports.get(String(index % ports)) ?? 0,
  }));
  return { authority, endpoints, stop: () => nginx.stop() };
}
