import type { ByteQueue } from './records/byte-queue.ts';
import { maxBannerBytes } from './limits.ts';
import type { ProbeFailure } from './probe.ts';

/**
 * How many of the first bytes tell what a peer speaks that does not speak TLS: a text up to its first line feed, or as
 * much of it as we quote, or a record header's worth of anything else. Undefined: not there yet. The answer does not
 * depend on how the bytes were cut when they arrived.
 */
export function bannerEnd(queue: ByteQueue): number | undefined {
  const available = Math.min(queue.length, maxBannerBytes);
  for (let index = 0; index < available; index += 1) {
    const byte = queue.at(index);
    if (byte === lineFeed) return index + 1;
    if (!isText(byte)) {
      const end = Math.max(index + 1, recordHeaderBytes);
      return end <= queue.length ? end : undefined;
    }
  }
  return available === maxBannerBytes ? maxBannerBytes : undefined;
}

/** Names the protocol of a greeting, and quotes it. */
export function notTls(banner: Uint8Array): ProbeFailure {
  const text = String.fromCharCode(...banner);
  const name = speakers.find(({ pattern }) => pattern.test(text))?.name ?? 'something else';
  return { kind: 'not-tls', message: `The peer does not speak TLS but ${name}: it sent "${escapeBytes(banner)}".` };
}

const speakers: readonly { readonly pattern: RegExp; readonly name: string }[] = [
  { pattern: /^HTTP\/|^<(!doctype|html|\?xml)/i, name: 'plain HTTP' },
  { pattern: /^SSH-/, name: 'SSH (a banner)' },
  { pattern: /^[245]\d\d[ -].*SMTP/is, name: 'SMTP (a greeting; its TLS may need STARTTLS)' },
  { pattern: /^[245]\d\d[ -].*FTP/is, name: 'FTP (a greeting; its TLS may need AUTH TLS)' },
  { pattern: /^220[ -]/, name: 'SMTP or FTP (a greeting; its TLS may need STARTTLS)' },
  { pattern: /^[245]\d\d[ -]/, name: 'SMTP, FTP or NNTP (a reply code)' },
  { pattern: /^\* (OK|BYE|PREAUTH)/i, name: 'IMAP (a greeting; its TLS may need STARTTLS)' },
  { pattern: /^(\+OK|-ERR)/, name: 'POP3 (a greeting; its TLS may need STLS)' },
  { pattern: /^SIP\/2\.0/, name: 'plain SIP' },
  // A two-byte record header, then SERVER-HELLO or ERROR.
  { pattern: /^[\x80-\xff][\s\S][\x00\x04]/, name: 'SSL 2.0' },
];

/** Printable ASCII as it is, everything else as `\xNN`: what a peer sent must not reach a terminal as it came. */
function escapeBytes(bytes: Uint8Array): string {
  return Array.from(bytes, escapeByte).join('');
}

function escapeByte(byte: number): string {
  if (byte === 0x0d) return '\\r';
  if (byte === lineFeed) return '\\n';
  if (byte === 0x22 || byte === 0x5c) return `\\${String.fromCharCode(byte)}`;
  if (byte >= 0x20 && byte < 0x7f) return String.fromCharCode(byte);
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}

function isText(byte: number): boolean {
  return (byte >= 0x20 && byte < 0x7f) || byte === 0x09 || byte === 0x0d;
}

const lineFeed = 0x0a;
const recordHeaderBytes = 5;
