import type {
  Access,
  NameMatcher,
  PathProfile,
  PolicyId,
  Protocol,
  Role,
  Severity,
  TrustList,
} from '../model/vocabulary.ts';

/**
 * A policy is data: what each role demands, how severe each check is, and the figures the checks compare with.
 * Checks hold no severity and no threshold of their own.
 */
export interface Policy {
  readonly id: PolicyId;
  readonly title: string;
  /** Shown in every report made under this policy. */
  readonly notices: readonly string[];
  readonly roles: Readonly<Partial<Record<Role, RolePolicy>>>;
  /** By check id. A check that is not named is not part of the policy. First rule that fits wins. */
  readonly severities: Readonly<Record<string, readonly SeverityRule[]>>;
  readonly thresholds: Thresholds;
  /** How strictly paths are validated. */
  readonly pathProfile: Exclude<PathProfile, 'strict'>;
}

/** `severity` applies if every condition given fits. `null`: the check can only be `not-observable`. */
export interface SeverityRule {
  readonly severity: Severity | null;
  readonly roles?: readonly Role[];
  /** `both` counts as external. */
  readonly access?: Exclude<Access, 'both'>;
  readonly protocol?: Protocol;
  /** One of the faults that the check declares. */
  readonly fault?: string;
}

/** The same severity in all circumstances. */
export function always(severity: SeverityRule['severity']): readonly SeverityRule[] {
  return [{ severity }];
}

/**
 * One of the topology's names, see `Endpoint.names`. `proxy-or-external-url`: the proxy's FQDN if the outer and the inner
 * URL differ, else the outer URL's host.
 */
export type NameSource = 'url' | 'server' | 'external-url' | 'proxy-or-external-url' | 'dialed';

/** What reports from the field are about: the server's FQDN in the SAN, SHA-512 signatures, one certificate for SSL and MTLS. */
export type FieldNoteTopic = 'server-name' | 'sha-512' | 'single-certificate';

export interface RolePolicy {
  readonly title: string;
  /** What is dialed, in words, for `certmuster roles`. */
  readonly dialed: string;
  /** Decides whether a name matches. The answers of the other matchers are reported and never count. */
  readonly nameMatcher: NameMatcher;
  /** What the subject's CN has to be; undefined: nothing is demanded. */
  readonly subject: NameSource | undefined;
  /** dNSName entries demanded: prefix (`''`, `as.`, `download.`) and the name it stands before. */
  readonly dnsNames: readonly { readonly prefix: string; readonly source: NameSource }[];
  /** Which of a deployment's trust lists; `access`: internal, external or (access both) each of the two. */
  readonly trust: TrustList | 'access' | undefined;
  readonly extendedKeyUsage: {
    /** Dotted OID that has to be there. */
    readonly required: string;
    /** Whether an absent extension passes. */
    readonly absent: 'pass' | 'fail';
    /** OIDs allowed beside it without `extended-key-usage-excess`. */
    readonly allowed: readonly string[];
  };
  readonly keyUsage: {
    /** Bits that have to be there; `negotiated`: what the negotiated key exchange used. */
    readonly required: readonly string[] | 'negotiated';
    readonly absent: 'pass' | 'fail';
    readonly allowed: readonly string[];
    readonly needsRsa: boolean;
  };
  readonly wildcard: 'allowed' | 'forbidden';
  /** Reports from the field that stand beside the rows of the specification in findings, and decide nothing. */
  readonly fieldNotes?: readonly FieldNoteTopic[];
  /** Judged by `client-certificate-request`. */
  readonly asksForClientCertificate: boolean;
  /** Judged by `chain-download`: clients have to install the CA's chain themselves. */
  readonly clientsInstallChain: boolean;
  /** The row of the specification that the role comes from, for `certmuster roles`. */
  readonly citation: string;
  /** The table of the specification whose rows name the fields of the certificate, for `certmuster plan`. */
  readonly table?: string;
  /** The CAs from which the CA of the certificate may differ, and where that stands, for `certmuster plan`. */
  readonly caMayDifferFrom?: { readonly cas: string; readonly section: string };
}

/** Figures. Every one may be overridden per deployment by its name. */
export interface Thresholds {
  /** `expiry-margin`: days the path should outlive now, capped at a third of the leaf's lifetime. */
  readonly expiryMarginDays: number;
  readonly minimumRsaBits: number;
  readonly minimumEcBits: number;
  readonly recommendedRsaBits: number;
  readonly recommendedEcBits: number;
  /** Names from `signatureAlgorithmNames`. */
  readonly forbiddenSignatureAlgorithms: readonly string[];
  readonly deprecatedSignatureAlgorithms: readonly string[];
  /** The oldest protocol that passes `protocol-version`: 0 SSLv3 to 4 TLSv1.3, index into `protocols`. */
  readonly minimumProtocolIndex: number;
  readonly minimumDhBits: number;
  readonly minimumEcdheBits: number;
  /** `clock-skew`: passes up to the first; beyond the second the field is treated as random, as most servers fill it. */
  readonly clockSkewSeconds: number;
  readonly plausibleClockSkewSeconds: number;
  /** `client-certificate-request`: the list of CA names has to stay below both, in bytes. */
  readonly certificateAuthoritiesMarginBytes: number;
  readonly maximumCertificateAuthoritiesBytes: number;
  /** Certificates valid for at most this many days need no revocation pointer. */
  readonly shortLivedDays: number;
  /** `public-trust`: roles whose certificate must not lead to the bundled Mozilla store. Empty: the check does not apply. */
  readonly rolesNeverPubliclyTrusted: readonly string[];
  /** `revocation-status`: the problems that fail it (hard failure); others are reported and do not count. See `revocationProblems`. */
  readonly revocationFailures: readonly string[];
  /** `revocation-status`: hours a CRL or OCSP response should still be valid for, capped at a tenth of its lifetime. */
  readonly revocationMarginHours: number;
}

/**
 * What may go wrong with revocation, in the order of the list: an answer that cannot be trusted (out of date, badly
 * signed), a responder that does not know the certificate, no answer from any pointer, no pointer at all, and an answer
 * that expires soon. A revoked certificate always fails.
 */
export const revocationProblems = ['defective', 'unknown', 'unreachable', 'no-pointer', 'short-margin'] as const;

/** Names that the two lists of signature algorithms may hold: a hash or a padding scheme. */
export const signatureAlgorithmNames = [
  'md2',
  'md4',
  'md5',
  'sha1',
  'ripemd160',
  'sha224',
  'sha256',
  'sha384',
  'sha512',
  'rsassa-pss',
  'dsa',
] as const;
