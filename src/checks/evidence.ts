import type { PathProfile } from '../model/vocabulary.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { Failure } from '../model/failure.ts';
import type { EvidenceFetch, FetchWish } from '../model/network-evidence.ts';
import type { Handshake } from '../model/handshake.ts';
import type { Result } from '../model/result.ts';
import type { CheckLink } from '../pki/path/check-link.ts';
import type { ChainLinks } from '../pki/path/link-chain.ts';
import type { CertificationPath, PathError, TrustStore } from '../pki/path/path.ts';
import type { RolePolicy, Thresholds } from '../policy/policy.ts';
import type { Certificate, DecodeError, Extensions, PublicKey } from '../x509/certificate.ts';
import type { CertificateRevocationList } from '../x509/revocation/crl.ts';
import type { OcspResponse } from '../x509/revocation/ocsp.ts';

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
  /** undefined: demanded, but the topology does not name them. An IP literal stands for an iPAddress entry. */
  readonly dnsNames: readonly string[] | undefined;
}

/** The certificates to judge as a path, leaf first. */
export interface JudgedPath {
  readonly certificates: readonly Certificate[];
  /**
   * How it ends: in an anchor of the role; in a self-issued certificate that nobody asked trusts; or open, its next issuer
   * being unknown, so that more certificates belong to it than were seen.
   */
  readonly end: 'anchor' | 'self-issued' | 'open';
}

/** What certificates that a CA makes alike have in common: no name, no number, no date and no key of their own. */
export type CertificatePattern = Pick<Certificate, 'version' | 'signatureAlgorithm'> & {
  readonly publicKey: Pick<PublicKey, 'kind' | 'bits' | 'curve' | 'defect'>;
  readonly extensions: Pick<
    Extensions,
    'keyUsage' | 'extendedKeyUsage' | 'authorityKeyIdentifier' | 'crlDistributionPoints' | 'authorityInformationAccess'
  >;
};

/** A judged path, of whose leaf no more is seen than its pattern. */
export interface PathPattern {
  readonly leaf: CertificatePattern;
  /** Those above the leaf, nearest first. */
  readonly issuers: readonly Certificate[];
  /** Both of them. */
  readonly certificates: readonly CertificatePattern[];
  readonly end: JudgedPath['end'];
  /** The leaf's subject key identifier is there and cannot be decoded. */
  readonly isLeafIdentifierMalformed: boolean;
}

/** What servers that are set up alike answer alike. */
export type Negotiated = Pick<
  Handshake,
  | 'protocol'
  | 'cipherSuite'
  | 'profile'
  | 'offeredProtocol'
  | 'keyExchange'
  | 'secureRenegotiation'
  | 'downgradeSentinel'
  | 'flightComplete'
  | 'keyPossession'
  | 'keyPossessionReason'
>;

/** Whether a store of a trust list was reached. */
export type StoreAnswer = Pick<StoreTrust, 'store' | 'list'> & { readonly isReached: boolean };

/** What was fetched for the certificates. */
export interface FetchedEvidence {
  readonly wish: FetchWish;
  /** Issuers that were not presented, with the place each was had from. */
  readonly issuers: readonly { readonly url: string; readonly certificate: PresentedCertificate }[];
  readonly crls: readonly { readonly url: string; readonly crl: Result<CertificateRevocationList, DecodeError> }[];
  readonly ocspResponses: readonly FetchedOcspResponse[];
  /** Every pointer followed or put aside, in order. */
  readonly fetches: readonly EvidenceFetch[];
  /** False where budgets or time did not allow to follow every pointer. */
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
  /** EKU asked for; undefined: the policy does not know the role. */
  readonly purpose: string | undefined;
  readonly isPublicSuffix: (name: string) => boolean;
  /** The one of the run, which remembers its answers. */
  readonly checkLink: CheckLink;
}

/** The answer to a dial without SNI. */
export type AnswerWithoutServerName =
  | { readonly certificates: readonly PresentedCertificate[] }
  | { readonly failure: Failure };

/**
 * Everything a check may ask for, by name. A check declares its `needs` and sees nothing else. Where a need cannot be
 * met the check is not called and its outcome is `undetermined` with the reason.
 *
 * What a check answered is its answer again as long as nothing that it *looked at* is another (see `evaluate`). So some
 * pieces come twice, in whole and as far as a fleet has them in common; a check goes by the latter, and looks at the whole
 * only where it has a fault to name.
 */
export interface Evidence {
  readonly endpoint: Endpoint;
  /** The role of the endpoint. */
  readonly role: Endpoint['role'];
  /** What the policy demands of the role. Reason `not-declared` where the policy does not know it. */
  readonly demands: RolePolicy;
  /** Reason `not-declared` where the policy does not know the role. */
  readonly expectation: Expectation;
  readonly thresholds: Thresholds;
  /** The instant judged at. */
  readonly now: Date;
  readonly observation: EndpointObservation;
  /** At least one certificate. Needs no decoding. */
  readonly presented: readonly PresentedCertificate[];
  /** Every extension of every certificate presented decodes, and nothing in them is odd. */
  readonly isPlainlyEncoded: boolean;
  /** The first certificate presented. Reason `undecodable` where it is not readable. */
  readonly leaf: Certificate;
  readonly leafPattern: CertificatePattern;
  readonly leafValidity: Pick<Certificate, 'notBefore' | 'notAfter'>;
  /** How the readable presented certificates hang together, claims that do not verify included. */
  readonly links: ChainLinks;
  /**
   * How many certificates were presented, where each but the last was issued by the next and by no other one, and none by itself;
   * undefined where that is not so.
   */
  readonly straightLength: number | undefined;
  /** One entry for each store of each list of the role; empty where the leaf is not readable. */
  readonly trust: readonly StoreTrust[];
  /** The same, without paths and errors. */
  readonly trusted: readonly StoreAnswer[];
  /** The path to the role's first trusted store, else the best candidate path of the most telling error. */
  readonly path: JudgedPath;
  readonly pathPattern: PathPattern;
  readonly validation: PathValidation;
  /** A path to the bundled Mozilla store. */
  readonly publicTrust: Result<CertificationPath, PathError>;
  /** Whether there is one. */
  readonly isPublic: boolean;
  /** The bundled Mozilla store. */
  readonly publicStore: TrustStore;
  /** Reason `unreachable` without a ServerHello, `not-dialled` for `verify`. */
  readonly handshake: Handshake;
  readonly negotiated: Negotiated;
  /** How keys were exchanged; undefined: there was no handshake. */
  readonly keyExchange: Handshake['keyExchange']['kind'] | undefined;
  /** There was a handshake, and no server name was sent. */
  readonly isNameless: boolean;
  /** There is an answer to a dial without SNI. */
  readonly isDialledNameless: boolean;
  /** Undefined: not dialled. */
  readonly withoutServerName: AnswerWithoutServerName | undefined;
  /** Undefined: nothing was to be fetched. */
  readonly fetched: FetchedEvidence | undefined;
  /** Of either TLS generation; empty where there was no handshake. */
  readonly staples: readonly Staple[];
}

export type Need = keyof Evidence;

/** Why a need could not be met. Also the `reason` of an `undetermined` finding. */
export type UndeterminedReason =
  | 'unreachable'
  | 'undecodable'
  | 'not-dialled'
  | 'not-fetched'
  | 'no-answer'
  | 'not-declared'
  | 'not-resolved'
  | 'handshake-broke'
  | 'no-proof-in-key-exchange'
  | 'unsupported-algorithm'
  | 'no-path'
  | 'limit'
  | 'interrupted'
  | 'internal-error';
