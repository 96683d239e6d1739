/**
 * Everything that a forged certificate can be made to say, right or wrong. What is left out is left out of the
 * certificate as well; sensible wholes are put together by `certificate-authority`.
 */
export interface CertificateProfile {
  /** Distinguished name, one attribute an entry, in the order of encoding: `[{ O: 'Contoso' }, { CN: 'im.contoso.com' }]`. */
  readonly subject: SubjectName;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Default 3. Version 1 has no extensions, whatever is asked for. */
  readonly version?: 1 | 2 | 3;
  /** Content octets of the serial number; default: a hash of the rest of the certificate. */
  readonly serialNumber?: Uint8Array;
  /** Default `sha256`; the kind of signature follows from the issuer's key. */
  readonly signatureAlgorithm?: SignatureAlgorithm;
  readonly basicConstraints?: { readonly ca: boolean; readonly pathLength?: number };
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly string[];
  readonly uris?: readonly string[];
  readonly emailAddresses?: readonly string[];
  readonly keyUsage?: readonly KeyUsageBit[];
  /** Dotted OIDs. */
  readonly extendedKeyUsage?: readonly string[];
  /** `derived`: from the key; bytes: these. */
  readonly subjectKeyIdentifier?: 'derived' | Uint8Array;
  /** `derived`: from the issuer's key; bytes: these. */
  readonly authorityKeyIdentifier?: 'derived' | Uint8Array;
  readonly crlUrls?: readonly string[];
  readonly ocspUrls?: readonly string[];
  /** AIA caIssuers. */
  readonly issuerUrls?: readonly string[];
  /** 1.3.6.1.4.1.311.20.2, the name of a version 1 template such as `WebServer`. */
  readonly templateName?: string;
  /** 1.3.6.1.4.1.311.21.7, the OID of a version 2 template; major version 100, minor version 1. */
  readonly templateOid?: string;
  /** Appended as they are: malformed ones, duplicates, unknown critical ones. */
  readonly extraExtensions?: readonly ExtraExtension[];
}

/** A value starting with `bmp:` is written as a BMPString, others as PrintableString where they may be one, else as UTF-8. */
export type SubjectName = readonly Readonly<Record<string, string>>[];

export type SignatureAlgorithm = 'sha256' | 'sha384' | 'sha512' | 'sha1' | 'md5' | 'rsassa-pss-sha256';

export const keyUsageBits = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
] as const;
export type KeyUsageBit = (typeof keyUsageBits)[number];

export interface ExtraExtension {
  readonly oid: string;
  readonly critical?: boolean;
  /** Content of extnValue. */
  readonly value: Uint8Array;
}

export const serverAuth = '1.3.6.1.5.5.7.3.1';
export const clientAuth = '1.3.6.1.5.5.7.3.2';
export const codeSigning = '1.3.6.1.5.5.7.3.3';
