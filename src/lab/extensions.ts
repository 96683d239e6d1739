import { x509 } from '../x509/x509-package.ts';

export type KeyUsage = keyof typeof x509.KeyUsageFlags;

/** A critical keyUsage extension. */
export function keyUsages(...usages: readonly KeyUsage[]): x509.Extension {
  const flags = usages.reduce((sum, usage) => sum | x509.KeyUsageFlags[usage], 0);
  return new x509.KeyUsagesExtension(flags, true);
}

/** Where an outsider would look for the issuer and its CRL. Nothing listens there, and nothing is ever fetched from it. */
export function pointers(issuer: 'root' | 'issuing'): readonly x509.Extension[] {
  return [
    new x509.CRLDistributionPointsExtension([`http://pki.contoso.com/${issuer}.crl`]),
    new x509.AuthorityInfoAccessExtension({ caIssuers: [`http://pki.contoso.com/${issuer}.crt`] }),
  ];
}

/** The certificate template that AD CS names: the built-in Web Server template, or a duplicate of it. */
export type Template = 'built-in' | 'duplicate';

/** [MS-WCCE] §2.2.2.7.7: a version 1 template goes by its name, a duplicate (version 2) by an OID of the forest. */
export function templateExtension(template: Template): x509.Extension {
  const { oid, hex } = templates[template];
  return new x509.Extension(oid, false, Buffer.from(hex, 'hex'));
}

const templates = {
  /** BMPString `WebServer`. */
  'built-in': { oid: '1.3.6.1.4.1.311.20.2', hex: '1e12005700650062005300650072007600650072' },
  /** 1.3.6.1.4.1.311.21.8.14314111.5759319.7095462.1403641.2020894.35.13356789.8146407, version 100.1. */
  duplicate: {
    oid: '1.3.6.1.4.1.311.21.7',
    hex: '302c06242b060104018237150886e9d47f82dfc25783b18926d5d579fbac1e2386af9d7583f19b67020164020101',
  },
} as const;
