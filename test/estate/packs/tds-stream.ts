import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';

const headerBytes = 8;
const packetBytes = 4_096;

/** A server's TLS inside packets of TDS 7 (MS-TDS §2.2.3.1, §2.2.6.5): header and records, of the type PRELOGIN in both directions. */
export function wrapInTdsPackets(socket: Socket): Duplex {
  let unread = Buffer.alloc(0);
  const stream = new Duplex({
    read: () => {},
    write: (chunk: Buffer, _encoding, done) => {
      const packets: Buffer[] = [];
      for (let start = 0; start < chunk.length; start += packetBytes - headerBytes) {
        const data = chunk.subarray(start, start + packetBytes - headerBytes);
        const isLast = start + data.length === chunk.length;
        const header = Buffer.of(0x12, isLast ? 1 : 0, 0, 0, 0, 0, 0, 0);
        header.writeUInt16BE(headerBytes + data.length, 2);
        packets.push(header, data);
      }
      socket.write(Buffer.concat(packets), done);
    },
    final: (done) => socket.end(done),
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  socket.on('data', (bytes: Buffer) => {
    unread = Buffer.concat([unread, bytes]);
    while (unread.length >= headerBytes && unread.length >= unread.readUInt16BE(2)) {
      const end = Math.max(headerBytes, unread.readUInt16BE(2));
      if (unread[0] !== 0x12) return stream.destroy();
      stream.push(unread.subarray(headerBytes, end));
      unread = unread.subarray(end);
    }
    return undefined;
  });
  socket.on('end', () => stream.push(null));
  socket.on('close', () => stream.destroy());
  socket.on('error', () => stream.destroy());
  return stream;
}
