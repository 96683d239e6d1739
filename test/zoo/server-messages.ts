import { concatenate, uint16, uint8, vector16, vector24, vector8 } from '../../src/tls/bytes/byte-writer.ts';
import { writeCertificates } from '../../src/tls/messages/certificate-message.ts';
import { type Extension, writeExtension } from '../../src/tls/messages/extensions.ts';
import { handshakeType, writeHandshakeMessage } from '../../src/tls/messages/handshake-message.ts';
import { contentType, writeRecords } from '../../src/tls/records/record.ts';

/** Building blocks of a server's side, right or wrong on purpose. */

export interface ServerHelloFields {
  readonly version?: number;
  readonly random?: Uint8Array;
  readonly sessionId?: Uint8Array;
  readonly suite?: number;
  readonly compression?: number;
  readonly extensions?: readonly Extension[];
}

/** A ServerHello message; by default TLS 1.2 with RSA and AES-128-SHA, and no extension. */
export function serverHello(fields: ServerHelloFields = {}): Uint8Array {
  const body = concatenate([
    uint16(fields.version ?? 0x0303),
    fields.random ?? strangeRandom,
    vector8(fields.sessionId ?? new Uint8Array(0)),
    uint16(fields.suite ?? 0x002f),
    uint8(fields.compression ?? 0),
    fields.extensions === undefined ? new Uint8Array(0) : writeExtensions(fields.extensions),
  ]);
  return writeHandshakeMessage(handshakeType.serverHello, body);
}

/** No clock at its start and no downgrade sentinel at its end. */
const strangeRandom = new Uint8Array(32).fill(0xfe);

/** A Certificate message of SSL 3.0 to TLS 1.2. */
export function certificateMessage(chain: readonly Uint8Array[]): Uint8Array {
  return writeHandshakeMessage(handshakeType.certificate, writeCertificates(chain));
}

/** A Certificate message of TLS 1.3. */
export function certificateMessageTls13(chain: readonly Uint8Array[]): Uint8Array {
  const entries = chain.map((der) => concatenate([vector24(der), vector16()]));
  return writeHandshakeMessage(handshakeType.certificate, concatenate([vector8(), vector24(...entries)]));
}

export const serverHelloDone: Uint8Array = writeHandshakeMessage(handshakeType.serverHelloDone, new Uint8Array(0));

export const encryptedExtensions: Uint8Array = writeHandshakeMessage(
  handshakeType.encryptedExtensions,
  Uint8Array.of(0, 0),
);

/** Handshake messages in as few plaintext records as hold them. */
export function handshake(...messages: readonly Uint8Array[]): Uint8Array {
  return writeRecords(contentType.handshake, 0x0303, concatenate(messages));
}

/** One byte a record. */
export function spelled(...messages: readonly Uint8Array[]): Uint8Array {
  const bytes = concatenate(messages);
  return concatenate(Array.from(bytes, (byte) => record(contentType.handshake, Uint8Array.of(byte))));
}

/** A record as asked for, an empty one included. */
export function record(type: number, content: Uint8Array, version = 0x0303): Uint8Array {
  return concatenate([uint8(type), uint16(version), uint16(content.length), content]);
}

export function alert(level: number, code: number): Uint8Array {
  return record(contentType.alert, Uint8Array.of(level, code));
}

/** An extension block with its length. */
export function writeExtensions(extensions: readonly Extension[]): Uint8Array {
  return vector16(...extensions.map(writeExtension));
}
