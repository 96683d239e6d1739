import type { FailureKind, StartTlsProtocol } from '../../model/vocabulary.ts';

/**
 * What client and server say in plain text before TLS begins: a state machine without I/O, like the probe. It ends as soon as the
 * server has agreed to TLS, or will not. How the bytes were cut when they arrived makes no difference,
 * but to how much is quoted of a peer that speaks another protocol.
 */
export interface Preface {
  /** The first bytes to send; undefined: the server speaks first. Called once, first. */
  start(): Uint8Array | undefined;
  /** Takes bytes as they arrive, in pieces of any size. Never throws, whatever they are. */
  receive(bytes: Uint8Array): PrefaceStep;
  /** How far it has come, for messages. */
  progress(): PrefaceProgress;
}

export interface PrefaceProgress {
  /** What was awaited last: `the greeting`, `the answer to STARTTLS`. */
  readonly awaits: string;
  /** What the server said last, quoted; undefined: it has sent nothing at all. */
  readonly heard: string | undefined;
}

export type PrefaceStep =
  /** More is to be read; `send` goes out first. */
  | { readonly kind: 'more'; readonly send: Uint8Array | undefined }
  /**
   * TLS begins, once `send` went out. `injected` came after the go-ahead in the same read: no TLS server speaks first, so it must not be
   * read as TLS.
   */
  | {
      readonly kind: 'ready';
      readonly injected: Uint8Array;
      readonly wrapping: Wrapping | undefined;
      readonly send: Uint8Array | undefined;
    }
  /** TLS will not begin. `send` is a goodbye. */
  | { readonly kind: 'failed'; readonly failure: PrefaceFailure; readonly send: Uint8Array | undefined };

export interface PrefaceFailure {
  readonly kind: Extract<FailureKind, 'starttls' | 'limit'>;
  /** A whole sentence that quotes what the server said. */
  readonly message: string;
}

/** How TLS records travel inside packets of the protocol (TDS); without I/O. */
export interface Wrapping {
  readonly wrap: (bytes: Uint8Array) => Uint8Array;
  /** Takes bytes as they arrive; returns those that belong to TLS. An error ends the connection. */
  readonly unwrap: (bytes: Uint8Array) => { readonly bytes: Uint8Array; readonly failure: PrefaceFailure | undefined };
}

/** What a protocol may have to say about the client or the server. */
export interface PrefaceOptions {
  readonly protocol: StartTlsProtocol;
  /** How the client introduces itself (EHLO, LHLO); undefined: by `localAddress`. */
  readonly clientName: string | undefined;
  /** Of this end of the connection: an IP literal; undefined: unknown. */
  readonly localAddress: string | undefined;
  /** The name that was dialed, or the domain for XMPP's `to`, which differs from the server name (SNI) if the operator wants that. */
  readonly host: string;
}
