import type { Failure } from '../model/failure.ts';
import { err, ok, type Result } from '../model/result.ts';
import type { StartTlsProtocol } from '../model/vocabulary.ts';
import type { Connection } from '../net/connection.ts';
import type { ConnectionFailure } from '../net/failure.ts';
import { concatenate } from '../tls/bytes/byte-writer.ts';
import type { Preface, PrefaceFailure, Wrapping } from '../tls/start-tls/preface.ts';
import { createStartTls } from '../tls/start-tls/start-tls.ts';

/** A connection on which TLS begins, whatever was said on it before. */
export interface TlsStream extends Pick<Connection, 'read' | 'write' | 'end' | 'destroy'> {}

export interface BeginTlsRequest {
  readonly protocol: StartTlsProtocol;
  /** The name that was dialed. */
  readonly host: string;
  /** How the client introduces itself; undefined: by its address. */
  readonly clientName: string | undefined;
  readonly signal: AbortSignal;
}

/** TLS may begin. */
export interface BegunTls {
  readonly stream: TlsStream;
  /** What had arrived after the server's go-ahead, before the client began TLS: plain text, whatever it looks like. Empty: nothing. */
  readonly injected: Uint8Array;
}

/** Says what the protocol wants to hear before TLS. If the server does not agree to TLS, the connection is closed. */
export async function beginTls(
  connection: Connection,
  { protocol, host, clientName, signal }: BeginTlsRequest,
): Promise<Result<BegunTls, Failure>> {
  const preface = createStartTls({ protocol, host, clientName, localAddress: connection.localAddress() });
  const first = preface.start();
  if (first !== undefined) connection.write(first);
  for (;;) {
    const read = await connection.read();
    if (!read.ok) {
      connection.end();
      return err(describeBreak(protocol, preface, { failure: read.error, signal }));
    }
    const step = preface.receive(read.value);
    if (step.kind === 'failed') {
      connection.end(step.send);
      return err(fromPreface(step.failure));
    }
    if (step.send !== undefined) connection.write(step.send);
    if (step.kind === 'ready') {
      const stream = step.wrapping === undefined ? connection : new WrappedStream(connection, step.wrapping);
      return ok({ stream, injected: concatenate([step.injected, ...connection.takeArrived()]) });
    }
  }
}

/** The connection broke, by the peer, the network or the clock, before the server agreed to TLS. */
function describeBreak(
  protocol: StartTlsProtocol,
  preface: Preface,
  { failure: { kind, message }, signal }: { readonly failure: ConnectionFailure; readonly signal: AbortSignal },
): Failure {
  if (kind === 'aborted') return { stage: 'tls', kind, message };
  if (kind === 'proxy') return { stage: 'tcp', kind, message };
  const { awaits, heard } = preface.progress();
  const isLate = kind === 'timeout' && signal.aborted;
  const what = isLate ? 'The time limit was reached' : message.replace(/\.$/, '');
  // Mail filters hold back a part of their greeting, for up to 15 s, to see who cannot wait.
  const patience = isLate ? '; use --timeout to allow it more time' : '';
  const said =
    heard === undefined
      ? `the server sent nothing; ${silenceAdvice(protocol)}`
      : `the last it sent was ${heard}${patience}.`;
  return { stage: 'tls', kind, message: `${what} while waiting for ${awaits} (${protocol}, before TLS); ${said}` };
}

/** A server that begins with TLS at once waits for a ClientHello, and closes or stays silent when it gets text, or nothing. */
function silenceAdvice(protocol: StartTlsProtocol): string {
  const url = protocol === 'mssql' ? 'mssql-strict://HOST (TDS 8)' : 'tls://HOST:PORT';
  return `if TLS begins at once on this port, leave out --starttls, or give the target as ${url}.`;
}

function fromPreface({ kind, message }: PrefaceFailure): Failure {
  return { stage: 'tls', kind, message };
}

/** A connection that carries TLS records inside packets of another protocol. */
class WrappedStream implements TlsStream {
  readonly #connection: Connection;
  readonly #wrapping: Wrapping;
  #failure: ConnectionFailure | undefined;

  constructor(connection: Connection, wrapping: Wrapping) {
    this.#connection = connection;
    this.#wrapping = wrapping;
  }

  async read(): Promise<Result<Uint8Array, ConnectionFailure>> {
    for (;;) {
      if (this.#failure !== undefined) return err(this.#failure);
      const read = await this.#connection.read();
      if (!read.ok) return read;
      const { bytes, failure } = this.#wrapping.unwrap(read.value);
      if (failure !== undefined) this.#failure = { kind: 'protocol', message: failure.message };
      if (bytes.length > 0) return ok(bytes);
    }
  }

  write(bytes: Uint8Array): void {
    this.#connection.write(this.#wrapping.wrap(bytes));
  }

  end(lastBytes?: Uint8Array): void {
    this.#connection.end(lastBytes === undefined ? undefined : this.#wrapping.wrap(lastBytes));
  }

  destroy(failure?: ConnectionFailure): void {
    this.#connection.destroy(failure);
  }
}
