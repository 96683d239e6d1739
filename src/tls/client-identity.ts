import type { KeyObject } from 'node:crypto';

/** What a client shows to servers that ask for a certificate. */
export interface ClientIdentity {
  /** DER; the client's own certificate first, then those that lead to a root. */
  readonly chain: readonly Uint8Array[];
  /** The private key of the first. Neither JSON nor inspection shows what such an object holds. */
  readonly key: KeyObject;
}
