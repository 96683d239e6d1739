import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import type { StartTlsProtocol } from '../../../src/model/vocabulary.ts';
import { wrapInTdsPackets } from './tds-stream.ts';

/**
 * What a server says in plain text up to its go-ahead for TLS. Resolves to the stream on which TLS begins; undefined: the client said
 * something else, or left.
 */
export type PlainOpening = (socket: Socket) => Promise<Duplex | undefined>;

/** The servers' sides of the protocols that built-in policies dial, each written from its specification. */
export const plainOpenings: Readonly<Partial<Record<StartTlsProtocol, PlainOpening>>> = {
  // RFC 3207 §4
  smtp: async (socket) => {
    socket.write('220 mx.contoso.com Microsoft ESMTP MAIL Service ready\r\n');
    if (!(await hears(socket, /^EHLO \S+\r\n$/i))) return undefined;
    socket.write('250-mx.contoso.com Hello\r\n250-SIZE 37748736\r\n250-STARTTLS\r\n250 8BITMIME\r\n');
    if (!(await hears(socket, /^STARTTLS\r\n$/i))) return undefined;
    socket.write('220 2.0.0 SMTP server ready\r\n');
    return socket;
  },
  // RFC 2595 §4
  pop3: async (socket) => {
    socket.write('+OK The Microsoft Exchange POP3 service is ready.\r\n');
    if (!(await hears(socket, /^CAPA\r\n$/i))) return undefined;
    socket.write('+OK\r\nTOP\r\nUIDL\r\nSTLS\r\n.\r\n');
    if (!(await hears(socket, /^STLS\r\n$/i))) return undefined;
    socket.write('+OK Begin TLS negotiation.\r\n');
    return socket;
  },
  // RFC 9051 §6.2.1
  imap: async (socket) => {
    socket.write('* OK The Microsoft Exchange IMAP4 service is ready.\r\n');
    const asked = await hears(socket, /^(\S+) CAPABILITY\r\n$/i);
    if (!asked) return undefined;
    socket.write(`* CAPABILITY IMAP4 IMAP4rev1 STARTTLS UIDPLUS\r\n${asked[1]} OK CAPABILITY completed.\r\n`);
    const begun = await hears(socket, /^(\S+) STARTTLS\r\n$/i);
    if (!begun) return undefined;
    socket.write(`${begun[1]} OK Begin TLS negotiation now.\r\n`);
    return socket;
  },
  // PostgreSQL, Frontend/Backend Protocol, SSLRequest (80877103)
  postgres: async (socket) => {
    if (!(await hears(socket, /^\0\0\0\x08\x04\xd2\x16\x2f$/))) return undefined;
    socket.write('S');
    return socket;
  },
  // RFC 4511 §4.14: ExtendedRequest with the OID of StartTLS; the answer is what domain controllers send, with long lengths.
  ldap: async (socket) => {
    if (!(await hears(socket, /^0.{1,5}\x02\x01\x01w.*1\.3\.6\.1\.4\.1\.1466\.20037$/s))) return undefined;
    const name = Buffer.from('1.3.6.1.4.1.1466.20037');
    const result = [0x0a, 0x01, 0x00, 0x04, 0x00, 0x04, 0x00, 0x8a, name.length, ...name];
    const operation = [0x78, 0x84, 0, 0, 0, result.length, ...result];
    socket.write(Uint8Array.of(0x30, 0x84, 0, 0, 0, operation.length + 3, 0x02, 0x01, 0x01, ...operation));
    return socket;
  },
  // MS-RDPBCGR §2.2.1.1, §2.2.1.2: a Connection Request with RDP_NEG_REQ; the answer chooses CredSSP over TLS.
  rdp: async (socket) => {
    if (!(await hears(socket, /^\x03\x00\x00\x13\x0e\xe0.{5}\x01.\x08\x00[\x01\x03\x0b]\x00\x00\x00$/s)))
      return undefined;
    socket.write(Uint8Array.of(3, 0, 0, 0x13, 0x0e, 0xd0, 0, 0, 0x12, 0x34, 0, 0x02, 0x1f, 0x08, 0, 0x02, 0, 0, 0));
    return socket;
  },
  // MS-TDS §2.2.6.5: PRELOGIN; the answer has VERSION and ENCRYPTION (ENCRYPT_ON), and TLS then travels in packets.
  mssql: async (socket) => {
    if (!(await hears(socket, /^\x12\x01.{6}\x00.*\xff/s))) return undefined;
    const options = [0x00, 0, 11, 0, 6, 0x01, 0, 17, 0, 1, 0xff];
    const values = [0x0f, 0x00, 0x07, 0xd0, 0, 0, 0x01];
    socket.write(Uint8Array.of(0x04, 0x01, 0, 8 + options.length + values.length, 0, 0, 1, 0, ...options, ...values));
    return wrapInTdsPackets(socket);
  },
};

/** What a client may say before an answer is due. */
const maxWords = 1_024;

/** Reads until all that was said fits, as Latin-1; undefined: it is too much to fit, or the client left. */
async function hears(socket: Socket, expected: RegExp): Promise<RegExpExecArray | undefined> {
  for (let words = ''; words.length < maxWords; ) {
    const bytes = socket.read() as Buffer | null;
    if (bytes === null) {
      if (socket.readableEnded || socket.destroyed) return undefined;
      await Promise.race([once(socket, 'readable'), once(socket, 'close')]);
      continue;
    }
    words += bytes.toString('latin1');
    const match = expected.exec(words);
    if (match !== null) return match;
  }
  return undefined;
}
