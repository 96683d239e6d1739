import { createHash } from 'node:crypto';

import { makeKeyPair } from '../../src/lab/key-pair.ts';
import type { PresentedCertificate, Presentation } from '../../src/lab/tls-listener.ts';
import { embedded, policies, reservedPolicies, timestamp, timestampList } from '../checks/public-leaf.ts';
import { ocspResponse } from '../estate/ocsp-response.ts';
import type { TemporaryFolder } from '../estate/temporary-folder.ts';
import { createAuthority, issueServerCertificate } from '../forge/certificate-authority.ts';

const dayMs = 86_400_000;

/** Names of the servers by what they present. */
export type ServerName = 'www' | 'mail' | 'shop' | 'old' | 'cwa01';

/** The certificates of the machines that the tables of `docs/coming-from.md` speak of. */
export interface ContosoCertificates {
  readonly presented: Readonly<Record<ServerName, Presentation>>;
  /** DER of the OCSP response that www staples. */
  readonly staple: Uint8Array;
  /** The root that everyone trusts; all but `cwa01` are below it. */
  readonly publicRoot: PresentedCertificate;
  /** The root of the company: `cwa01` is below it. */
  readonly privateRoot: PresentedCertificate;
  /** The one root in the form of `--trust-data`. */
  readonly trustData: string;
}

/** Issues them as of now: www, mail and cwa01 are sound; shop expires in 9 days, old expired yesterday. */
export async function issueContosoCertificates(folder: TemporaryFolder): Promise<ContosoCertificates> {
  const now = new Date();
  const [everyone, company, key] = await Promise.all([
    createAuthority({ organization: 'Fabrikam Trust', now }),
    createAuthority({ organization: 'Contoso', now }),
    makeKeyPair('rsa-2048'),
  ]);
  const publicly = (name: string, daysLeft: number): Presentation => {
    const notAfter = new Date(now.getTime() + daysLeft * dayMs);
    const notBefore = new Date(notAfter.getTime() - 90 * dayMs);
    const timestamps = timestampList(timestamp(1, notBefore), timestamp(2, notBefore));
    const extraExtensions = [policies(reservedPolicies.dv), embedded(timestamps)];
    const changes = { subject: [{ CN: name }], notBefore, notAfter, extraExtensions };
    return { chain: [issueServerCertificate(everyone, key, { names: [name], changes }), everyone.intermediate], key };
  };
  const cwa01 = issueServerCertificate(company, key, { names: ['cwa01.contoso.local'] });
  const presented = {
    www: publicly('www.contoso.com', 60.5),
    mail: publicly('mail.contoso.com', 70.5),
    shop: publicly('shop.contoso.com', 9.5),
    old: publicly('old.contoso.com', -1),
    cwa01: { chain: [cwa01, company.intermediate], key },
  };
  return {
    presented,
    staple: ocspResponse(folder, { leaf: presented.www.chain[0], issuer: everyone.intermediate }),
    publicRoot: everyone.root,
    privateRoot: company.root,
    trustData: trustDataOf(everyone.root.der, now),
  };
}

function trustDataOf(root: Uint8Array, now: Date): string {
  const der = Buffer.from(root);
  const sha256 = createHash('sha256').update(der).digest('hex');
  const roots = [{ name: 'Fabrikam Trust', sha256, distrustAfter: null, der: der.toString('base64') }];
  return JSON.stringify({ source: 'tests', version: '9.9', date: now.toISOString().slice(0, 10), roots });
}
