import { ByteQueue } from '../bytes/byte-queue.ts';
import { concatenate, uint8, vector24 } from '../bytes/byte-writer.ts';
import { ByteReader } from '../bytes/byte-reader.ts';
import { abort, abortBeyondLimit } from '../handshake-error.ts';
import type { ProbeLimits } from '../probe.ts';

/** HandshakeType codes. Source: RFC 8446 §4 and RFC 5246 §7.4. */
export const handshakeType = {
  helloRequest: 0x00,
  clientHello: 0x01,
  serverHello: 0x02,
  encryptedExtensions: 0x08,
  certificate: 0x0b,
  serverKeyExchange: 0x0c,
  certificateRequest: 0x0d,
  serverHelloDone: 0x0e,
  certificateVerify: 0x0f,
  clientKeyExchange: 0x10,
  finished: 0x14,
  certificateStatus: 0x16,
  messageHash: 0xfe,
} as const;

/** One handshake message, whole. */
export interface HandshakeMessage {
  readonly type: number;
  readonly body: Uint8Array;
  /** Header and body, as transcripts hash it. */
  readonly whole: Uint8Array;
}

/** Writes a handshake message with its header; its body is the parts one after another. */
export function writeHandshakeMessage(type: number, ...body: readonly Uint8Array[]): Uint8Array {
  return concatenate([uint8(type), vector24(...body)]);
}

/** The message's name for sentences. */
export function handshakeName(type: number): string {
  return names[type] ?? `handshake message ${type}`;
}

/** Aborts because of a message that the phase does not wait for. */
export function rejectUnexpectedMessage(message: HandshakeMessage, awaited: string): never {
  return abort(`The peer sent ${handshakeName(message.type)} instead of ${awaited}.`, 'unexpected_message');
}

/** Puts messages together from the records they were cut into; a record may hold several messages, or a part of one. */
export class MessageAssembler {
  readonly #queue = new ByteQueue();
  readonly #limits: ProbeLimits;
  #count = 0;

  constructor(limits: ProbeLimits) {
    this.#limits = limits;
  }

  /** Bytes of a message that is not whole yet. */
  get pendingBytes(): number {
    return this.#queue.length;
  }

  /** `fragment` must not be written to afterwards: messages may be views of it. */
  push(fragment: Uint8Array): void {
    this.#queue.push(fragment);
  }

  /** The next whole message; undefined if more bytes are needed. */
  next(): HandshakeMessage | undefined {
    const queue = this.#queue;
    if (queue.length < handshakeHeaderBytes) return undefined;
    const header = new ByteReader(queue.peek(handshakeHeaderBytes), 'The handshake header');
    const type = header.uint8();
    const bodyBytes = header.uint24();
    this.#checkLength(type, bodyBytes);
    if (queue.length < handshakeHeaderBytes + bodyBytes) return undefined;
    this.#count += 1;
    if (this.#count > this.#limits.maxMessages) {
      abortBeyondLimit(`More than ${this.#limits.maxMessages} handshake messages in one flight.`);
    }
    const whole = queue.take(handshakeHeaderBytes + bodyBytes);
    return { type, whole, body: whole.subarray(handshakeHeaderBytes) };
  }

  #checkLength(type: number, length: number): void {
    const { maxFlightBytes } = this.#limits;
    const most = Math.min(maxFlightBytes, mostBytes[type] ?? maxFlightBytes);
    if (length > most) abortBeyondLimit(`${handshakeName(type)} announces ${length} bytes; the limit is ${most}.`);
  }
}

export const handshakeHeaderBytes = 4;

/**
 * The longest body that the message's own length fields allow (RFC 8446 §4.1.3 and §4.4.3): the rest of a message that
 * announces more is not waited for.
 */
const mostBytes: Readonly<Record<number, number>> = {
  [handshakeType.serverHello]: 2 + 32 + 1 + 32 + 2 + 1 + 2 + 0xffff,
  [handshakeType.certificateVerify]: 2 + 2 + 0xffff,
};

const names: Readonly<Record<number, string>> = {
  0: 'HelloRequest',
  1: 'ClientHello',
  2: 'ServerHello',
  3: 'HelloVerifyRequest',
  4: 'NewSessionTicket',
  5: 'EndOfEarlyData',
  8: 'EncryptedExtensions',
  11: 'Certificate',
  12: 'ServerKeyExchange',
  13: 'CertificateRequest',
  14: 'ServerHelloDone',
  15: 'CertificateVerify',
  16: 'ClientKeyExchange',
  20: 'Finished',
  21: 'CertificateURL',
  22: 'CertificateStatus',
  23: 'SupplementalData',
  24: 'KeyUpdate',
  25: 'CompressedCertificate',
};
