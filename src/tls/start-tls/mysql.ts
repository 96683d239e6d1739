import { concatenate } from '../bytes/byte-writer.ts';
import { quoteBytes } from '../quote-bytes.ts';
import { type Conversation, failed, readBytes, ready, sendBytes } from './conversation.ts';
import { PacketReader } from './packet-reader.ts';
import { failAsStranger } from './stranger.ts';

/**
 * MySQL and MariaDB (MySQL Source Code Documentation, "Connection Phase": Protocol::HandshakeV10, Protocol::SSLRequest): the server greets,
 * and TLS begins right after the client's SSLRequest, without a go-ahead.
 */
export function* talkMysql(): Conversation {
  const header = yield* readBytes(4, 'the greeting');
  const length = (header[0] as number) + (header[1] as number) * 0x100 + (header[2] as number) * 0x10000;
  if (length === 0 || length > maxGreetingBytes) {
    return yield* failAsStranger('MySQL', header);
  }
  const greeting = yield* readBytes(length, 'the greeting');
  const reader = new PacketReader(greeting);
  const version = reader.uint8();
  if (version === errorPacket) return failed(`The server turned the client away: ${describeError(reader)}.`);
  if (version === 9) {
    return failed('The server speaks protocol version 9 (MySQL before 3.21.0), which has no TLS.');
  }
  if (version !== 10) {
    return yield* failAsStranger('MySQL', concatenate([header, greeting]));
  }
  const name = quoteBytes(reader.untilZero());
  reader.bytes(threadIdAndSalt);
  const capabilities = reader.uint16('little-endian');
  if (reader.isCut) return failed(`The server's greeting is cut short: it sent ${quoteBytes(greeting)}.`);
  if ((capabilities & clientSsl) === 0) {
    const flags = capabilities.toString(16).padStart(4, '0');
    return failed(
      `The server does not offer TLS: the capabilities in its greeting (0x${flags}, version ${name}) lack CLIENT_SSL.`,
    );
  }
  yield* sendBytes(sslRequest);
  return ready();
}

/** Real ones have about 100 bytes; the operator may lengthen the version. */
const maxGreetingBytes = 0x1000;

const errorPacket = 0xff;

/** The thread id, eight bytes of the salt, and a zero. */
const threadIdAndSalt = 4 + 8 + 1;

/** Include/mysql_com.h: capability flags. */
const clientSsl = 0x0800;

/**
 * A packet of 32 bytes, the second of the connection: CLIENT_LONG_PASSWORD, CLIENT_PROTOCOL_41, CLIENT_SSL, CLIENT_SECURE_CONNECTION and
 * CLIENT_PLUGIN_AUTH; packets of up to 16 MiB; character set 33 (utf8); 23 zeros. The first flag tells MariaDB that its own, in the last
 * four of the zeros, are absent.
 */
const sslRequest = Uint8Array.of(
  ...[0x20, 0x00, 0x00, 0x01],
  ...[0x01, 0x8a, 0x08, 0x00],
  ...[0x00, 0x00, 0x00, 0x01],
  0x21,
  ...new Uint8Array(23),
);

/** ERR_Packet: a code, a SQLSTATE after # (newer servers), and a text. */
function describeError(reader: PacketReader): string {
  const code = reader.uint16('little-endian');
  const text = reader.rest();
  const message = text[0] === 0x23 && text.length >= 6 ? text.subarray(6) : text;
  return `error ${code}, ${quoteBytes(message)}`;
}
