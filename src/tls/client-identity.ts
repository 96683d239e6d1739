import type { KeyObject } from 'node:crypto';

/** What a client sends to servers that request a certificate. */
export interface ClientIdentity {
  /** DER; the client's own certificate first, then its issuers. */
  readonly chain: readonly Uint8Array[];
  /** The private key of the first. A KeyObject shows its key neither in JSON nor to `inspect`. */
  readonly key: KeyObject;
}
