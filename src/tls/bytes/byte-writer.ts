/** Encoders for the presentation language of RFC 8446 §3: numbers in network order, vectors with a length before them. */

export function uint8(value: number): Uint8Array {
  return Uint8Array.of(value);
}

export function uint16(value: number): Uint8Array {
  return Uint8Array.of(value >>> 8, value);
}

export function uint24(value: number): Uint8Array {
  return Uint8Array.of(value >>> 16, value >>> 8, value);
}

/** Sixteen-bit numbers one after another. */
export function uint16s(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 2);
  values.forEach((value, index) => {
    bytes[index * 2] = value >>> 8;
    bytes[index * 2 + 1] = value;
  });
  return bytes;
}

export function vector8(...parts: readonly Uint8Array[]): Uint8Array {
  return vector(1, parts);
}

export function vector16(...parts: readonly Uint8Array[]): Uint8Array {
  return vector(2, parts);
}

export function vector24(...parts: readonly Uint8Array[]): Uint8Array {
  return vector(3, parts);
}

/** The parts one after another; a single part is returned as it is. */
export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first;
  const whole = new Uint8Array(lengthOf(parts));
  copyInto(whole, 0, parts);
  return whole;
}

/** ASCII text as bytes. */
export function ascii(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

function vector(lengthBytes: number, parts: readonly Uint8Array[]): Uint8Array {
  const length = lengthOf(parts);
  const whole = new Uint8Array(lengthBytes + length);
  for (let index = 0; index < lengthBytes; index += 1) whole[index] = length >>> (8 * (lengthBytes - 1 - index));
  copyInto(whole, lengthBytes, parts);
  return whole;
}

function lengthOf(parts: readonly Uint8Array[]): number {
  let total = 0;
  for (const { length } of parts) total += length;
  return total;
}

function copyInto(target: Uint8Array, start: number, parts: readonly Uint8Array[]): void {
  let position = start;
  for (const part of parts) {
    target.set(part, position);
    position += part.length;
  }
}
