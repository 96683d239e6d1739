import type { Budget } from '../async/deadlines.ts';
import type { ResolvedEndpoint } from '../model/endpoint.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { HandshakeChoice } from '../model/vocabulary.ts';
import type { Connect } from '../net/connector.ts';
import type { ClientIdentity } from '../tls/client-identity.ts';
import type { KeyShare, KeyShareGroup } from '../tls/probe.ts';
import type { CertificateDecoder } from '../x509/certificate-decoder.ts';
import type { CollectEvidence } from './collect-evidence.ts';

/**
 * Observes one endpoint. If `keyTypes` is `all`, an observation follows for each certificate of another key type that the
 * server has (`#rsa`, `#ecdsa`, `#eddsa` or `#ml-dsa` after the endpoint's id). Never rejects because of what a server does.
 */
export type Collect = (endpoint: ResolvedEndpoint, budget: Budget) => Promise<readonly EndpointObservation[]>;

/** What all endpoints of a run share. */
export interface CollectorOptions {
  readonly connect: Connect;
  /** Returns `length` fresh random bytes. */
  readonly random: (length: number) => Uint8Array;
  /** An ephemeral key pair for a group; may be the same one for a whole run, because it protects no secret. */
  readonly keyShare: (group: KeyShareGroup) => KeyShare;
  readonly provePossession: boolean;
  /** Sent to servers that request a certificate, if `provePossession` completes the exchange; absent: none is sent. */
  readonly clientIdentity?: ClientIdentity | undefined;
  readonly keyTypes: 'default' | 'all';
  /** Application protocols to offer to endpoints that name none; absent: none. */
  readonly alpn?: readonly string[] | undefined;
  /** How this client introduces itself to mail servers (EHLO); absent: by its address. */
  readonly clientName?: string | undefined;
  /** Absent: modern. */
  readonly handshake?: HandshakeChoice | undefined;
  /** Bytes read of one flight; absent: what a single endpoint may send. */
  readonly maxFlightBytes?: number | undefined;
  /** Waited for before work of several milliseconds, so that others have their turn; absent: the collector's own. */
  readonly ownTurn?: (() => Promise<void>) | undefined;
  /** Waited for before a leaf of so many bytes is decoded: many endpoints may end in one turn; absent: the collector's own. */
  readonly leafTurn?: ((bytes: number) => Promise<void>) | undefined;
  readonly now: () => Date;
  /** Milliseconds since any fixed instant; never decreases. */
  readonly monotonicMs: () => number;
  /** Decodes certificates, shared with the judge of the run; absent: the collector makes its own. */
  readonly decode?: CertificateDecoder;
  /** Fetches what certificates point to, for endpoints that ask for it; absent: nothing is fetched. */
  readonly collectEvidence?: CollectEvidence;
}
