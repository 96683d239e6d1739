import type { Socket } from 'node:net';

import { ByteReader } from '../../src/tls/bytes/byte-reader.ts';
import { contentType } from '../../src/tls/records/record.ts';

/** What a server needs to know of a hello. */
export interface Hello {
  /** The handshake message, header included. */
  readonly message: Uint8Array;
  readonly version: number;
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  readonly suites: readonly number[];
  /** By type. */
  readonly extensions: ReadonlyMap<number, Uint8Array>;
}

/** One connection to an animal: bytes as they come, and every way to leave. Sending waits for the client to read. */
export class Visit {
  readonly #socket: Socket;
  /** Who is told that the client is gone. */
  readonly #waiting = new Set<() => void>();
  #arrived: Uint8Array = new Uint8Array();
  #wake: (() => void) | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('close', () => {
      for (const leave of this.#waiting) leave();
    });
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes) => {
      this.#arrived = Buffer.concat([this.#arrived, bytes]).subarray(-mostKept);
      this.#wake?.();
    });
  }

  /** The next ClientHello, ChangeCipherSpec before it skipped; never settles where none comes. */
  async hello(): Promise<Hello> {
    for (;;) {
      const record = this.#takeRecord();
      if (record?.type === contentType.handshake) return readHello(record.payload);
      if (record === undefined) await this.#more();
    }
  }

  /**
   * True once the system took the bytes, false once the client is gone. Settles in a turn of its own, so that who sends
   * without end does not keep the process to itself.
   */
  send(bytes: Uint8Array): Promise<boolean> {
    if (this.#socket.destroyed || !this.#socket.writable) return Promise.resolve(false);
    return this.#whileHere((done) => {
      this.#socket.write(bytes, (error) => setImmediate(done, error === null || error === undefined));
    });
  }

  /** False where the client left meanwhile. */
  pause(ms: number): Promise<boolean> {
    return this.#whileHere((done) => setTimeout(done, ms, true));
  }

  /** Stops reading what the client sends. */
  deafen(): void {
    this.#socket.pause();
  }

  /** FIN. */
  finish(): void {
    this.#socket.end();
  }

  /** RST. */
  reset(): void {
    this.#socket.resetAndDestroy();
  }

  /** Lets go of the socket with whatever is in it: FIN or RST, as the system sees fit. */
  drop(): void {
    this.#socket.destroy();
  }

  #takeRecord(): { readonly type: number; readonly payload: Uint8Array } | undefined {
    const length = Buffer.from(this.#arrived.subarray(3, 5));
    if (length.length < 2 || this.#arrived.length < 5 + length.readUInt16BE()) return undefined;
    const reader = new ByteReader(this.#arrived, 'record');
    const type = reader.uint8();
    reader.uint16();
    const payload = reader.vector16();
    this.#arrived = this.#arrived.subarray(reader.position);
    return { type, payload };
  }

  #whileHere(begin: (done: (isHere: boolean) => void) => void): Promise<boolean> {
    return new Promise((resolve) => {
      const leave = (): void => done(false);
      const done = (isHere: boolean): void => {
        this.#waiting.delete(leave);
        resolve(isHere);
      };
      this.#waiting.add(leave);
      begin(done);
    });
  }

  async #more(): Promise<void> {
    await new Promise<void>((wake) => {
      this.#wake = wake;
    });
  }
}

/** Two hellos and what stands between them; what a visitor sends beyond that is not read. */
const mostKept = 0x10000;

function readHello(message: Uint8Array): Hello {
  const reader = new ByteReader(message.subarray(4), 'ClientHello');
  const version = reader.uint16();
  const random = reader.bytes(32);
  const sessionId = reader.vector8();
  const suites = new ByteReader(reader.vector16(), 'suites');
  const codes: number[] = [];
  while (suites.remaining > 0) codes.push(suites.uint16());
  reader.vector8();
  const extensions = new Map<number, Uint8Array>();
  if (reader.remaining > 0) {
    const block = new ByteReader(reader.vector16(), 'extensions');
    while (block.remaining > 0) extensions.set(block.uint16(), block.vector16());
  }
  return { message, version, random, sessionId, suites: codes, extensions };
}
