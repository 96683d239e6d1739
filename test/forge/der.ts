/** Writes DER, X.690 §8 and §10: just what a certificate's frame and the faults planted in it need. */

/** One element: a tag octet, the shortest length and the content. */
export function element(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag]), lengthOctets(body.length), body]);
}

export function sequence(...content: readonly Uint8Array[]): Uint8Array {
  return element(0x30, ...content);
}

/** A context-specific, constructed (explicit) element. */
export function explicit(tagNumber: number, ...content: readonly Uint8Array[]): Uint8Array {
  return element(0xa0 | tagNumber, ...content);
}

/** An INTEGER of content octets given as they are: an odd serial number is written as asked. */
export function integerOctets(octets: Uint8Array): Uint8Array {
  return element(0x02, octets);
}

/** A small INTEGER, 0 to 127. */
export function smallInteger(value: number): Uint8Array {
  return element(0x02, Uint8Array.of(value));
}

export function objectIdentifier(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return element(0x06, ...[40 * first + second, ...rest].map(base128));
}

/** A BIT STRING of whole octets. */
export function bitString(content: Uint8Array): Uint8Array {
  return element(0x03, Uint8Array.of(0), content);
}

export function octetString(content: Uint8Array): Uint8Array {
  return element(0x04, content);
}

export const booleanTrue: Uint8Array = Uint8Array.of(0x01, 0x01, 0xff);
export const nullValue: Uint8Array = Uint8Array.of(0x05, 0x00);

/** A BMPString, the UTF-16 of the names that Windows writes. */
export function bmpString(text: string): Uint8Array {
  return element(0x1e, Buffer.from(text, 'utf16le').swap16());
}

/** UTCTime up to 2049, GeneralizedTime from 2050 on (RFC 5280 §4.1.2.5). */
export function time(instant: Date): Uint8Array {
  const digits = instant.toISOString().replace(/[-:T]/g, '').slice(0, 14);
  return instant.getUTCFullYear() < 2050
    ? element(0x17, Buffer.from(`${digits.slice(2)}Z`))
    : element(0x18, Buffer.from(`${digits}Z`));
}

function lengthOctets(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return Uint8Array.of(0x80 | octets.length, ...octets);
}

function base128(value: number): Uint8Array {
  const octets = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) octets.unshift(0x80 | (rest % 128));
  return Uint8Array.from(octets);
}
