import { createSocket } from 'node:dgram';
import { once } from 'node:events';

const headerBytes = 12;
const typeA = 1;

/** An answer to the name of the question: IN, A, a minute, 127.0.0.1 (RFC 1035 §4.1.3). */
const loopback = Buffer.from([0xc0, headerBytes, 0, typeA, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1]);

/** A DNS server to which every name is this machine's, and has no IPv6 address. Hands back its `ADDRESS:PORT`. */
export async function startAnyNameServer(): Promise<string> {
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const questionEnd = query.indexOf(0, headerBytes) + 5;
    const isA = query.readUInt16BE(questionEnd - 4) === typeA;
    const answer = Buffer.concat([query.subarray(0, questionEnd), ...(isA ? [loopback] : [])]);
    answer.writeUInt16BE(0x8180, 2);
    answer.writeUInt16BE(isA ? 1 : 0, 6);
    answer.writeUInt32BE(0, 8);
    socket.send(answer, port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return `127.0.0.1:${socket.address().port}`;
}
