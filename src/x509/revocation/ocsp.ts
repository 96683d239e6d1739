import type { AlgorithmIdentifier, Decoded, Name, RawExtension, SerialNumber } from '../certificate.ts';
import type { RevocationReason } from './crl.ts';

/** OCSPResponseStatus (RFC 6960 §4.2.1) by its number; 4 is not used. */
export const ocspResponseStatuses = [
  'successful',
  'malformedRequest',
  'internalError',
  'tryLater',
  'unused',
  'sigRequired',
  'unauthorized',
] as const;
export type OcspResponseStatus = (typeof ocspResponseStatuses)[number];

/** A decoded OCSP response (RFC 6960 §4.2.1). */
export interface OcspResponse {
  readonly der: Uint8Array;
  readonly status: OcspResponseStatus;
  /** Undefined if the status is not `successful`. */
  readonly basic: BasicOcspResponse | undefined;
}

/** BasicOCSPResponse, the only kind in use. */
export interface BasicOcspResponse {
  /** The signed bytes. */
  readonly tbs: Uint8Array;
  readonly responder: OcspResponder;
  readonly producedAt: Date;
  readonly responses: readonly SingleOcspResponse[];
  /** Content of the nonce extension, its inner OCTET STRING unwrapped; undefined: absent. */
  readonly nonce: Decoded<Uint8Array>;
  /** Raw response extensions. */
  readonly rawExtensions: readonly RawExtension[];
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  /** DER of the certificates in the response, at most `MAX_OCSP_CERTIFICATES`, not decoded. */
  readonly certificates: readonly Uint8Array[];
}

/** The signer: by name, or by the SHA-1 of its public key's bits. */
export type OcspResponder =
  | { readonly kind: 'name'; readonly name: Name }
  | { readonly kind: 'key'; readonly sha1: Uint8Array };

export interface SingleOcspResponse {
  readonly certificate: OcspCertificateId;
  readonly status: OcspCertificateStatus;
  readonly thisUpdate: Date;
  /** Undefined: newer information is always available. */
  readonly nextUpdate: Date | undefined;
  readonly rawExtensions: readonly RawExtension[];
}

/** CertID: the issuer by two hashes, the certificate by its serial number. */
export interface OcspCertificateId {
  /** Dotted OID of the hash, for instance 1.3.14.3.2.26 (SHA-1). */
  readonly hashAlgorithm: string;
  readonly issuerNameHash: Uint8Array;
  readonly issuerKeyHash: Uint8Array;
  readonly serialNumber: SerialNumber;
}

export type OcspCertificateStatus =
  | { readonly kind: 'good' | 'unknown' }
  | { readonly kind: 'revoked'; readonly revokedAt: Date; readonly reason: RevocationReason | undefined };
