import { concatenate } from '../bytes/byte-writer.ts';
import { quoteBytes } from '../quote-bytes.ts';
import { type Conversation, type Ending, failed, readBytes, ready, sendBytes } from './conversation.ts';
import { PacketReader } from './packet-reader.ts';
import { failAsStranger } from './stranger.ts';

/**
 * Remote Desktop (MS-RDPBCGR §1.3.1.1, §2.2.1.1, §2.2.1.2): an X.224 Connection Request in a TPKT packet (RFC 1006 §6), which asks for TLS
 * or for CredSSP over TLS, since servers that demand Network Level Authentication refuse the first alone.
 */
export function* talkRdp(): Conversation {
  yield* sendBytes(connectionRequest);
  const header = yield* readBytes(4, 'the X.224 Connection Confirm');
  const reader = new PacketReader(header);
  const version = reader.uint8();
  reader.uint8();
  const length = reader.uint16('big-endian');
  if (version !== tpktVersion) {
    return yield* failAsStranger('RDP', header);
  }
  if (length < minPacketBytes || length > maxPacketBytes) {
    return failed(
      `The server's answer announces ${length} bytes, which no Connection Confirm has: ${quoteBytes(header)}.`,
    );
  }
  const confirm = yield* readBytes(length - header.length, 'the X.224 Connection Confirm');
  return judgeConfirm(confirm, concatenate([header, confirm]));
}

const tpktVersion = 3;
/** The TPKT header and the fixed part of a Connection Confirm. */
const minPacketBytes = 4 + 7;
/** A Connection Confirm with all that may stand in it; the length indicator of X.224 allows 254 bytes. */
const maxPacketBytes = 4 + 1 + 254;

const connectionRequest = Uint8Array.of(
  ...[tpktVersion, 0x00, 0x00, 0x13],
  // Length indicator, CR, destination and source reference, class 0.
  ...[0x0e, 0xe0, 0x00, 0x00, 0x00, 0x00, 0x00],
  // RDP_NEG_REQ: PROTOCOL_SSL, PROTOCOL_HYBRID and PROTOCOL_HYBRID_EX.
  ...[0x01, 0x00, 0x08, 0x00, 0x0b, 0x00, 0x00, 0x00],
);

/** Protocols that begin with TLS, of those that were asked for (§2.2.1.2.1). */
const protocolsOverTls: readonly number[] = [0x01, 0x02, 0x08];

function judgeConfirm(confirm: Uint8Array, packet: Uint8Array): Ending {
  const reader = new PacketReader(confirm);
  const indicated = reader.uint8();
  const code = reader.uint8() & 0xf0;
  reader.bytes(5);
  if (code !== 0xd0)
    return failed(`The server refused the X.224 Connection Request: it answered with ${quoteBytes(packet)}.`);
  if (indicated !== confirm.length - 1) {
    return failed(`The lengths of TPKT and X.224 in the server's answer contradict each other: ${quoteBytes(packet)}.`);
  }
  if (reader.remaining === 0) {
    return failed(
      'The server does not offer TLS: it supports only standard RDP security (its answer has no negotiation data).',
    );
  }
  const type = reader.uint8();
  reader.uint8();
  const length = reader.uint16('little-endian');
  const value = reader.uint32('little-endian');
  if (reader.isCut || length !== 8) {
    return failed(`The server's negotiation data is malformed: it answered with ${quoteBytes(packet)}.`);
  }
  if (type === 0x03) return failed(`The server refused TLS: ${failureName(value)}.`);
  if (type !== 0x02)
    return failed(`The server's negotiation data is of the unknown type ${type}: ${quoteBytes(packet)}.`);
  if (value === 0) return failed('The server does not offer TLS: it chose standard RDP security (PROTOCOL_RDP).');
  if (protocolsOverTls.includes(value)) return ready();
  return failed(`The server chose security protocol 0x${value.toString(16)}, which was not offered.`);
}

function failureName(code: number): string {
  const known = failureCodes.get(code);
  return known === undefined ? `failure code ${code}` : `${known.name} (failure code ${code}): ${known.means}`;
}

/** RDP_NEG_FAILURE (§2.2.1.2.2). */
const failureCodes: ReadonlyMap<number, { readonly name: string; readonly means: string }> = new Map([
  [1, { name: 'SSL_REQUIRED_BY_SERVER', means: 'it requires TLS without CredSSP' }],
  [2, { name: 'SSL_NOT_ALLOWED_BY_SERVER', means: 'it allows only standard RDP security' }],
  [3, { name: 'SSL_CERT_NOT_ON_SERVER', means: 'it has no certificate for TLS' }],
  [4, { name: 'INCONSISTENT_FLAGS', means: 'it does not understand the protocols requested' }],
  [5, { name: 'HYBRID_REQUIRED_BY_SERVER', means: 'it requires CredSSP (Network Level Authentication)' }],
  [6, { name: 'SSL_WITH_USER_AUTH_REQUIRED_BY_SERVER', means: 'it requires TLS with a client certificate' }],
]);
