import type { FailureKind } from '../../src/model/vocabulary.ts';
import type { IssuedCertificate } from '../forge/issue-certificate.ts';
import type { KeyPair } from '../../src/lab/key-pair.ts';
import type { Visit } from './visit.ts';

/** One way to mistreat a client, small and named. */
export interface Animal {
  /** Kebab-case; the host it is dialed as is `NAME.zoo.test`. */
  readonly name: string;
  /** What it does, as a clause: `sends one byte a second`. */
  readonly does: string;
  /** Called once a connection; what it leaves open stays open until the zoo closes. */
  readonly behave: (visit: Visit, stall: Stall) => Promise<unknown>;
  readonly ends: Ending;
}

/** How an audit of it has to end. */
export interface Ending {
  /** The kinds of failure that are right; none: the flight is read to its end. Several only where the race is the system's. */
  readonly failure: readonly FailureKind[];
  /** How many certificates are kept and judged. */
  readonly chain: number;
  /** Of the checks that judge what was seen: those that must fail. */
  readonly fails: readonly string[];
}

/** What animals present: a sound chain for `*.zoo.test`. */
export interface Stall {
  readonly chain: readonly [leaf: Uint8Array, intermediate: Uint8Array];
  /** Of the leaf. */
  readonly key: KeyPair;
  /** A key that none of the certificates certifies. */
  readonly otherKey: KeyPair;
  /** The issuer of odd leaves. */
  readonly issuer: IssuedCertificate;
  readonly now: Date;
}

/** Ends in one of these kinds before any certificate was seen. */
export function endsIn(...failure: readonly FailureKind[]): Ending {
  return { failure, chain: 0, fails: [] };
}

/** As `endsIn`, after the whole chain was seen: it is judged, and the handshake fails. */
export function endsAfterChain(...failure: readonly FailureKind[]): Ending {
  return { failure, chain: 2, fails: ['handshake'] };
}

/** Is read to its end; these checks fail. */
export function isRead(...fails: readonly string[]): Ending {
  return { failure: [], chain: 2, fails };
}
