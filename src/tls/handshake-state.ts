import type { Transcript } from './keys/transcript.ts';
import type { ClientHello } from './messages/client-hello.ts';
import type { HandshakeMessage, MessageAssembler } from './messages/handshake-message.ts';
import type { ProbeLimits, ProbeOptions, ProbeResult } from './probe.ts';
import type { NoteViolation } from './note-violation.ts';
import type { ByteQueue } from './bytes/byte-queue.ts';
import type { RecordOpener, RecordSealer } from './records/record.ts';

/** The state of one handshake. Phases read and write it; `createProbe` owns it. */
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
  /** Keeps a broken rule in the draft, for readers that go on all the same. */
  readonly note: NoteViolation;
  /** Records to send with the next step. */
  outgoing: Uint8Array[];
  /** Bytes of an alert that is not whole yet. */
  readonly alertBytes: ByteQueue;
  /** Records and messages so far that brought nothing. */
  useless: number;
  /** Set once the server encrypts. */
  opener: RecordOpener | undefined;
  /** Set once we encrypt. */
  sealer: RecordSealer | undefined;
  /** Our middlebox ChangeCipherSpec has been sent (RFC 8446 appendix D.4). */
  compatibilitySent: boolean;
}

/** The result while it is being gathered. */
export type Draft = { -readonly [Key in keyof Omit<ProbeResult, 'progress'>]: ProbeResult[Key] };

/** What is awaited, and what happens when it arrives. */
export interface Phase {
  /** For sentences, for instance `ServerHello`. */
  readonly awaits: string;
  /** TLS 1.3 was chosen: the level of an alert does not count, and a HelloRequest is forbidden. */
  readonly isTls13: boolean;
  /** Returns the next phase; undefined: nothing more is to be read. */
  readonly receive: (message: HandshakeMessage) => Phase | undefined;
  /** Takes a well-formed ChangeCipherSpec; aborts if none may come. */
  readonly changeCipherSpec: () => Phase;
}
