import { ascii, concatenate } from '../bytes/byte-writer.ts';
import { quoteBytes } from '../quote-bytes.ts';
import { type BerElement, numberOf, readBerLength, splitBer } from './ber.ts';
import {
  bytesOf,
  type Conversation,
  type Ending,
  failed,
  type Part,
  readBytes,
  ready,
  sendBytes,
  textOf,
} from './conversation.ts';
import { describeResultCode } from './ldap-result-codes.ts';
import { failAsStranger } from './stranger.ts';

/** LDAP (RFC 4511 §4.12, §4.14): an extended operation, whose answer may have length octets of any form that BER knows (§5.1). */
export function* talkLdap(): Conversation {
  yield* sendBytes(startTlsRequest);
  for (;;) {
    const message = yield* readMessage();
    if ('kind' in message) return message;
    const { id, name, code, diagnostic, referrals } = message;
    const reason = `${describeResultCode(code)}${diagnostic.length === 0 ? '' : `, ${quoteBytes(diagnostic)}`}`;
    if (id === 0) {
      // Other notifications are to be ignored (§4.4).
      if (name !== noticeOfDisconnection) continue;
      return failed(`The server ended the session (Notice of Disconnection): ${reason}.`);
    }
    if (id !== messageId) {
      return failed(`The server answered message ${id}, but only message ${messageId} (StartTLS) was sent: ${reason}.`);
    }
    if (code === success) return ready();
    yield* sendBytes(unbindRequest);
    const what = code === protocolError ? 'The server does not offer StartTLS' : 'The server refused StartTLS';
    return failed(`${what}: ${reason}${referrals.length === 0 ? '' : `; it refers to ${quoteBytes(referrals)}`}.`);
  }
}

const messageId = 1;
const success = 0;
/** What §4.14.2.2 has a server answer that does not support TLS, and §4.12 one that does not know the operation. */
const protocolError = 2;
const noticeOfDisconnection = '1.3.6.1.4.1.1466.20036';

/** SEQUENCE { messageID 1, [APPLICATION 23] { [0] 1.3.6.1.4.1.1466.20037 } } */
const startTlsRequest = concatenate([
  Uint8Array.of(0x30, 0x1d, 0x02, 0x01, messageId, 0x77, 0x18, 0x80, 0x16),
  ascii('1.3.6.1.4.1.1466.20037'),
]);

/** SEQUENCE { messageID 2, [APPLICATION 2] NULL } */
const unbindRequest = Uint8Array.of(0x30, 0x05, 0x02, 0x01, 0x02, 0x42, 0x00);

/** Room for a diagnostic message and a list of referrals. */
const maxMessageBytes = 0x4000;

interface ExtendedResponse {
  readonly id: number;
  /** Undefined: the response does not say which operation it belongs to. */
  readonly name: string | undefined;
  readonly code: number;
  readonly diagnostic: Uint8Array;
  /** URLs with a space between them. */
  readonly referrals: Uint8Array;
}

/** Reads an LDAPMessage with an ExtendedResponse; an ending if it is not one. */
function* readMessage(): Part<ExtendedResponse | Ending> {
  const awaits = 'the answer to StartTLS';
  const tag = yield* readBytes(1, awaits);
  if (tag[0] !== sequence) return yield* failAsStranger('LDAP', tag);
  const length = yield* readBerLength(awaits);
  if (length === undefined || length > maxMessageBytes) {
    const announced =
      length === undefined ? 'whose length LDAP does not allow' : `of ${length} bytes, which is too long`;
    return failed(`The server answered StartTLS with a message ${announced}.`);
  }
  const contents = yield* readBytes(length, awaits);
  const message = decodeMessage(contents);
  if (message !== undefined) return message;
  return failed(
    `The server answered StartTLS with a message that is not an ExtendedResponse: ${quoteBytes(contents)}.`,
  );
}

const sequence = 0x30;
const integer = 0x02;
const octetString = 0x04;
const enumerated = 0x0a;
/** [APPLICATION 24], constructed. */
const extendedResponse = 0x78;
/** [3], constructed, and [10]. */
const referral = 0xa3;
const responseName = 0x8a;

function decodeMessage(contents: Uint8Array): ExtendedResponse | undefined {
  const [id, operation] = splitBer(contents) ?? [];
  if (id?.tag !== integer || operation?.tag !== extendedResponse) return undefined;
  const [code, matchedName, diagnostic, ...optional] = splitBer(operation.contents) ?? [];
  const idValue = numberOf(id.contents);
  const codeValue = code?.tag === enumerated ? numberOf(code.contents) : undefined;
  if (idValue === undefined || codeValue === undefined) return undefined;
  if (matchedName?.tag !== octetString || diagnostic?.tag !== octetString) return undefined;
  const find = (tag: number): BerElement | undefined => optional.find((each) => each.tag === tag);
  const name = find(responseName)?.contents;
  const urls = splitBer(find(referral)?.contents ?? new Uint8Array()) ?? [];
  return {
    id: idValue,
    name: name && textOf(name),
    code: codeValue,
    diagnostic: diagnostic.contents,
    referrals: bytesOf(urls.map((url) => textOf(url.contents)).join(' ')),
  };
}
