import type { AlgorithmIdentifier, PublicKey } from '../certificate.ts';

/** A signature as certificates, CRLs and OCSP responses carry it. */
export interface SignatureClaim {
  /** What was signed, for instance `certificate.tbs`. */
  readonly signed: Uint8Array;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
  /** The issuer's. */
  readonly publicKey: PublicKey;
}
