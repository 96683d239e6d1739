import type { Endpoint } from '../model/endpoint.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { Handshake } from '../model/handshake.ts';
import type { Result } from '../model/result.ts';
import type { CertificationPath, PathError, TrustStore } from '../pki/path.ts';
import type { RolePolicy, Thresholds } from '../policy/policy.ts';
import type { Certificate, DecodeError } from '../x509/certificate.ts';

/** One certificate as presented, decoded or not. */
export interface PresentedCertificate {
  readonly der: Uint8Array;
  readonly sha256: string;
  readonly certificate: Result<Certificate, DecodeError>;
}

/** What path building said for one store of the role. */
export interface StoreTrust {
  readonly store: TrustStore;
  /** The trust list (`internal`, `external`, `mtls`) the store stands in; null outside a deployment. */
  readonly list: string | null;
  readonly result: Result<CertificationPath, PathError>;
}

/** The names and usages that the role demands of this endpoint, with the topology's names filled in. */
export interface Expectation {
  readonly role: RolePolicy;
  /** The CN demanded, lower case; undefined: nothing is demanded, or the topology does not name it. */
  readonly subject: string | undefined;
  readonly dnsNames: readonly string[];
}

/**
 * Everything a check may ask for, by name. A check declares its `needs` and sees nothing else. Where a need cannot be
 * met the check is not called and its outcome is `undetermined` with the reason.
 */
export interface Evidence {
  readonly endpoint: Endpoint;
  readonly expectation: Expectation;
  readonly thresholds: Thresholds;
  /** The instant judged at. */
  readonly now: Date;
  readonly observation: EndpointObservation;
  /** At least one certificate. Needs no decoding. */
  readonly presented: readonly PresentedCertificate[];
  /** The first certificate presented. Reason `undecodable` where it is not readable. */
  readonly leaf: Certificate;
  /** One entry for each store of each list of the role. */
  readonly trust: readonly StoreTrust[];
  /**
   * The certificates to judge, leaf first: the path to the role's first trusted store, else the best candidate path of
   * the most telling error, else those presented that link up from the leaf. `complete`: ends in an anchor of the role.
   */
  readonly path: { readonly certificates: readonly Certificate[]; readonly complete: boolean };
  /** A path to the bundled Mozilla store. */
  readonly publicTrust: Result<CertificationPath, PathError>;
  /** Reason `unreachable` without a ServerHello, `not-dialled` for `verify`. */
  readonly handshake: Handshake;
  /** The answer without SNI. Reason `not-dialled`. */
  readonly withoutServerName: NonNullable<EndpointObservation['withoutServerName']>;
}

export type Need = keyof Evidence;

/** Why a need could not be met. Also the `reason` of an `undetermined` finding. */
export type UndeterminedReason =
  | 'unreachable'
  | 'undecodable'
  | 'not-dialled'
  | 'not-fetched'
  | 'not-declared'
  | 'handshake-broke'
  | 'no-proof-in-key-exchange'
  | 'unsupported-algorithm'
  | 'no-path'
  | 'limit'
  | 'internal-error';
