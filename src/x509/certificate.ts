import type { Result } from '../model/result.ts';

/**
 * A decoded X.509 certificate: plain readonly data. The frame (names, dates, key, algorithms) is decoded at once; each
 * extension on its own, so that a malformed one does not affect the others: `undefined` is absent, `ok: false` is present
 * and malformed. Source: RFC 5280 §4.
 */
export interface Certificate {
  readonly der: Uint8Array;
  /** SHA-256 of `der`, lower-case hexadecimal. */
  readonly sha256: string;
  /** 1, 2 or 3. */
  readonly version: number;
  readonly serialNumber: SerialNumber;
  /** The algorithm inside tbsCertificate and the one outside it. Room `pki` judges whether they are equal. */
  readonly tbsSignatureAlgorithm: AlgorithmIdentifier;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly issuer: Name;
  readonly subject: Name;
  /** Inclusive on both sides, whole seconds. */
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly publicKey: PublicKey;
  readonly tbs: Uint8Array;
  /** The BIT STRING's bytes. */
  readonly signature: Uint8Array;
  /** Every extension in order, raw. */
  readonly rawExtensions: readonly RawExtension[];
  readonly extensions: Extensions;
  /** The extensions among `extensions` that could not be decoded. */
  readonly malformedExtensions: readonly MalformedExtension[];
  /** OIDs that occur more than once in `rawExtensions`, which RFC 5280 §4.2 forbids; each once, in order. */
  readonly repeatedExtensions: readonly string[];
  /** Odd but readable encodings of the frame (explicit DEFAULT FALSE, T61String, negative serial, …) and of extensions. */
  readonly oddities: readonly EncodingOddity[];
}

export interface SerialNumber {
  /** Lower-case hexadecimal of the content octets as encoded, so that the sign and leading zeros survive. */
  readonly hex: string;
  readonly isNegative: boolean;
  readonly isZero: boolean;
}

export interface AlgorithmIdentifier {
  readonly oid: string;
  /** DER of the parameters; undefined: absent. */
  readonly parameters: Uint8Array | undefined;
  /** The whole AlgorithmIdentifier, for byte comparison. */
  readonly der: Uint8Array;
}

/** A distinguished name. Compare with `namesEqual`, never by text. */
export interface Name {
  readonly der: Uint8Array;
  readonly relativeDistinguishedNames: readonly (readonly NameAttribute[])[];
  /** A key for maps: two names have the same key exactly if `namesEqual` is true for them. Not for display. */
  readonly key: string;
  /** For display, as RFC 4514 writes names (`formatRelativeName`): last part first, `CN=…,O=…`. */
  readonly text: string;
}

export interface NameAttribute {
  readonly oid: string;
  /** Universal tag number of the string type (12 UTF8String, 19 PrintableString, 20 T61, 22 IA5, 28 Universal, 30 BMP). */
  readonly tag: number;
  /** Decoded text; undefined if the type is not a string type or the bytes are not text of it (see `der`). */
  readonly text: string | undefined;
  /** DER of the value. */
  readonly der: Uint8Array;
}

export interface PublicKey {
  /** The whole SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
  /** SHA-256 of `spki`, lower-case hexadecimal. */
  readonly spkiSha256: string;
  readonly algorithm: AlgorithmIdentifier;
  /** The subjectPublicKey BIT STRING's bytes. */
  readonly subjectPublicKey: Uint8Array;
  readonly kind: 'rsa' | 'rsa-pss' | 'ec' | 'dsa' | 'ed25519' | 'ed448' | 'ml-dsa' | 'unknown';
  /** RSA: modulus length, DSA: p, EC: field size, Ed25519 256, Ed448 456, ML-DSA: of the whole key; undefined: unknown. */
  readonly bits: number | undefined;
  /** EC only: `P-256`, `P-384`, `P-521`, `secp256k1`, …, the dotted OID for others, `explicit` for explicit parameters. */
  readonly curve: string | undefined;
  /** RSA only: the public exponent as lower-case hex without leading zeros, for instance `10001`. */
  readonly exponent: string | undefined;
  /** RSA only: the modulus, big-endian without leading zeros; a part of `spki`. */
  readonly modulus: Uint8Array | undefined;
  /** RSA only: why the key is useless at any size, as a clause: `its public exponent is 1`. */
  readonly defect: string | undefined;
}

export interface RawExtension {
  readonly oid: string;
  readonly critical: boolean;
  /** Content of extnValue. */
  readonly value: Uint8Array;
}

export interface MalformedExtension {
  readonly name: keyof Extensions;
  readonly oid: string;
  readonly error: DecodeError;
}

export type Decoded<T> = Result<T, DecodeError> | undefined;

/** The extensions we read. */
export interface Extensions {
  readonly subjectAlternativeName: Decoded<readonly GeneralName[]>;
  readonly issuerAlternativeName: Decoded<readonly GeneralName[]>;
  readonly keyUsage: Decoded<KeyUsage>;
  /** Dotted OIDs in order. */
  readonly extendedKeyUsage: Decoded<readonly string[]>;
  readonly basicConstraints: Decoded<{ readonly ca: boolean; readonly pathLength: number | undefined }>;
  readonly nameConstraints: Decoded<NameConstraints>;
  readonly authorityKeyIdentifier: Decoded<AuthorityKeyIdentifier>;
  readonly subjectKeyIdentifier: Decoded<Uint8Array>;
  readonly crlDistributionPoints: Decoded<readonly DistributionPoint[]>;
  readonly freshestCrl: Decoded<readonly DistributionPoint[]>;
  readonly authorityInformationAccess: Decoded<readonly AccessDescription[]>;
  readonly subjectInformationAccess: Decoded<readonly AccessDescription[]>;
  readonly certificatePolicies: Decoded<
    readonly { readonly oid: string; readonly qualifiers: Uint8Array | undefined }[]
  >;
  readonly policyConstraints: Decoded<{
    readonly requireExplicitPolicy: number | undefined;
    readonly inhibitPolicyMapping: number | undefined;
  }>;
  readonly policyMappings: Decoded<readonly { readonly issuer: string; readonly subject: string }[]>;
  readonly inhibitAnyPolicy: Decoded<number>;
  /** RFC 7633 features, for instance 5 (status_request: must-staple). */
  readonly tlsFeature: Decoded<readonly number[]>;
  /** RFC 6962 SignedCertificateTimestampList, as embedded. */
  readonly signedCertificateTimestamps: Decoded<Uint8Array>;
  /** 2.16.840.1.113730.1.1: what Netscape's clients let a certificate do, before extended key usages. */
  readonly netscapeCertificateType: Decoded<readonly NetscapeCertificateType[]>;
  /** 1.3.6.1.4.1.311.20.2: V1 template name. */
  readonly microsoftTemplateName: Decoded<string>;
  /** 1.3.6.1.4.1.311.21.7: V2+ template. */
  readonly microsoftTemplate: Decoded<{
    readonly oid: string;
    readonly majorVersion: number | undefined;
    readonly minorVersion: number | undefined;
  }>;
  /** 1.3.6.1.4.1.311.21.10: application policy OIDs. */
  readonly microsoftApplicationPolicies: Decoded<readonly string[]>;
  /** 1.3.6.1.4.1.311.21.1: low word certificate index, high word key index. */
  readonly microsoftCaVersion: Decoded<{ readonly certificateIndex: number; readonly keyIndex: number }>;
  /** 1.3.6.1.4.1.311.21.2: SHA-1 of the CA's previous certificate. */
  readonly microsoftPreviousCaHash: Decoded<Uint8Array>;
}

/** RFC 5280 §4.2.1.6. `ip` has 4 or 16 bytes (8 or 32 in name constraints); any other length is malformed. */
export type GeneralName =
  | { readonly kind: 'dns' | 'email' | 'uri'; readonly text: string }
  | { readonly kind: 'ip'; readonly bytes: Uint8Array }
  | { readonly kind: 'directory'; readonly name: Name }
  | { readonly kind: 'registered-id'; readonly oid: string }
  | { readonly kind: 'other'; readonly oid: string; readonly der: Uint8Array }
  | { readonly kind: 'x400' | 'edi'; readonly der: Uint8Array };

export type KeyUsageBit =
  | 'digitalSignature'
  | 'contentCommitment'
  | 'keyEncipherment'
  | 'dataEncipherment'
  | 'keyAgreement'
  | 'keyCertSign'
  | 'cRLSign'
  | 'encipherOnly'
  | 'decipherOnly';

export type NetscapeCertificateType =
  | 'sslClient'
  | 'sslServer'
  | 'smime'
  | 'objectSigning'
  | 'reserved'
  | 'sslCa'
  | 'smimeCa'
  | 'objectSigningCa';

export interface KeyUsage {
  /** In bit order. */
  readonly bits: readonly KeyUsageBit[];
  /** As the Windows dialogue shows it: the content bytes without the unused-bits octet, for instance `a0` or `0680`. */
  readonly hex: string;
}

export interface NameConstraints {
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
  /** A subtree with minimum other than 0, or a maximum: RFC 5280 forbids both. */
  readonly hasMinimumOrMaximum: boolean;
}

export interface AuthorityKeyIdentifier {
  readonly keyIdentifier: Uint8Array | undefined;
  readonly authorityCertIssuer: readonly GeneralName[] | undefined;
  readonly authorityCertSerialNumber: SerialNumber | undefined;
}

export interface DistributionPoint {
  readonly fullName: readonly GeneralName[] | undefined;
  /** DER of nameRelativeToCRLIssuer. */
  readonly relativeName: Uint8Array | undefined;
  /** Reason bits, lower-case hex of the content; undefined: all reasons. */
  readonly reasons: string | undefined;
  readonly crlIssuer: readonly GeneralName[] | undefined;
}

export interface AccessDescription {
  /** `1.3.6.1.5.5.7.48.1` OCSP, `1.3.6.1.5.5.7.48.2` caIssuers. */
  readonly method: string;
  readonly location: GeneralName;
}

/** Why bytes could not be decoded. `message`: a whole sentence; `offset`: in bytes from the start of the structure. */
export interface DecodeError {
  readonly kind: 'truncated' | 'trailing' | 'unexpected-tag' | 'bad-length' | 'bad-value' | 'duplicate' | 'budget';
  readonly message: string;
  readonly offset: number;
}

export interface EncodingOddity {
  /** The part that is odd, for instance `serialNumber`, `subject`, `keyUsage`. */
  readonly where: string;
  /** What is odd, a clause without a full stop. */
  readonly message: string;
}
