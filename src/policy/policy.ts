import type { ParameterDocument, PolicyDocument } from '../model/policy-document.ts';
import type { fieldNoteTopics, keyKinds } from '../model/role-document.ts';
import type {
  Access,
  NameMatcher,
  PathProfile,
  PolicyId,
  Protocol,
  RequestFormat,
  Role,
  Severity,
} from '../model/vocabulary.ts';

/** Kinds of public keys. */
export type KeyKind = (typeof keyKinds)[number];

/**
 * A policy is data: what each role demands, how severe each check is, and the figures the checks compare with.
 * Checks hold no severity and no threshold of their own.
 */
export interface Policy {
  readonly id: PolicyId;
  readonly title: string;
  /** Shown in every report made under this policy. */
  readonly notices: readonly string[];
  readonly roles: Readonly<Record<Role, RolePolicy>>;
  /** How deployments of the policy are declared: as virtual servers, by parameters, or not at all. */
  readonly topology: 'cwa' | Readonly<Record<string, ParameterDocument>> | undefined;
  /** What the servers make certificate requests with. */
  readonly requestFormat: RequestFormat;
  /** By check id. A check that is not named is not part of the policy. First rule that fits wins. */
  readonly severities: Readonly<Record<string, readonly SeverityRule[]>>;
  readonly thresholds: Thresholds;
  /** How strictly paths are validated. */
  readonly pathProfile: Exclude<PathProfile, 'strict'>;
  /** What it is made of, weakest first, so that a saved run can be judged without the files it came from. */
  readonly documents: readonly [PolicyDocument, ...PolicyDocument[]];
  /** What binds certificates issued from a day on (milliseconds since 1970), oldest first; each with all before it. */
  readonly dated: readonly { readonly from: number; readonly policy: Policy }[];
}

/** `severity` applies if every condition given fits. `null`: the check can only be `not-observable`; `off`: it is not part of the policy there. */
export interface SeverityRule {
  readonly severity: Severity | null | 'off';
  readonly roles?: readonly Role[];
  /** `both` counts as external. */
  readonly access?: Exclude<Access, 'both'>;
  readonly protocol?: Protocol;
  /** One of the faults that the check declares. */
  readonly fault?: string;
}

/** What reports from the field are about: the server's FQDN in the SAN, SHA-512 signatures, one certificate for SSL and MTLS. */
export type FieldNoteTopic = (typeof fieldNoteTopics)[number];

/** Whether something has to be there, must not be there, or is free. */
export type Presence = 'required' | 'forbidden' | 'free';

/** Names of one purpose by their kinds: templates in a policy, texts in what a role expects of one endpoint. */
export interface NamesByKind {
  readonly dns: readonly string[];
  readonly ip: readonly string[];
  readonly uri: readonly string[];
  readonly email: readonly string[];
}

export type NameKind = keyof NamesByKind;

/** What one role demands of a certificate and the place that presents it. Names are templates over the topology. */
export interface RolePolicy {
  readonly title: string;
  /** What is dialed, in words, for `certmuster roles`. */
  readonly dialed: string;
  /** Decides whether a name matches. The answers of the other matchers are reported and never count. */
  readonly nameMatcher: NameMatcher;
  /** What the subject's CN has to be, one of these; empty: nothing is demanded. */
  readonly commonNames: readonly string[];
  /** SAN entries demanded. */
  readonly requiredNames: NamesByKind;
  /** SAN entries that may stand beside those demanded; a kind without a list is free. */
  readonly allowedNames: Partial<NamesByKind>;
  readonly forbiddenNames: NamesByKind;
  /** A list: the only names in whose place a wildcard may stand. */
  readonly wildcard: 'allowed' | 'forbidden' | readonly string[];
  readonly trust: {
    /** Which of a deployment's trust lists; `access`: internal, external or (access both) each of the two, as does undefined; a target has stores of its own. */
    readonly list: string | undefined;
    /** Names of stores, if neither target nor deployment declares any. */
    readonly stores: readonly string[] | undefined;
    readonly publiclyTrusted: Presence;
  };
  /** Dotted OIDs. */
  readonly extendedKeyUsage: {
    /** All of these have to be there. */
    readonly required: readonly string[];
    /** One of these has to be there; empty: nothing is demanded. */
    readonly oneOf: readonly string[];
    /** May be there without `extended-key-usage-excess`. */
    readonly allowed: readonly string[];
    readonly forbidden: readonly string[];
    /** Whether an absent extension passes. */
    readonly absent: 'pass' | 'fail';
  };
  readonly keyUsage: {
    /** Bits that have to be there; `negotiated`: what the negotiated key exchange used. */
    readonly required: readonly string[] | 'negotiated';
    /** One of these bits has to be there; empty: nothing is demanded. */
    readonly oneOf: readonly string[];
    readonly absent: 'pass' | 'fail';
    readonly allowed: readonly string[];
    readonly needsRsa: boolean;
  };
  /** Undefined: free. */
  readonly key: {
    readonly types: readonly KeyKind[] | undefined;
    readonly curves: readonly string[] | undefined;
    /** Sizes of RSA keys, in bits. */
    readonly rsaBits: readonly number[] | undefined;
  };
  /** Hashes and schemes that signatures may use; undefined: those that no threshold forbids. */
  readonly allowedSignatureAlgorithms: readonly string[] | undefined;
  /** In days; undefined: free. */
  readonly lifetime: { readonly maximumDays: number | undefined; readonly minimumDays: number | undefined };
  /** Judged by `client-certificate-request`. */
  readonly clientCertificate: Presence;
  /** Roles by what they have to share, or must not, with this one; undefined: nothing. */
  readonly sharing: Sharing | undefined;
  /** The role whose endpoints decrypt TLS; undefined: the place itself may. */
  readonly endsAt: string | undefined;
  /** Certificate templates by name (version 1) or OID (version 2). */
  readonly template: { readonly forbidden: readonly string[]; readonly required: readonly string[] };
  /** Pointers of the leaf. */
  readonly pointers: { readonly crl: Presence; readonly ocsp: Presence; readonly issuer: Presence };
  /** Demands that cannot be seen over TLS, each with how to verify it. */
  readonly notVisible: readonly NotVisible[];
  /** Judged by `chain-download`: clients have to install the CA's chain themselves. */
  readonly clientsInstallChain: boolean;
  /** Reports from the field that stand beside the rows of the specification in findings, and decide nothing. */
  readonly fieldNotes: readonly FieldNoteTopic[];
  /** Where the role's demands stand, for `certmuster roles`. */
  readonly source: string;
  /** Where the demands of a group stand, if not at `source`: by the group's key. */
  readonly sources: Readonly<Record<string, string>>;
  /** What the role changes of the policy's figures. */
  readonly thresholds: Partial<Thresholds>;
  /** Which endpoints a deployment has in this role. */
  readonly dial: readonly DialRule[];
  readonly access: Access | undefined;
  /** On which side clients reach it directly; undefined: the trust list says it. */
  readonly site: Access | undefined;
  /** The table of the specification whose rows name the fields of the certificate, for `certmuster plan`. */
  readonly table: string | undefined;
  /** The CAs from which the CA of the certificate may differ, and where that stands, for `certmuster plan`. */
  readonly caMayDifferFrom: { readonly cas: string; readonly section: string } | undefined;
  /** What makes the certificate itself, so that none is to be requested; undefined: nothing does. */
  readonly madeBy: string | undefined;
}

export interface Sharing {
  readonly sameKeyAs: readonly string[];
  readonly sameCertificateAs: readonly string[];
  readonly sameIssuerAs: readonly string[];
  readonly sameSubjectAs: readonly string[];
  readonly differentKeyFrom: readonly string[];
  /** What `DialRule.as` calls the element of the topology to compare within; undefined: the deployment. */
  readonly within: string | undefined;
}

export interface NotVisible {
  readonly demand: string;
  readonly verify: string;
  readonly source: string;
}

/** One endpoint for each element of a list, and for each text that `host` stands for. */
export interface DialRule {
  readonly each: string | undefined;
  readonly as: string | undefined;
  readonly host: string;
  readonly address: string | undefined;
  readonly lookup: string | undefined;
  /** Undefined: the usual one of what is spoken before TLS. */
  readonly port: number | string | undefined;
  /** What is spoken before TLS, `none`, or a template; undefined: TLS begins at once. */
  readonly startTls: string | undefined;
  readonly sendsServerName: boolean;
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
