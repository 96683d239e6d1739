import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';

import {
  type CertificateAuthority,
  createAuthority,
  issueIntermediate,
  issueServerCertificate,
} from '../forge/certificate-authority.ts';
import type { CertificateProfile, ExtraExtension } from '../forge/certificate-profile.ts';
import type { IssuedCertificate } from '../forge/issue-certificate.ts';
import { type KeyPair, makeKeyPair } from '../../src/lab/key-pair.ts';
import type { Certificate } from '../../src/x509/certificate.ts';
import { decodeCertificate } from '../../src/x509/decode-certificate.ts';
import { startWebServer, type WebServer } from '../net/web-server.ts';

/** An authority whose certificates point to a web server on loopback that really stands. */
export interface EvidencePlace {
  readonly authority: CertificateAuthority;
  readonly key: KeyPair;
  readonly web: WebServer;
  /** What is served, by path; without an entry the server answers 404. */
  readonly files: Map<string, Uint8Array | string | RequestListener>;
  url(path: string): string;
  /** An issuing CA below the root. */
  intermediate(changes?: Partial<CertificateProfile>): IssuedCertificate;
  leaf(changes: Partial<CertificateProfile>, issuer?: IssuedCertificate): IssuedCertificate;
  /** Without pointers but those of these extensions. */
  leafWith(extraExtensions: readonly ExtraExtension[]): IssuedCertificate;
}

export async function startEvidencePlace(now: Date): Promise<EvidencePlace> {
  const files = new Map<string, Uint8Array | string | RequestListener>();
  const web = await startWebServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const [, first = ''] = path.split('/');
    const file = files.get(path) ?? files.get(`/${first}/*`);
    if (typeof file === 'function') file(request, response);
    else if (file === undefined) response.writeHead(404).end();
    else response.end(file);
  });
  const authority = await createAuthority({ organization: 'Contoso', now });
  const key = await makeKeyPair('p-256');
  return {
    authority,
    key,
    web,
    files,
    url: (path) => `${web.origin}${path}`,
    intermediate: (changes = {}) => issueIntermediate(authority, key, { organization: 'Contoso', changes }),
    leaf: (changes, issuer = authority.intermediate) =>
      issueServerCertificate(authority, key, {
        names: ['www.contoso.test'],
        issuer,
        changes: { crlUrls: [], issuerUrls: [], ocspUrls: [], ...changes },
      }),
    leafWith: (extraExtensions) =>
      issueServerCertificate(authority, key, {
        names: ['www.contoso.test'],
        changes: { extraExtensions },
        without: ['crlUrls', 'issuerUrls', 'ocspUrls'],
      }),
  };
}

export function decoded({ der }: { readonly der: Uint8Array }): Certificate {
  const certificate = decodeCertificate(der);
  assert.ok(certificate.ok);
  return certificate.value;
}
