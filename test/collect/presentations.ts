import { createAuthority } from '../../src/lab/authority.ts';
import { issueServerCertificate } from '../../src/lab/issue-server-certificate.ts';
import { type KeyKind, makeKeyPair } from '../../src/lab/key-pair.ts';
import type { Presentation } from '../../src/lab/tls-listener.ts';

export const host = 'www.contoso.test';

export type Present = (kind: KeyKind, names?: readonly string[]) => Promise<Presentation>;

/** A fresh authority, and a way to have it issue what a server presents: leaf and intermediate. */
export async function createPresenter(): Promise<Present> {
  const authority = await createAuthority({ organization: 'Contoso', now: new Date() });
  return async (kind, names = [host]) => {
    const key = await makeKeyPair(kind);
    return { chain: [await issueServerCertificate(authority, key, { names }), authority.intermediate], key };
  };
}

/** The chain's DER, to compare with what was observed. */
export function ders({ chain }: Presentation): readonly Buffer[] {
  return chain.map(({ der }) => Buffer.from(der));
}
