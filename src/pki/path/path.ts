import type { Result } from '../../model/result.ts';
import type { PathProfile } from '../../model/vocabulary.ts';
import type { Certificate, Name } from '../../x509/certificate.ts';

/** A named set of anchors. Every certificate in it is an anchor, self-signed or not. */
export interface TrustStore {
  readonly name: string;
  /** Where it came from: file names, or `Mozilla, NSS 2.86, bundled`. */
  readonly source: string;
  readonly date: string | null;
  /** SHA-256 fingerprints of all anchors, in order. */
  readonly fingerprints: readonly string[];
  /** DER of all anchors, in the order of `fingerprints`. */
  readonly anchors: readonly Uint8Array[];
  /** By fingerprint of the anchor: below it, a leaf whose notBefore is later than this instant (ISO 8601) is not trusted. */
  readonly distrustAfter: Readonly<Record<string, string>>;
  /** Anchors whose subject equals this name (RFC 5280 §7.1). */
  readonly findBySubject: (subject: Name) => readonly Certificate[];
  /** The anchor with this fingerprint. */
  readonly findByFingerprint: (sha256: string) => Certificate | undefined;
}

export interface PathRequest {
  readonly leaf: Certificate;
  /** Presented and fetched certificates, leaf excluded or not, in any order. */
  readonly candidates: readonly Certificate[];
  readonly store: TrustStore;
  /** Judged at this instant, floored to whole seconds. */
  readonly at: Date;
  readonly profile: PathProfile;
  /** EKU that the leaf and every CA with an EKU extension must allow; undefined: not asked. */
  readonly purpose: string | undefined;
  /** The name dialed, so that a CN used as a name is constrained too (`rfc5280`); undefined: not asked. */
  readonly host: string | undefined;
  /** Intermediates allowed between leaf and anchor, self-issued ones not counted (RFC 5280 §6.1.4 l). Default: our budget. */
  readonly maximumIntermediates?: number;
  /** What the caller demands of certificate policies. Default: nothing. */
  readonly policies?: PolicyInputs | undefined;
  /**
   * Called with each path that holds otherwise. If it returns a fault, the path is refused (kind `revocation`) and the search
   * goes on. It judges by CRLs and OCSP answers.
   */
  readonly judgeRevocation?: JudgeRevocation;
  /** False: where no certificate leads to the store, the error does not say which path came closest. Default: true. */
  readonly isReasonWanted?: boolean;
}

/** The inputs (c) and (e) to (g) of RFC 5280 §6.1.1. */
export interface PolicyInputs {
  /** OIDs, one of which the path has to be valid for; undefined: any policy. */
  readonly acceptable?: readonly string[] | undefined;
  readonly requireExplicit?: boolean;
  readonly inhibitMapping?: boolean;
  readonly inhibitAny?: boolean;
}

/** What revocation evidence has against a path, leaf first and anchor last; undefined: nothing. */
export type JudgeRevocation = (
  path: readonly Certificate[],
  at: Date,
) => { readonly message: string; readonly certificate: Certificate } | undefined;

/** A path that holds: leaf first, anchor last (only one certificate if the leaf itself is an anchor). */
export interface CertificationPath {
  readonly certificates: readonly Certificate[];
}

/**
 * Why there is no path. `path` is the candidate path that came closest, leaf first, as far as it reached; `certificate` is the one
 * at fault. Kinds are ordered from least to most specific in `path-error-rank`.
 */
export interface PathError {
  readonly kind: PathErrorKind;
  /** A whole sentence: what was seen, with names and dates. */
  readonly message: string;
  readonly path: readonly Certificate[];
  /** True if `path` ends in an anchor of the store. */
  readonly reachesAnchor: boolean;
  readonly certificate: Certificate | undefined;
}

export type PathErrorKind =
  | 'unknown-issuer'
  | 'bad-signature'
  | 'unsupported-signature-algorithm'
  | 'signature-algorithm-mismatch'
  | 'forbidden-signature-algorithm'
  | 'weak-key'
  | 'expired'
  | 'not-yet-valid'
  | 'distrusted-after'
  | 'not-a-ca'
  | 'path-length-exceeded'
  | 'key-usage'
  | 'extended-key-usage'
  | 'name-constraints'
  | 'unhandled-critical-extension'
  | 'certificate-policies'
  | 'malformed-extension'
  | 'profile-violation'
  | 'revocation'
  | 'budget-exceeded';

/** The contract of `findPath`. */
export type FindPath = (request: PathRequest) => Result<CertificationPath, PathError>;
