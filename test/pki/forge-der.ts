import { writeElement } from '../../src/x509/der/write-der.ts';

/** DER written by hand, right or wrong, for certificates that no CA would issue. */

export const sequence = (...parts: readonly Uint8Array[]): Buffer => writeElement(0x30, ...parts);
export const octets = (bytes: Uint8Array): Buffer => writeElement(0x04, bytes);
export const bits = (bytes: Uint8Array, unused = 0): Buffer => writeElement(0x03, Uint8Array.of(unused), bytes);
export const text = (tag: number, value: string): Buffer => writeElement(tag, Buffer.from(value, 'utf8'));
export const tagged = (tag: number, ...parts: readonly Uint8Array[]): Buffer => writeElement(tag, ...parts);
/** A context-specific, constructed (explicit) element. */
export const explicit = (number: number, ...parts: readonly Uint8Array[]): Buffer => tagged(0xa0 | number, ...parts);
/** A BMPString: the big-endian UTF-16 of the names that Windows writes. */
export const bmpString = (value: string): Buffer => tagged(0x1e, Buffer.from(value, 'utf16le').swap16());
export const derTrue = Uint8Array.of(0x01, 0x01, 0xff);
export const nullValue = Uint8Array.of(0x05, 0x00);

/** An INTEGER of a small non-negative number; `tag` for implicit ones. */
export function integer(value: number, tag = 0x02): Buffer {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return writeElement(tag, Buffer.from(Number.parseInt(even.slice(0, 2), 16) >= 0x80 ? `00${even}` : even, 'hex'));
}

export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return writeElement(0x06, Uint8Array.from([40 * first + second, ...rest].flatMap(base128)));
}

/** UTCTime up to 2049, GeneralizedTime after (RFC 5280 §4.1.2.5). */
export function time(instant: Date): Buffer {
  const digits = instant.toISOString().replace(/[-:T]|\.\d+/g, '');
  return instant.getUTCFullYear() < 2050 ? text(0x17, digits.slice(2)) : text(0x18, digits);
}

function base128(value: number): readonly number[] {
  const groups = [value % 0x80];
  for (let rest = Math.floor(value / 0x80); rest > 0; rest = Math.floor(rest / 0x80))
    groups.unshift((rest % 0x80) | 0x80);
  return groups;
}
