import type { FailureKind, HelloProfile, KeyType, Protocol, StartTlsProtocol } from '../model/vocabulary.ts';
import type { ClientIdentity } from './client-identity.ts';

/**
 * The TLS probe: a state machine without I/O. It returns the bytes to send, takes the bytes that arrive, and stops as soon
 * as the server's first flight has been read. It never sends application data.
 */
export interface Probe {
  /** The ClientHello record(s). Called once, first. */
  start(): Uint8Array;
  /** Takes bytes as they arrive, in pieces of any size. Never throws, whatever they are. */
  receive(bytes: Uint8Array): ProbeStep;
  /** To be called if the server closed its side (FIN) or the connection broke. The result is final after this. */
  end(): ProbeStep;
  /** Whether a certificate was seen: what follows only proves its key. */
  hasCertificates(): boolean;
  /** Whether the key exchange under way takes milliseconds, as in finite fields: what is received next may cost that. */
  isCostly(): boolean;
  /** What is known so far; complete once a step is `done`. Safe to call at any time, for instance after a timeout. */
  result(): ProbeResult;
}

/** A key type, or `common`: RSA and the NIST curves, which are all that browsers offer. */
export type KeyOffer = KeyType | 'common';

export interface ProbeStep {
  /** Bytes to send now, closing alerts included; undefined: none. */
  readonly send: Uint8Array | undefined;
  /** Nothing more is to be read: send `send`, then FIN. */
  readonly done: boolean;
}

export interface ProbeOptions {
  readonly profile: HelloProfile;
  /** ASCII host name to send as SNI; undefined for IP literals and for dials without SNI. */
  readonly serverName: string | undefined;
  /** Offer only what a certificate of this key type can answer; undefined: every type. */
  readonly keyType: KeyOffer | undefined;
  /** Complete an RSA key exchange to prove possession. */
  readonly provePossession: boolean;
  /** Sent, with a proof of its key, if an exchange is completed and the server requests one; absent: no certificate is sent. */
  readonly clientIdentity?: ClientIdentity | undefined;
  /** Returns `length` fresh random bytes; the only source of randomness. */
  readonly random: (length: number) => Uint8Array;
  /** Makes an ephemeral key pair for a group on demand; the first call is for the share in the hello. */
  readonly keyShare: (group: KeyShareGroup) => KeyShare;
  /** Application protocols to offer by ALPN, in order of preference; absent or empty: none. */
  readonly alpn?: readonly string[];
  readonly limits?: Partial<ProbeLimits>;
}

/** The groups we can make a TLS 1.3 key share for, as the IANA registry names them. */
export type KeyShareGroup = OkpGroup | CurveGroup | FiniteFieldGroup | MlKemGroup | HybridGroup;
export type OkpGroup = 'x25519' | 'x448';
/** Curves whose shares are points. */
export type CurveGroup =
  | 'secp256r1'
  | 'secp384r1'
  | 'secp521r1'
  | 'brainpoolP256r1tls13'
  | 'brainpoolP384r1tls13'
  | 'brainpoolP512r1tls13';
export type FiniteFieldGroup = 'ffdhe2048' | 'ffdhe3072' | 'ffdhe4096' | 'ffdhe6144' | 'ffdhe8192';
export type MlKemGroup = 'MLKEM512' | 'MLKEM768' | 'MLKEM1024';
/** ML-KEM together with a curve: safe as long as one of the two is. */
export type HybridGroup = 'X25519MLKEM768' | 'SecP256r1MLKEM768' | 'SecP384r1MLKEM1024';

export interface KeyShare {
  readonly group: KeyShareGroup;
  /** As it goes on the wire: the coordinate of X25519 or X448, an uncompressed point, a number as long as the prime, an encapsulation key. */
  readonly publicKey: Uint8Array;
  /** How long the server's share has to be; that of ML-KEM is a ciphertext. */
  readonly peerBytes: number;
  /** The shared secret, or undefined if the server's share is unusable (not on the curve, all-zero result). */
  readonly deriveSecret: (peerPublicKey: Uint8Array) => Uint8Array | undefined;
}

/** Bounds on what a server can make us read; the defaults and their reasons are in `limits.ts`. */
export interface ProbeLimits {
  readonly maxFlightBytes: number;
  readonly maxCertificates: number;
  readonly maxCertificateBytes: number;
  readonly maxMessages: number;
  readonly maxRecords: number;
}

/** Why the flight was not read to its end. `kind` is one of the tls-stage kinds of the report. */
export interface ProbeFailure {
  readonly kind: Extract<FailureKind, 'closed' | 'alert' | 'not-tls' | 'protocol' | 'limit'>;
  /** A whole sentence with the figures: which alert, which limit, which banner. */
  readonly message: string;
  /** The alert's code if `kind` is `alert`. */
  readonly alert?: number;
  /** If `kind` is `not-tls`: the protocols in one of which TLS may begin on request, after what the server said. Absent: unknown. */
  readonly startTls?: readonly StartTlsProtocol[];
}

/**
 * The server's proof that it holds the leaf's key, to be verified with the leaf's public key (`x509`): the signature of
 * ServerKeyExchange or CertificateVerify. `none`: RSA key exchange without `provePossession`, or the flight ended before.
 */
export type KeyProof =
  | {
      readonly kind: 'none';
      readonly reason: 'rsa-key-exchange' | 'unsigned-exchange' | 'broken' | 'unsupported-exchange';
    }
  | {
      readonly kind: 'signature';
      readonly scheme: ProofScheme;
      readonly signed: Uint8Array;
      readonly signature: Uint8Array;
    }
  /** After a completed RSA key exchange (`provePossession`): whether the server's Finished was right. */
  | { readonly kind: 'finished'; readonly correct: boolean }
  /** The proof breaks the protocol (scheme not offered, or not allowed here). */
  | { readonly kind: 'invalid'; readonly message: string };

/** How a proof is signed. `name` is the IANA scheme name, or before TLS 1.2 one of three names of our own. */
export interface ProofScheme {
  /** `rsa_pss_rsae_sha256`, `ecdsa_secp256r1_sha256`, `rsa_pkcs1_sha1`, …; before TLS 1.2 `rsa_md5_sha1`, `dsa_sha1`, `ecdsa_sha1`. */
  readonly name: string;
  /** SignatureScheme code; undefined before TLS 1.2. */
  readonly code: number | undefined;
}

/** A rule of the protocol that the server broke without making the rest of its flight unreadable. */
export interface ProtocolViolation {
  /** `RFC 8446 §4.2`. */
  readonly rule: string;
  /** What was seen: a whole sentence. */
  readonly message: string;
}

/** What the flight contained. Undefined: not seen. */
export interface ProbeResult {
  readonly failure: ProbeFailure | undefined;
  readonly serverHello: ServerHelloFacts | undefined;
  /** DER in wire order; undefined: no Certificate message was seen whole. */
  readonly certificates: readonly Uint8Array[] | undefined;
  readonly keyProof: KeyProof;
  /** TLS 1.3 only: whether the server's Finished was right; undefined: not seen. */
  readonly finishedCorrect: boolean | undefined;
  readonly keyExchange: {
    readonly kind: ProbeKeyExchange;
    readonly group: string | null;
    readonly bits: number | null;
  };
  readonly certificateRequest: ProbeCertificateRequest | undefined;
  /** Whether we answered the server's request with a certificate; undefined: nothing was answered. */
  readonly clientCertificateSent: boolean | undefined;
  readonly staples: readonly { readonly certificateIndex: number; readonly response: Uint8Array }[];
  readonly signedCertificateTimestamps: readonly {
    readonly certificateIndex: number | null;
    readonly list: Uint8Array;
  }[];
  /** What the server chose by ALPN; null: none of those offered. Undefined: none was offered, or no answer was seen. */
  readonly applicationProtocol: string | null | undefined;
  readonly warningAlerts: readonly string[];
  /** Rules that the server broke in what was read all the same, in wire order; at most `maxViolations`. */
  readonly violations: readonly ProtocolViolation[];
  /** How far the server got, if it began to answer: `before Certificate, after 1 record`. */
  readonly progress: string | undefined;
  /** ServerHelloDone (or the server's Finished in TLS 1.3) was reached. */
  readonly flightComplete: boolean;
}

export type ProbeKeyExchange =
  | 'tls13'
  | 'ecdhe'
  | 'dhe'
  | 'rsa'
  | 'rsa-export'
  | 'dhe-export'
  | 'ecdh'
  | 'dh'
  | 'rsa-psk'
  | 'srp'
  | 'unknown';

export interface ServerHelloFacts {
  readonly protocol: Protocol;
  readonly offeredProtocol: Protocol;
  readonly cipherSuiteCode: number;
  readonly cipherSuite: string;
  readonly secureRenegotiation: boolean | null;
  readonly downgradeSentinel: 'TLSv1.2' | 'TLSv1.1-or-lower' | null;
  readonly helloRetryRequest: boolean;
  readonly serverTimeSeconds: number | null;
}

export interface ProbeCertificateRequest {
  readonly certificateTypes: readonly number[];
  readonly signatureSchemes: readonly number[];
  readonly authorities: readonly Uint8Array[];
  readonly authoritiesBytes: number;
}
