import { maxBannerBytes } from './limits.ts';
import type { ProbeFailure } from './probe.ts';
import { quoteBytes } from './quote-bytes.ts';
import { findSpeaker } from './speakers.ts';

/** The first bytes of a server that does not speak TLS. */
export interface Banner {
  readonly bytes: Uint8Array;
  /** More bytes would not change the answer. */
  readonly isWhole: boolean;
}

/**
 * Takes the banner from the first bytes of a stream, at most `maxBannerBytes` of them: a text up to its first line feed or
 * as much as is quoted, or of anything else as much as a record header has. It does not depend on how the bytes were cut
 * when they arrived.
 */
export function readBanner(bytes: Uint8Array): Banner {
  const first = bytes.findIndex((byte) => !isText(byte));
  if (first === -1) return { bytes, isWhole: bytes.length === maxBannerBytes };
  const end = bytes[first] === lineFeed ? first + 1 : Math.max(first + 1, recordHeaderBytes);
  return { bytes: bytes.subarray(0, end), isWhole: end <= bytes.length };
}

/** Names the protocol of a banner, and quotes it. */
export function notTls({ bytes }: Banner): ProbeFailure {
  const speaker = findSpeaker(String.fromCharCode(...bytes));
  const name = speaker?.name ?? 'an unknown protocol';
  const message = `The peer speaks ${name}, not TLS: it sent ${quoteBytes(bytes)}.`;
  return { kind: 'not-tls', message, ...(speaker !== undefined && { startTls: speaker.startTls }) };
}

function isText(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0d;
}

const lineFeed = 0x0a;
const recordHeaderBytes = 5;
