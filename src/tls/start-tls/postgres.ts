import { type Conversation, type Part, failed, readBytes, readUntil, ready, sendBytes } from './conversation.ts';
import { quoteBytes } from '../quote-bytes.ts';
import { PacketReader } from './packet-reader.ts';
import { failAsStranger } from './stranger.ts';

/**
 * PostgreSQL (Frontend/Backend Protocol, "SSL Session Encryption" and "Message Formats", SSLRequest): the length 8 and the code 80877103.
 * What follows the S in the same read is not TLS (CVE-2021-23222).
 */
export function* talkPostgres(): Conversation {
  yield* sendBytes(sslRequest);
  const answer = yield* readBytes(1, 'the answer to SSLRequest');
  switch (answer[0]) {
    case 0x53: // S
      return ready();
    case 0x4e: // N
      return failed('The server does not offer TLS: it answered SSLRequest with "N".');
    case 0x45: // E
      return failed(`The server refused SSLRequest: ${yield* readError()}.`);
    default:
      return yield* failAsStranger('PostgreSQL', answer);
  }
}

const sslRequest = Uint8Array.of(0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f);

/** As libpq has it: a longer ErrorResponse is none, and what looks like its length is the text of a server before protocol 3. */
const maxErrorBytes = 30_000;

/** The text of an error. Servers that cannot even fork send it without length and fields, in the form of protocol 2. */
function* readError(): Part<string> {
  const lengthBytes = yield* readBytes(4, 'the error');
  const length = new PacketReader(lengthBytes).uint32('big-endian');
  if (length < 8 || length > maxErrorBytes) {
    const rest = yield* readUntil(0, 'the error');
    return quoteBytes(Uint8Array.of(...lengthBytes, ...rest.subarray(0, -1)));
  }
  const body = yield* readBytes(length - 4, 'the error');
  return describeFields(body);
}

/** Fields of ErrorResponse: a letter and a text that ends with a zero, and at last a zero. */
function describeFields(body: Uint8Array): string {
  const reader = new PacketReader(body);
  const fields = new Map<number, Uint8Array>();
  for (let letter = reader.uint8(); letter !== 0; letter = reader.uint8()) fields.set(letter, reader.untilZero());
  const message = fields.get(0x4d); // M
  if (message === undefined) return quoteBytes(body);
  const code = fields.get(0x43); // C: SQLSTATE
  return code === undefined
    ? quoteBytes(message)
    : `${quoteBytes(message)} (SQLSTATE ${quoteBytes(code).slice(1, -1)})`;
}
