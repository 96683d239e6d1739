import { alertName } from '../tables/alerts.ts';

/**
 * Reads a TLS alert where plain text was expected: how a server that begins with TLS at once answers text. `incomplete`: it may become
 * one; undefined: it is none. Returns the code of the alert. No protocol here sends these bytes first.
 */
export function readAlert(bytes: Uint8Array): number | 'incomplete' | undefined {
  const fits = alertHeader.every((allowed, at) => bytes[at] === undefined || allowed.includes(bytes[at]));
  if (!fits || bytes.length === 0) return undefined;
  return bytes[alertBytes - 1] ?? 'incomplete';
}

/** A whole sentence. */
export function beginsWithTls(alert: number): string {
  const name = alertName(alert);
  return `The server begins with TLS at once: it answered plain text with the TLS alert ${name}; leave out --starttls, or give the target as tls://HOST:PORT.`;
}

/** RFC 8446 §5.1 and §6: content type, version, a length of two; level and description follow. */
const alertHeader: readonly (readonly number[])[] = [[0x15], [0x03], [0, 1, 2, 3, 4], [0], [2], [1, 2]];
const alertBytes = 7;
