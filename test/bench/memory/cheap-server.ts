import { createECDH, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';

import { createAuthority } from '../../forge/certificate-authority.ts';
import { certificateMessage, handshake, serverHello, serverHelloDone } from '../../zoo/server-messages.ts';
import { concatenate, uint16, uint8, vector16, vector8 } from '../../../src/tls/bytes/byte-writer.ts';
import { handshakeType, writeHandshakeMessage } from '../../../src/tls/messages/handshake-message.ts';
import { startAnyNameServer } from './any-name-server.ts';
import { findDigits, openLeafMint } from './leaf-mint.ts';

// node cheap-server.js ROOT.pem: writes its root there, listens on 127.0.0.1, prints its port and that of a DNS server, and answers every hello with
// the first flight of TLS 1.2 (ECDHE, P-256) under a leaf and a key made for the name it asks for. It is honest where the
// probe looks, chain and proof of the key, and lazy elsewhere: one ephemeral point and one server random for all.

const [rootFile = ''] = process.argv.slice(2);
const authority = await createAuthority({ organization: 'Contoso', now: new Date() });
writeFileSync(rootFile, authority.root.pem);

const mint = await openLeafMint(authority);
const random = new Uint8Array(32).fill(0xfe);
const point = createECDH('prime256v1').generateKeys();
const parameters = concatenate([uint8(3), uint16(0x0017), vector8(point)]);
const renegotiationInfo = [0xff01, Uint8Array.of(0)] as const;
const hello = serverHello({ suite: 0xc02b, random, extensions: [renegotiationInfo] });

/** Of the record with the hello: header of the record, header of the message, version. */
const randomAt = 11;
const recordHeaderBytes = 5;

let hellos = 0;

function flight(record: Buffer): Uint8Array | undefined {
  const digits = findDigits(record);
  if (digits === undefined) return undefined;
  const { der, privateKey } = mint(digits);
  const signed = concatenate([record.subarray(randomAt, randomAt + 32), random, parameters]);
  const exchange = concatenate([parameters, uint16(0x0403), vector16(sign('sha256', signed, privateKey))]);
  const chain = certificateMessage([der, authority.intermediate.der]);
  return handshake(hello, chain, writeHandshakeMessage(handshakeType.serverKeyExchange, exchange), serverHelloDone);
}

function answer(socket: Socket): void {
  let arrived = Buffer.alloc(0);
  let isAnswered = false;
  socket.on('error', () => socket.destroy());
  socket.on('data', (bytes) => {
    if (isAnswered) return;
    arrived = Buffer.concat([arrived, bytes]);
    const isWhole =
      arrived.length >= recordHeaderBytes && arrived.length >= recordHeaderBytes + arrived.readUInt16BE(3);
    if (!isWhole) return;
    isAnswered = true;
    hellos += 1;
    const said = flight(arrived);
    if (said === undefined) socket.destroy();
    else socket.write(said);
  });
}

const server = createServer(answer);
const names = await startAnyNameServer();
server.listen({ port: 0, host: '127.0.0.1', backlog: 1_024 }, () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''} ${names}\n`);
});
// A line there asks how many hellos came. It ends with the process that started this one.
process.stdin.on('data', () => process.stdout.write(`${hellos}\n`)).once('end', () => process.exit(0));
