import { concatenate } from '../bytes/byte-writer.ts';
import { quoteBytes } from '../quote-bytes.ts';
import { PacketReader } from './packet-reader.ts';
import type { PrefaceFailure, Wrapping } from './preface.ts';

/** MS-TDS §2.2.3.1: type, status, length with the header (big-endian), SPID, packet id and window. */
export const tdsHeaderBytes = 8;

/** §2.2.3.1.3: the largest that can be negotiated is 32,767. */
export const maxTdsPacketBytes = 0x8000;

/** §2.2.3.1.1. Packets of type PRELOGIN carry the handshake, too; the answer to PRELOGIN itself is a tabular response. */
export const tdsType = { tabularResult: 0x04, prelogin: 0x12 } as const;

/** §2.2.3.1.2: the last packet of a message. */
const endOfMessage = 0x01;

export interface TdsHeader {
  readonly type: number;
  readonly isLast: boolean;
  /** Of the packet with its header, as it is announced. */
  readonly length: number;
}

/** Reads a header that has arrived whole. */
export function readTdsHeader(header: Uint8Array): TdsHeader {
  const reader = new PacketReader(header);
  const type = reader.uint8();
  const status = reader.uint8();
  return { type, isLast: (status & endOfMessage) !== 0, length: reader.uint16('big-endian') };
}

/** Until the login is answered no packet may be larger (§2.2.6.4, PacketSize). */
const sentPacketBytes = 4096;

/**
 * How TLS records travel in packets of TDS 7 during the handshake (MS-TDS §2.2.6.5, §3.3.5.1). Records and packets need not begin
 * together. After the handshake, or if the server gives it up, records come as they are.
 */
export function createTdsWrapping(): Wrapping {
  return new TdsWrapping();
}

class TdsWrapping implements Wrapping {
  /** The part of a header that has arrived. */
  #header: Uint8Array = new Uint8Array();
  /** How much is still to come of the packet. */
  #left = 0;
  #isBare = false;
  #failure: PrefaceFailure | undefined;

  wrap(bytes: Uint8Array): Uint8Array {
    const dataBytes = sentPacketBytes - tdsHeaderBytes;
    const packets: Uint8Array[] = [];
    for (let start = 0; start < bytes.length; start += dataBytes) {
      const data = bytes.subarray(start, start + dataBytes);
      const length = data.length + tdsHeaderBytes;
      const status = start + dataBytes < bytes.length ? 0 : endOfMessage;
      const id = (start / dataBytes + 1) & 0xff;
      packets.push(Uint8Array.of(tdsType.prelogin, status, length >>> 8, length & 0xff, 0, 0, id, 0), data);
    }
    return concatenate(packets);
  }

  unwrap(bytes: Uint8Array): ReturnType<Wrapping['unwrap']> {
    const records: Uint8Array[] = [];
    let rest = bytes;
    while (rest.length > 0 && this.#failure === undefined) {
      if (!this.#isBare && this.#left === 0) rest = this.#takeHeader(rest);
      const end = this.#isBare ? rest.length : this.#left;
      const data = rest.subarray(0, end);
      rest = rest.subarray(data.length);
      if (!this.#isBare) this.#left -= data.length;
      if (data.length > 0) records.push(data);
    }
    return { bytes: concatenate(records), failure: this.#failure };
  }

  /** Takes a header, or the part of it that is there. Returns what follows. */
  #takeHeader(bytes: Uint8Array): Uint8Array {
    if (this.#header.length === 0 && isRecordType(bytes[0])) {
      this.#isBare = true;
      return bytes;
    }
    const missing = tdsHeaderBytes - this.#header.length;
    this.#header = concatenate([this.#header, bytes.subarray(0, missing)]);
    if (this.#header.length < tdsHeaderBytes) return bytes.subarray(missing);
    const header = this.#header;
    this.#header = new Uint8Array();
    const { type, length } = readTdsHeader(header);
    if (type !== tdsType.prelogin && type !== tdsType.tabularResult) {
      this.#fail(`a packet of type 0x${type.toString(16).padStart(2, '0')}`, header);
    } else if (length <= tdsHeaderBytes || length > maxTdsPacketBytes)
      this.#fail(`a packet of ${length} bytes`, header);
    else this.#left = length - tdsHeaderBytes;
    return bytes.subarray(missing);
  }

  #fail(what: string, header: Uint8Array): void {
    const message = `The server sent ${what} instead of the TLS handshake in TDS packets: ${quoteBytes(header)}.`;
    this.#failure = { kind: 'starttls', message };
  }
}

/** ChangeCipherSpec, Alert, Handshake and ApplicationData, none of which is a type of packet that a server sends. */
function isRecordType(type: number | undefined): boolean {
  return type !== undefined && type >= 0x14 && type <= 0x17;
}
