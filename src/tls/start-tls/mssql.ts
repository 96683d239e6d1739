import { concatenate } from '../bytes/byte-writer.ts';
import { quoteBytes } from '../quote-bytes.ts';
import { type Conversation, type Ending, failed, type Part, readBytes, ready, sendBytes } from './conversation.ts';
import { PacketReader } from './packet-reader.ts';
import { failAsStranger } from './stranger.ts';
import { createTdsWrapping, maxTdsPacketBytes, readTdsHeader, tdsHeaderBytes, tdsType } from './tds-packets.ts';

/**
 * SQL Server by TDS 7 (MS-TDS §2.2.6.5 PRELOGIN, §3.2.5.1, §3.3.5.1): client and server say whether they encrypt, and the TLS handshake
 * then travels inside TDS packets. TDS 8 ("strict") begins with TLS instead, with the application protocol tds/8.0.
 */
export function* talkMssql(): Conversation {
  yield* sendBytes(prelogin);
  const answer = yield* readAnswer();
  return 'kind' in answer ? answer : judgeAnswer(answer);
}

const awaits = 'the answer to PRELOGIN';

/** ENCRYPT_ON, no instance, thread 0, one result set at a time. */
const prelogin = Uint8Array.of(
  ...[0x12, 0x01, 0x00, 0x2f, 0x00, 0x00, 0x01, 0x00],
  // Token, offset and length of VERSION, ENCRYPTION, INSTOPT, THREADID and MARS; the end of the list.
  ...[0x00, 0x00, 0x1a, 0x00, 0x06],
  ...[0x01, 0x00, 0x20, 0x00, 0x01],
  ...[0x02, 0x00, 0x21, 0x00, 0x01],
  ...[0x03, 0x00, 0x22, 0x00, 0x04],
  ...[0x04, 0x00, 0x26, 0x00, 0x01],
  0xff,
  ...[0x0b, 0x00, 0x00, 0x00, 0x00, 0x00],
  0x01,
  0x00,
  ...[0x00, 0x00, 0x00, 0x00],
  0x00,
);

/** The data of the answer, from as many packets as it has; an ending if it is not one. */
function* readAnswer(): Part<Uint8Array | Ending> {
  let data: Uint8Array = new Uint8Array();
  for (;;) {
    const first = yield* readBytes(1, awaits);
    if (first[0] !== tdsType.tabularResult && first[0] !== tdsType.prelogin) return yield* failAsStranger('TDS', first);
    const header = concatenate([first, yield* readBytes(tdsHeaderBytes - 1, awaits)]);
    const { isLast, length } = readTdsHeader(header);
    if (length < tdsHeaderBytes || data.length + length > maxTdsPacketBytes) {
      const said = quoteBytes(header);
      return failed(`The server's answer to PRELOGIN has a packet of ${length} bytes, which is not read: ${said}.`);
    }
    data = concatenate([data, yield* readBytes(length - tdsHeaderBytes, awaits)]);
    if (isLast) return data;
  }
}

const errorToken = 0xaa;

function judgeAnswer(data: Uint8Array): Ending {
  if (data[0] === errorToken) return failed(`The server refused PRELOGIN: ${describeError(data)}.`);
  const encryption = findOption(data, 0x01)?.[0];
  if (encryption === undefined) {
    return failed(`The server's answer to PRELOGIN does not say whether it encrypts: ${quoteBytes(data)}.`);
  }
  // The highest bit belongs to client certificates.
  switch (encryption & 0x7f) {
    case 0x00: // ENCRYPT_OFF: the login alone is encrypted, but by the same handshake.
    case 0x01: // ENCRYPT_ON
    case 0x03: // ENCRYPT_REQ
      return ready(createTdsWrapping());
    case 0x02:
      return failed('The server does not offer TLS: it answered PRELOGIN with ENCRYPT_NOT_SUP.');
    default:
      return failed(`The server answered PRELOGIN with the unknown encryption 0x${encryption.toString(16)}.`);
  }
}

/** The value of an option of PRELOGIN; undefined if it is not there, or not whole. */
function findOption(data: Uint8Array, wanted: number): Uint8Array | undefined {
  const list = new PacketReader(data);
  while (list.remaining > 0) {
    const token = list.uint8();
    if (token === 0xff) return undefined;
    const offset = list.uint16('big-endian');
    const length = list.uint16('big-endian');
    if (list.isCut) return undefined;
    if (token !== wanted) continue;
    const values = new PacketReader(data);
    values.bytes(offset);
    const value = values.bytes(length);
    return values.isCut ? undefined : value;
  }
  return undefined;
}

/** The token ERROR (§2.2.7.10): its length, number, state and class, and a text in UTF-16. */
function describeError(data: Uint8Array): string {
  const reader = new PacketReader(data);
  reader.bytes(3);
  const number = reader.uint32('little-endian');
  reader.bytes(2);
  const text = reader.bytes(2 * reader.uint16('little-endian'));
  if (reader.isCut) return quoteBytes(data);
  const shown = text.filter((_byte, index) => index % 2 === 0 || text[index] !== 0);
  return `error ${number}, ${quoteBytes(shown)}`;
}
