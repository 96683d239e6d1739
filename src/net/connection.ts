import { connect, isIP, type Socket } from 'node:net';
import { platform } from 'node:os';

import { err, ok, type Result } from '../model/result.ts';
import { abortKind, type ConnectionFailure } from './failure.ts';
import { atTurnEnd } from '../async/in-step.ts';
import { socketFailure } from './socket-failure.ts';

export interface ConnectRequest {
  /** IP literal: names are resolved elsewhere. */
  readonly address: string;
  readonly port: number;
  /** Ends the attempt and the connection that comes of it, at any time. */
  readonly signal: AbortSignal;
}

/** What may have arrived and not been asked for before the socket is paused: one read of libuv's (64 KiB). */
const maxUnreadBytes = 65_536;

/** Opens a TCP connection. Whoever gets it ends it with `end` or `destroy`; an aborted signal destroys it too. */
export function connectTcp(request: ConnectRequest): Promise<Result<Connection, ConnectionFailure>> {
  const { address, port, signal } = request;
  if (signal.aborted) return Promise.resolve(err(abortFailure(signal)));
  if (isIP(address) === 0) {
    return Promise.resolve(err({ kind: 'socket-error', message: `${address} is not an IP address.` }));
  }
  return openConnection(address, port, signal).opened();
}

/** One read of libuv's is 64 KiB; a flight is 2 to 5. */
const landingBytes = 65_536;

let sharedLanding: Uint8Array | undefined;

/**
 * Where a socket's bytes land before they are copied. libuv reads into it and hands it over in one go, so all sockets of a
 * thread share one, which spares each read 64 KiB of fresh memory; on Windows the system writes into it while others read.
 */
function landing(): Uint8Array {
  if (platform() === 'win32') return new Uint8Array(landingBytes / 4);
  sharedLanding ??= new Uint8Array(landingBytes);
  return sharedLanding;
}

function openConnection(host: string, port: number, signal: AbortSignal): Connection {
  const onread = {
    buffer: landing(),
    callback: (length: number, buffer: Uint8Array): boolean => {
      connection.receive(copyOf(buffer, length));
      return true;
    },
  };
  const connection = new Connection(connect({ host, port, onread }), signal);
  return connection;
}

/** From Node's pool where it is short: an array of its own costs much more than the copy. */
function copyOf(buffer: Uint8Array, length: number): Uint8Array {
  const pooled = Buffer.allocUnsafe(length);
  pooled.set(buffer.subarray(0, length));
  return new Uint8Array(pooled.buffer, pooled.byteOffset, length);
}

/**
 * A TCP connection whose bytes are pulled. Past `maxUnreadBytes` the socket is paused until they are asked for, so that a
 * peer cannot fill our memory. What arrived before the connection broke is still handed out.
 */
export class Connection {
  readonly #socket: Socket;
  #arrived: Uint8Array[] = [];
  #unreadBytes = 0;
  #failure: ConnectionFailure | undefined;
  #wake: (() => void) | undefined;

  constructor(socket: Socket, signal: AbortSignal) {
    this.#socket = socket;
    const onAbort = () => this.destroy(abortFailure(signal));
    signal.addEventListener('abort', onAbort);
    socket.on('end', () => this.#fail({ kind: 'closed', message: 'The peer closed the connection.' }));
    socket.on('error', (error) => this.#fail(socketFailure(error)));
    socket.on('close', () => {
      signal.removeEventListener('abort', onAbort);
      this.#fail({ kind: 'closed', message: 'The connection is closed.' });
    });
  }

  /** Settles once, when the connection stands or has failed. */
  async opened(): Promise<Result<Connection, ConnectionFailure>> {
    if (this.#socket.connecting) {
      await new Promise<void>((wake) => {
        this.#wake = wake;
        this.#socket.once('connect', wake);
      });
    }
    return this.#failure === undefined ? ok(this) : err(this.#failure);
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

  /**
   * Leaves politely: sends a last word, then closes, which sends FIN. What the system could not take at once is not waited
   * for, because a peer that never reads would keep the socket open for ever.
   */
  end(farewell?: Uint8Array): void {
    if (farewell !== undefined) this.write(farewell);
    this.#failure ??= { kind: 'closed', message: 'The connection is closed.' };
    this.#arrived = [];
    this.#socket.destroy();
  }

  /** Lets go at once. A pending read gets `failure`. */
  destroy(failure: ConnectionFailure = { kind: 'closed', message: 'The connection is closed.' }): void {
    this.#fail(failure);
    this.#socket.destroy();
  }

  /** Bytes have arrived, and are ours from here on. */
  receive(bytes: Uint8Array): void {
    if (this.#failure !== undefined) return;
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
    if (wake !== undefined) atTurnEnd(wake);
  }
}

function abortFailure(signal: AbortSignal): ConnectionFailure {
  return abortKind(signal) === 'timeout'
    ? { kind: 'timeout', message: 'The time for this endpoint ran out.' }
    : { kind: 'aborted', message: 'The run was interrupted.' };
}
