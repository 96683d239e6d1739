import type { ByteQueue } from './records/byte-queue.ts';
import type { ClientHello } from './messages/client-hello.ts';
import type { HandshakeMessage, MessageAssembler } from './messages/handshake-message.ts';
import type { ProbeLimits, ProbeOptions, ProbeResult } from './probe.ts';
import type { TlsRecord } from './records/record.ts';
import type { Transcript } from './keys/transcript.ts';

/** What is under way on one connection. Phases read it and write it; `createProbe` owns it. */
export interface HandshakeState {
  readonly options: ProbeOptions;
  readonly limits: ProbeLimits;
  /** The latest hello; replaced after a HelloRetryRequest. */
  hello: ClientHello;
  /** Version of the records we write. */
  recordVersion: number;
  readonly transcript: Transcript;
  readonly assembler: MessageAssembler;
  /** What is known so far. */
  readonly draft: Draft;
  /** Records to send with the next step. */
  outgoing: Uint8Array[];
  /** Bytes of an alert that is not whole yet; absent: none ever came. */
  alertBytes: ByteQueue | undefined;
  /** Records and messages so far that brought nothing. */
  useless: number;
  /** Set once the peer encrypts. */
  opener: RecordOpener | undefined;
  /** Set once we encrypt. */
  sealer: RecordSealer | undefined;
  /** Our middlebox ChangeCipherSpec has been sent (RFC 8446 appendix D.4). */
  compatibilitySent: boolean;
}

/** The result while it is being gathered. */
export type Draft = { -readonly [Key in keyof ProbeResult]: ProbeResult[Key] };

/** Decrypts a record; refuses what does not open. */
export type RecordOpener = (record: TlsRecord) => Pick<TlsRecord, 'type' | 'payload'>;

/** Encrypts one record's worth of content, header included. */
export type RecordSealer = (type: number, content: Uint8Array) => Uint8Array;

/** What we wait for, and what to do when it comes. */
export interface Phase {
  /** For sentences, for instance `ServerHello`. */
  readonly awaits: string;
  /** ServerHello said TLS 1.3: alerts have no level, records other than encrypted ones are almost all forbidden. */
  readonly isTls13: boolean;
  /** Returns the next phase; undefined: the flight is read. */
  readonly receive: (message: HandshakeMessage) => Phase | undefined;
  /** A well-formed ChangeCipherSpec. Refuses where none may come. */
  readonly changeCipherSpec: () => Phase;
}

/** A draft in which nothing is known. */
export function emptyDraft(): Draft {
  return {
    failure: undefined,
    serverHello: undefined,
    certificates: undefined,
    keyProof: noProof,
    finishedCorrect: undefined,
    keyExchange: unknownExchange,
    certificateRequest: undefined,
    clientCertificateSent: undefined,
    staples: none,
    signedCertificateTimestamps: none,
    warningAlerts: none,
    flightComplete: false,
  };
}

const noProof = { kind: 'none', reason: 'broken' } as const;
const unknownExchange = { kind: 'unknown', group: null, bits: null } as const;
const none: readonly never[] = [];
