import type { RevocationReason } from '../../x509/revocation/crl.ts';
import type { ReasonMask } from '../../x509/revocation/reason-flags.ts';

/** What one CRL or OCSP response states about one certificate. `message` is a whole sentence and names the figures. */
export type RevocationAnswer =
  | {
      readonly kind: 'good';
      readonly message: string;
      readonly thisUpdate: Date;
      /** Undefined only for OCSP: newer information is always available. */
      readonly nextUpdate: Date | undefined;
    }
  | {
      readonly kind: 'revoked';
      readonly message: string;
      readonly revokedAt: Date;
      readonly reason: RevocationReason | undefined;
      /** CRLs only: the delta CRL lists it, not the complete one. */
      readonly byDelta?: boolean;
    }
  /** CRLs only: it does not list the certificate, but covers these reasons only. Others may add the rest. */
  | {
      readonly kind: 'partial';
      readonly message: string;
      readonly reasons: ReasonMask;
      readonly thisUpdate: Date;
      readonly nextUpdate: Date | undefined;
    }
  /** CRLs only: it does not list the certificate, but a delta CRL with newer revocations exists and is not at hand. */
  | { readonly kind: 'incomplete'; readonly message: string; readonly deltaUrls: readonly string[] }
  /** OCSP only: the responder does not know the certificate. */
  | { readonly kind: 'unknown'; readonly message: string }
  /** It covers other certificates: it is ignored. */
  | { readonly kind: 'not-in-scope'; readonly scope: ScopeReason; readonly message: string }
  /** It should cover this certificate and cannot be trusted. */
  | { readonly kind: 'defective'; readonly defect: RevocationDefect; readonly message: string };

export type ScopeReason =
  | 'other-issuer'
  | 'other-key'
  | 'other-certificates'
  | 'other-distribution-point'
  /** A delta CRL says nothing without its base, with which it is evaluated. */
  | 'delta';

export type RevocationDefect =
  | 'bad-signature'
  | 'unsupported-signature-algorithm'
  | 'signature-algorithm-mismatch'
  | 'forbidden-signature-algorithm'
  | 'weak-key'
  | 'key-usage'
  | 'expired'
  | 'not-yet-valid'
  | 'malformed-extension'
  | 'unhandled-critical-extension'
  | 'profile-violation'
  | 'malformed-entry'
  | 'refused'
  | 'unauthorized-responder'
  | 'nonce-mismatch'
  /** The work of the endpoint was spent before it was verified. */
  | 'budget-exceeded';

/** Whether an answer leaves nothing to ask for: another one about the same certificate would add nothing. */
export function isSettled({ kind }: RevocationAnswer): boolean {
  return kind === 'good' || kind === 'revoked';
}

/**
 * How far the clocks of an issuer and of this machine may be apart. The default of OpenSSL's `ocsp -validity_period`:
 * a response made this very second must not be refused as one from the future.
 */
export const CLOCK_TOLERANCE_MS = 300_000;
