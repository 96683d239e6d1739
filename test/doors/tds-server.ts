import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { createSecureContext, type SecureContextOptions, TLSSocket } from 'node:tls';

import type { Presentation } from '../../src/lab/tls-listener.ts';

/** A server of TDS 7, which is written from the document alone: it shares no code with the client under test. */
export interface TdsServer {
  readonly port: number;
  /** The first packet of each connection, in hexadecimal. */
  readonly greetings: readonly string[];
  stop(): Promise<void>;
}

export interface TdsServerOptions {
  /** The answer to PRELOGIN. */
  readonly answer: Uint8Array;
  /** How many bytes of records a packet carries at most; records and packets then begin apart. */
  readonly packetDataBytes: number;
  /** How many bytes are written to the network at once. */
  readonly pieceBytes: number;
  readonly settings?: SecureContextOptions;
}

/** Starts it on loopback: PRELOGIN, then Node's own TLS inside packets. */
export async function startTdsServer({ chain, key }: Presentation, options: TdsServerOptions): Promise<TdsServer> {
  const greetings: string[] = [];
  const sockets = new Set<Socket>();
  const secureContext = createSecureContext({
    ...options.settings,
    cert: chain.map(({ pem }) => pem).join(''),
    key: key.pem,
  });
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    const inner = new InsidePackets(socket, options);
    inner.once('greeting', (packet: Buffer) => {
      greetings.push(packet.toString('hex'));
      socket.write(options.answer);
    });
    const secure = new TLSSocket(inner, { isServer: true, secureContext });
    secure.on('error', () => socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    greetings,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

const headerBytes = 8;

/** What TLS reads and writes: the data of packets of type 0x12, after the first. */
class InsidePackets extends Duplex {
  readonly #socket: Socket;
  readonly #options: TdsServerOptions;
  #unread = Buffer.alloc(0);
  #isGreeted = false;

  constructor(socket: Socket, options: TdsServerOptions) {
    super();
    this.#socket = socket;
    this.#options = options;
    socket.setNoDelay(true);
    socket.on('data', (bytes) => this.#receive(bytes));
    socket.on('end', () => this.push(null));
  }

  #receive(bytes: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, bytes]);
    while (this.#unread.length >= headerBytes && this.#unread.length >= this.#unread.readUInt16BE(2)) {
      const length = this.#unread.readUInt16BE(2);
      const packet = this.#unread.subarray(0, length);
      this.#unread = this.#unread.subarray(length);
      if (packet[0] !== 0x12) this.#socket.destroy();
      else if (this.#isGreeted) this.push(packet.subarray(headerBytes));
      else this.emit('greeting', packet);
      this.#isGreeted = true;
    }
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    const { packetDataBytes, pieceBytes } = this.#options;
    const packets: Buffer[] = [];
    for (let start = 0; start < chunk.length; start += packetDataBytes) {
      const data = chunk.subarray(start, start + packetDataBytes);
      const header = Buffer.from([
        0x12,
        start + packetDataBytes < chunk.length ? 0 : 1,
        0,
        0,
        0,
        0,
        packets.length + 1,
        0,
      ]);
      header.writeUInt16BE(data.length + headerBytes, 2);
      packets.push(header, data);
    }
    const all = Buffer.concat(packets);
    const writeNext = (start: number): void => {
      if (start >= all.length) done();
      else this.#socket.write(all.subarray(start, start + pieceBytes), () => writeNext(start + pieceBytes));
    };
    writeNext(0);
  }

  override _final(done: () => void): void {
    this.#socket.end(done);
  }
}
