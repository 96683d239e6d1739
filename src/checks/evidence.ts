import type { PathProfile } from '../model/vocabulary.ts';
import type { Deployment } from '../model/deployment.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { Failure } from '../model/failure.ts';
import type { EvidenceFetch, FetchWish } from '../model/network-evidence.ts';
import type { Handshake } from '../model/handshake.ts';
import type { Result } from '../model/result.ts';
import type { CheckLink } from '../pki/path/check-link.ts';
import type { Meter } from '../pki/work/meter.ts';
import type { ChainLinks } from '../pki/path/link-chain.ts';
import type { CertificationPath, FindPath, PathError, TrustStore } from '../pki/path/path.ts';
import type { FieldNoteTopic, NamesByKind, RolePolicy, Thresholds } from '../policy/policy.ts';
import type { DeclaredPlace } from './names/declared-places.ts';
import type { Certificate, DecodeError } from '../x509/certificate.ts';
import type { DecodedCertificate } from '../x509/certificate-decoder.ts';
import type { CertificateRevocationList } from '../x509/revocation/crl.ts';
import type { OcspResponse } from '../x509/revocation/ocsp.ts';

/** One certificate as presented or fetched, decoded or not. */
export type PresentedCertificate = DecodedCertificate;

/** What the search for a path to one store of the role found. */
export interface StoreTrust {
  readonly store: TrustStore;
  /** The trust list (`internal`, `external`, `mtls`) that names the store; null outside a deployment. */
  readonly list: string | null;
  readonly result: Result<CertificationPath, PathError>;
}

/** What the role demands of this endpoint, with the topology's names filled in. */
export interface Expectation {
  readonly role: RolePolicy;
  /** The CNs of which one is demanded, lower case; empty: nothing is demanded; undefined: the topology does not name them. */
  readonly commonNames: readonly string[] | undefined;
  /** Undefined: demanded, but the topology does not name them. An IP literal among the DNS names stands for an iPAddress entry. */
  readonly requiredNames: NamesByKind | undefined;
  /** What may stand beside them, by the kinds that are limited. */
  readonly allowedNames: Partial<NamesByKind> | undefined;
  readonly forbiddenNames: NamesByKind | undefined;
  /** The names in whose place a wildcard may stand, if the role names them; undefined: it does, but the topology does not. */
  readonly wildcardFor: readonly string[] | undefined;
  /** Another policy than the two whose words and citations the checks have makes the demands, so the role's source is cited. */
  readonly hasOwnSource: boolean;
}

/** The certificates to judge as a path, leaf first. */
export interface JudgedPath {
  readonly certificates: readonly Certificate[];
  /**
   * How it ends: in an anchor of the role; in a self-issued certificate that no store of the role trusts; or open: its next issuer
   * is unknown, so more certificates belong to it than were seen.
   */
  readonly end: 'anchor' | 'self-issued' | 'open';
}

/** What was fetched for the certificates. */
export interface FetchedEvidence {
  readonly wish: FetchWish;
  /** Issuers that were not presented, each with the URL from which it was fetched. */
  readonly issuers: readonly { readonly url: string; readonly certificate: PresentedCertificate }[];
  /** Certificates fetched beside them, of the same CAs for other keys. */
  readonly otherKeys: readonly PresentedCertificate[];
  readonly crls: readonly { readonly url: string; readonly crl: Result<CertificateRevocationList, DecodeError> }[];
  readonly ocspResponses: readonly FetchedOcspResponse[];
  /** Every pointer followed or put aside, in order. */
  readonly fetches: readonly EvidenceFetch[];
  /** False if budgets or time did not allow to follow every pointer. */
  readonly complete: boolean;
}

export interface FetchedOcspResponse {
  readonly url: string;
  /** SHA-256 of the certificate asked about. */
  readonly certificate: string;
  readonly response: Result<OcspResponse, DecodeError>;
}

/** An OCSP response that came with the handshake. */
export interface Staple {
  /** SHA-256 of the certificate it was sent for. */
  readonly certificate: string;
  readonly response: Result<OcspResponse, DecodeError>;
}

/** How paths of the endpoint are validated. */
export interface PathValidation {
  readonly profile: PathProfile;
  /** EKU required; undefined: the policy does not know the role. */
  readonly purpose: string | undefined;
  readonly isPublicSuffix: (name: string) => boolean;
  /** Whether a label is a top-level domain of the root zone; undefined: the list is not at hand. */
  readonly isTopLevelDomain: ((label: string) => boolean) | undefined;
  /** What everything pays that judges the endpoint at the price of a verification; `checkLink` and `findPath` pay there. */
  readonly meter: Meter;
  readonly checkLink: CheckLink;
  readonly findPath: FindPath;
}

/** The answer to a dial without SNI, or with a wrong one. */
export type AnswerWithoutServerName =
  | { readonly certificates: readonly PresentedCertificate[] }
  | { readonly failure: Failure };

/**
 * Everything a check may ask for, by name, each fact once. A check declares its `needs` and sees nothing else. If a need cannot
 * be met the check is not called, and its outcome is `undetermined` with the reason.
 */
export interface Evidence {
  readonly endpoint: Endpoint;
  /** Reason `not-declared` if the policy does not know the role. */
  readonly expectation: Expectation;
  /** What the policy demands of the role, whatever the endpoint is; undefined: it does not know the role. */
  readonly demands: RolePolicy | undefined;
  readonly thresholds: Thresholds;
  /** Reports from the field that concern the role; empty if the policy does not know it. */
  readonly fieldNotes: readonly FieldNoteTopic[];
  /** As declared; undefined: the endpoint is of none. */
  readonly deployment: Deployment | undefined;
  /** By the names dialed (lower case), the places that its parameters declare; empty without parameters. */
  readonly placesByHost: () => ReadonlyMap<string, DeclaredPlace>;
  /** The instant judged at. */
  readonly now: Date;
  readonly observation: EndpointObservation;
  /** At least one certificate. Needs no decoding. */
  readonly presented: readonly PresentedCertificate[];
  /** The first certificate presented. Reason `undecodable` if it cannot be decoded. */
  readonly leaf: Certificate;
  /**
   * How the decodable presented certificates are linked, claims that do not verify included. Reason `budget-exceeded` if they are too many
   * or too costly to verify.
   */
  readonly links: ChainLinks;
  /** One entry for each store of each list of the role; empty if the leaf cannot be decoded. */
  readonly trust: readonly StoreTrust[];
  /** The path to the role's first trusted store, else the best candidate path of the most specific error. */
  readonly path: JudgedPath;
  readonly validation: PathValidation;
  /** A path to the bundled Mozilla store. */
  readonly publicTrust: Result<CertificationPath, PathError>;
  /** The bundled Mozilla store. */
  readonly publicStore: TrustStore;
  /** Reason `unreachable` without a ServerHello, `not-dialled` for `verify`. */
  readonly handshake: Handshake;
  /** Undefined: not dialed. */
  readonly withoutServerName: AnswerWithoutServerName | undefined;
  /** The answer to a server name that the server does not have; undefined: not asked. */
  readonly withWrongServerName: (AnswerWithoutServerName & { readonly serverName: string }) | undefined;
  /** Undefined: nothing was to be fetched. */
  readonly fetched: FetchedEvidence | undefined;
  /** OCSP responses of either TLS generation; empty if there was no handshake. */
  readonly staples: readonly Staple[];
}

export type Need = keyof Evidence;

/** Why a need could not be met. Also the `reason` of an `undetermined` finding. */
export type UndeterminedReason =
  | 'unreachable'
  | 'undecodable'
  | 'not-dialled'
  | 'not-issued'
  | 'not-fetched'
  | 'not-asked'
  | 'no-answer'
  | 'not-declared'
  | 'not-resolved'
  | 'one-site'
  | 'handshake-broke'
  | 'no-proof-in-key-exchange'
  | 'no-common-parameters'
  | 'unsupported-algorithm'
  | 'no-path'
  | 'budget-exceeded'
  | 'limit'
  | 'interrupted'
  | 'internal-error';
