import type { Budget } from '../async/deadlines.ts';
import type { ResolvedEndpoint } from '../model/endpoint.ts';
import type { EndpointObservation } from '../model/endpoint-observation.ts';
import type { HandshakeChoice } from '../model/vocabulary.ts';
import type { Connect } from '../net/connector.ts';
import type { ClientIdentity } from '../tls/client-identity.ts';
import type { KeyShare, KeyShareGroup } from '../tls/probe.ts';
import type { DecodeOnce } from '../x509/certificate-memory.ts';
import type { CollectEvidence } from './collect-evidence.ts';

/**
 * Asks one endpoint for everything it says: its own observation first, then, where `keyTypes` is `all` and the server has
 * one, that of the other key type (`#rsa` or `#ecdsa` after its id). Never rejects for what a peer does.
 */
export type Collect = (endpoint: ResolvedEndpoint, budget: Budget) => Promise<readonly EndpointObservation[]>;

/** What all endpoints of a run share. */
export interface CollectorOptions {
  readonly connect: Connect;
  /** Returns `length` fresh random bytes. */
  readonly random: (length: number) => Uint8Array;
  /** An ephemeral key pair for a group; may be the same one for a whole run, because nothing secret is protected by it. */
  readonly keyShare: (group: KeyShareGroup) => KeyShare;
  readonly provePossession: boolean;
  /** Shown to servers that ask, where `provePossession` completes an exchange; absent: none is. */
  readonly clientIdentity?: ClientIdentity | undefined;
  readonly keyTypes: 'default' | 'all';
  /** Absent: modern. */
  readonly handshake?: HandshakeChoice | undefined;
  readonly now: () => Date;
  /** Milliseconds since any fixed instant, never going back. */
  readonly monotonicMs: () => number;
  /** Decodes certificates, shared with those who judge them; absent: a memory of the collector's own. */
  readonly decode?: DecodeOnce;
  /** Follows what certificates point to, for endpoints that ask for it; absent: nothing is fetched. */
  readonly collectEvidence?: CollectEvidence;
}
