import { connect, isIP, type Socket } from 'node:net';

import type { InStep } from '../async/in-step.ts';
import { err, ok, type Result } from '../model/result.ts';
import { createSecretFinder } from './find-secret.ts';
import { abortKind, type ConnectionFailure } from './failure.ts';
import type { ConnectionEnds } from './proxy-protocol.ts';
import { socketFailure } from './socket-failure.ts';

export interface ConnectRequest {
  /** IP literal: names are resolved elsewhere. */
  readonly address: string;
  readonly port: number;
  /** Ends the attempt and the connection that comes of it, at any time. */
  readonly signal: AbortSignal;
  /** Time for the attempt; absent: until `signal` ends it. */
  readonly connectMs?: number | undefined;
}

/** What may have arrived without having been asked for before the socket is paused: one read of libuv's (64 KiB). */
const maxUnreadBytes = 65_536;

/**
 * Opens a TCP connection, which takes its steps together with others of the same `inStep`. The caller ends it with `end` or
 * `destroy`; an aborted signal destroys it too.
 */
export function connectTcp(request: ConnectRequest, inStep: InStep): Promise<Result<Connection, ConnectionFailure>> {
  const { address, port, signal, connectMs } = request;
  if (signal.aborted) return Promise.resolve(err(abortFailure(signal)));
  if (isIP(address) === 0) {
    return Promise.resolve(err({ kind: 'socket-error', message: `${address} is not an IP address.` }));
  }
  return new Connection(connect({ host: address, port }), { signal, inStep }).opened(connectMs);
}

/**
 * A TCP connection whose bytes are pulled. Past `maxUnreadBytes` the socket is paused until they are asked for, so that a
 * peer cannot fill our memory. What arrived before the connection broke can still be read.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #inStep: InStep;
  #arrived: Uint8Array[] = [];
  #unreadBytes = 0;
  #failure: ConnectionFailure | undefined;
  #wake: (() => void) | undefined;
  /** Whether the connection fails for what has arrived. */
  #isRefused: ((bytes: Uint8Array) => boolean) | undefined;
  readonly #removeListeners: () => void;

  constructor(socket: Socket, { signal, inStep }: { readonly signal: AbortSignal; readonly inStep: InStep }) {
    this.#socket = socket;
    this.#inStep = inStep;
    const onAbort = () => this.destroy(abortFailure(signal));
    signal.addEventListener('abort', onAbort);
    this.#removeListeners = () => {
      signal.removeEventListener('abort', onAbort);
      socket.off('data', onData).off('end', onEnd).off('error', onError).off('close', onClose);
    };
    const onData = ({ buffer, byteOffset, length }: Buffer) =>
      this.#receive(new Uint8Array(buffer as ArrayBuffer, byteOffset, length));
    const onEnd = () => this.#fail({ kind: 'closed', message: 'The peer closed the connection.' });
    const onError = (error: Error) => this.#fail(socketFailure(error));
    const onClose = () => {
      signal.removeEventListener('abort', onAbort);
      this.#fail({ kind: 'closed', message: 'The connection is closed.' });
    };
    socket.on('data', onData).on('end', onEnd).on('error', onError).on('close', onClose);
  }

  /** Resolves once the connection is open or has failed, or has not come to stand after `connectMs`. */
  async opened(connectMs?: number): Promise<Result<Connection, ConnectionFailure>> {
    const late = { kind: 'timeout', message: `The connection was not accepted within ${connectMs} ms.` } as const;
    const timer = connectMs === undefined ? undefined : setTimeout(() => this.destroy(late), connectMs);
    if (this.#socket.connecting) {
      await new Promise<void>((wake) => {
        this.#wake = wake;
        this.#socket.once('connect', wake);
      });
    }
    clearTimeout(timer);
    return this.#failure === undefined ? ok(this) : err(this.#failure);
  }

  /** The address of this machine that it comes from; undefined: it is not open. */
  localAddress(): string | undefined {
    return this.#socket.localAddress;
  }

  /** Both ends; undefined: it is not open. */
  ends(): ConnectionEnds | undefined {
    const { localAddress, localPort, remoteAddress, remotePort } = this.#socket;
    if (localAddress === undefined || localPort === undefined) return undefined;
    if (remoteAddress === undefined || remotePort === undefined) return undefined;
    return { localAddress, localPort, remoteAddress, remotePort };
  }

  /** Gives bytes back that were read and belong to the next reader. */
  unread(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#arrived.unshift(bytes);
    this.#unreadBytes += bytes.length;
  }

  /** From now on the connection fails, with `failure`, as soon as one of `secrets` arrives, or has arrived and was not read. */
  failOn(secrets: readonly Uint8Array[], failure: ConnectionFailure): void {
    const hasSecret = createSecretFinder(secrets);
    this.#isRefused = (bytes) => {
      if (!hasSecret(bytes)) return false;
      this.#arrived = [];
      this.destroy(failure);
      return true;
    };
    for (const bytes of [...this.#arrived]) if (this.#isRefused(bytes)) return;
  }

  /** Hands the socket over, with what has arrived and was not read. From now on it is the caller's, and no signal ends it. */
  release(): Socket {
    const socket = this.#socket;
    socket.pause();
    this.#removeListeners();
    if (this.#arrived.length > 0) socket.unshift(Buffer.concat(this.#arrived));
    this.#arrived = [];
    this.#failure ??= { kind: 'closed', message: 'The connection is closed.' };
    return socket;
  }

  /** Sends bytes; whether they arrive shows in the next read. */
  write(bytes: Uint8Array): void {
    if (this.#socket.writable) this.#socket.write(bytes);
  }

  /** The next bytes, in pieces of any size; a failure once there are none left. One read at a time. */
  async read(): Promise<Result<Uint8Array, ConnectionFailure>> {
    if (this.#arrived.length === 0 && this.#failure === undefined) {
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    }
    const bytes = this.#arrived.shift();
    if (bytes !== undefined) {
      this.#unreadBytes -= bytes.length;
      if (this.#socket.isPaused()) this.#socket.resume();
      return ok(bytes);
    }
    return err(this.#failure ?? { kind: 'closed', message: 'The connection is closed.' });
  }

  /** What has arrived and was not read yet, without waiting: it came before anything that is written from now on. */
  takeArrived(): readonly Uint8Array[] {
    const arrived = this.#arrived;
    this.#arrived = [];
    this.#unreadBytes = 0;
    if (this.#socket.isPaused()) this.#socket.resume();
    return arrived;
  }

  /**
   * Sends `lastBytes` if there are any (a closing alert, say), then closes, which sends FIN. Bytes that the system cannot take
   * at once are dropped: waiting for a peer that never reads would keep the socket open for ever.
   */
  end(lastBytes?: Uint8Array): void {
    if (lastBytes !== undefined) this.write(lastBytes);
    this.#failure ??= { kind: 'closed', message: 'The connection is closed.' };
    this.#arrived = [];
    this.#socket.destroy();
  }

  /** Closes at once. A pending read gets `failure`. */
  destroy(failure: ConnectionFailure = { kind: 'closed', message: 'The connection is closed.' }): void {
    this.#fail(failure);
    this.#socket.destroy();
  }

  #receive(bytes: Uint8Array): void {
    if (this.#failure !== undefined || this.#isRefused?.(bytes)) return;
    this.#arrived.push(bytes);
    this.#unreadBytes += bytes.length;
    if (this.#unreadBytes > maxUnreadBytes) this.#socket.pause();
    this.#wakeUp();
  }

  #fail(failure: ConnectionFailure): void {
    this.#failure ??= failure;
    this.#wakeUp();
  }

  #wakeUp(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    if (wake !== undefined) this.#inStep.atTurnEnd(wake);
  }
}

function abortFailure(signal: AbortSignal): ConnectionFailure {
  return abortKind(signal) === 'timeout'
    ? { kind: 'timeout', message: 'The time limit for this endpoint was reached.' }
    : { kind: 'aborted', message: 'The run was interrupted.' };
}
