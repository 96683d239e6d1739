import type { Result } from '../../model/result.ts';
import type {
  AlgorithmIdentifier,
  AuthorityKeyIdentifier,
  DecodeError,
  Decoded,
  DistributionPoint,
  EncodingOddity,
  GeneralName,
  Name,
  RawExtension,
  SerialNumber,
} from '../certificate.ts';

/** A decoded certificate revocation list (RFC 5280 §5): plain readonly data; entries are read when they are looked up. */
export interface CertificateRevocationList {
  readonly der: Uint8Array;
  /** 1 or 2; version 1 has no extensions. */
  readonly version: number;
  /** The algorithm inside tbsCertList and the one outside it. Room `pki` judges whether they are equal. */
  readonly tbsSignatureAlgorithm: AlgorithmIdentifier;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly issuer: Name;
  readonly thisUpdate: Date;
  /** Undefined: absent, which RFC 5280 §5.1.2.5 forbids. */
  readonly nextUpdate: Date | undefined;
  readonly tbs: Uint8Array;
  readonly signature: Uint8Array;
  readonly rawExtensions: readonly RawExtension[];
  readonly extensions: CrlExtensions;
  readonly revoked: RevokedCertificates;
  readonly oddities: readonly EncodingOddity[];
}

/** The extensions of a CRL that we read (RFC 5280 §5.2). */
export interface CrlExtensions {
  readonly authorityKeyIdentifier: Decoded<AuthorityKeyIdentifier>;
  /** Lower-case hexadecimal of the INTEGER's content octets. */
  readonly crlNumber: Decoded<string>;
  /** Number of the base CRL, as `crlNumber`; present: this is a delta CRL. */
  readonly deltaCrlIndicator: Decoded<string>;
  readonly issuingDistributionPoint: Decoded<IssuingDistributionPoint>;
  readonly freshestCrl: Decoded<readonly DistributionPoint[]>;
}

/** RFC 5280 §5.2.5: which of an issuer's certificates a CRL covers. */
export interface IssuingDistributionPoint {
  readonly fullName: readonly GeneralName[] | undefined;
  /** DER of nameRelativeToCRLIssuer. */
  readonly relativeName: Uint8Array | undefined;
  readonly onlyContainsUserCertificates: boolean;
  readonly onlyContainsCaCertificates: boolean;
  readonly onlyContainsAttributeCertificates: boolean;
  /** Reason bits, lower-case hex of the content; undefined: all reasons. */
  readonly onlySomeReasons: string | undefined;
  readonly isIndirect: boolean;
}

/** The entries of a CRL. They stay bytes; an entry is decoded when it is looked up. */
export interface RevokedCertificates {
  readonly count: number;
  /** OIDs of critical entry extensions that we do not process, each once (RFC 5280 §5.3: the CRL must not be used). */
  readonly unhandledCriticalExtensions: readonly string[];
  /** The first entry with this serial number, and with `issuers` of this issuer; undefined: not listed. */
  readonly find: (
    serialNumber: SerialNumber,
    issuers?: EntryIssuers,
  ) => Result<RevokedCertificate | undefined, DecodeError>;
}

/** Whose certificate is looked up, and whose the entries of a CRL are about unless they name another (RFC 5280 §5.3.3). */
export interface EntryIssuers {
  readonly certificate: Name;
  readonly crl: Name;
}

export interface RevokedCertificate {
  readonly serialNumber: SerialNumber;
  readonly revocationDate: Date;
  /** Undefined: no reason code given. */
  readonly reason: RevocationReason | undefined;
  readonly invalidityDate: Date | undefined;
  /** Indirect CRLs only. An entry without it has that of the last entry before it that has one. */
  readonly certificateIssuer: readonly GeneralName[] | undefined;
}

/** CRLReason (RFC 5280 §5.3.1), in the order of their numbers; 7 is not used. */
export const revocationReasons = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'unused',
  'removeFromCRL',
  'privilegeWithdrawn',
  'aACompromise',
] as const;
export type RevocationReason = (typeof revocationReasons)[number];
