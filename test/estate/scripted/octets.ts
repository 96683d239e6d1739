/** Network byte order, as RFC 5246 §4 writes its vectors. */

export function uint8(value: number): Uint8Array {
  return Uint8Array.of(value);
}

export function uint16(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}

export function uint24(value: number): Uint8Array {
  return Uint8Array.of(value >> 16, (value >> 8) & 0xff, value & 0xff);
}

export function uint32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** A vector with a length field of one, two or three octets. */
export function vector(lengthOctets: 1 | 2 | 3, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concat(...parts);
  const length = { 1: uint8, 2: uint16, 3: uint24 }[lengthOctets](content.length);
  return concat(length, content);
}
