import { createServer, type Socket } from 'node:net';

// node dead-server.js PORT: takes every connection. One of two stays silent for ever, the other gets the header of a long
// handshake record (RFC 8446 §5.1) and then a byte a second.

const port = Number(process.argv[2]);
const recordHeader = Buffer.from([0x16, 0x03, 0x03, 0x40, 0x00]);
const dripEveryMs = 1_000;

const dripping = new Set<Socket>();
let count = 0;

createServer((socket) => {
  socket.on('error', () => undefined);
  socket.resume();
  count += 1;
  if (count % 2 === 0) return;
  socket.write(recordHeader);
  dripping.add(socket);
  socket.once('close', () => dripping.delete(socket));
}).listen(port, '127.0.0.1');

setInterval(() => {
  for (const socket of dripping) socket.write(Buffer.from([0x02]));
}, dripEveryMs);
