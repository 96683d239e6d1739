import { ByteReader } from '../bytes/byte-reader.ts';
import { type NoteViolation, readOrNote } from '../note-violation.ts';
import { type Extensions, noExtensions, readExtensions } from './extensions.ts';

/** The fields of a ServerHello or HelloRetryRequest (RFC 8446 §4.1.3). */
export interface ServerHello {
  /** For sentences. */
  readonly name: 'ServerHello' | 'HelloRetryRequest';
  /** legacy_version. */
  readonly version: number;
  readonly random: Uint8Array;
  readonly sessionId: Uint8Array;
  readonly suite: number;
  readonly compression: number;
  readonly extensions: Extensions;
  readonly isHelloRetryRequest: boolean;
}

/**
 * Reads the body of a ServerHello. The extension block may be absent (RFC 5246 §7.4.1.3); one that cannot be read counts as
 * empty, because the certificate follows all the same up to TLS 1.2.
 */
export function readServerHello(body: Uint8Array, note: NoteViolation): ServerHello {
  const reader = new ByteReader(body, 'ServerHello');
  const version = reader.uint16();
  const random = reader.bytes(32);
  const sessionId = reader.vector8();
  const suite = reader.uint16();
  const compression = reader.uint8();
  const isHelloRetryRequest = Buffer.compare(random, helloRetryRequestRandom) === 0;
  const name = isHelloRetryRequest ? 'HelloRetryRequest' : 'ServerHello';
  const extensions = reader.remaining > 0 ? readOrNote(note, block, () => readBlock(reader, name, note)) : undefined;
  return {
    name,
    version,
    random,
    sessionId,
    suite,
    compression,
    extensions: extensions ?? noExtensions,
    isHelloRetryRequest,
  };
}

/** The section that describes the extension block. */
const block = 'RFC 8446 §4.2';

function readBlock(reader: ByteReader, what: string, note: NoteViolation): Extensions {
  const extensions = readExtensions(reader, { what, rule: block }, note);
  reader.finish((message) => note({ rule: 'RFC 8446 §4.1.3', message }));
  return extensions;
}

/** RFC 8446 §4.1.3: SHA-256 of "HelloRetryRequest". */
export const helloRetryRequestRandom: Uint8Array = Buffer.from(
  'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c',
  'hex',
);

/** RFC 5246 §7.4.1.2: gmt_unix_time, the first four bytes of the random before TLS 1.3. */
export function serverTimeSeconds(random: Uint8Array): number {
  const reader = new ByteReader(random, 'The random');
  return reader.uint16() * 0x10000 + reader.uint16();
}

/** RFC 8446 §4.1.3: a server that could speak a higher version marks the last eight bytes of its random. */
export function downgradeSentinel(random: Uint8Array): 'TLSv1.2' | 'TLSv1.1-or-lower' | null {
  const tail = Buffer.from(random.subarray(24)).toString('hex');
  if (tail === '444f574e47524401') return 'TLSv1.2';
  return tail === '444f574e47524400' ? 'TLSv1.1-or-lower' : null;
}
