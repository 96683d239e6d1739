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
  const content = concatenate(parts);
  return concatenate([uint8(content.length), content]);
}

export function vector16(...parts: readonly Uint8Array[]): Uint8Array {
  const content = concatenate(parts);
  return concatenate([uint16(content.length), content]);
}

export function vector24(...parts: readonly Uint8Array[]): Uint8Array {
  const content = concatenate(parts);
  return concatenate([uint24(content.length), content]);
}

/** One new array with everything in it. Counts instead of iterating: each probe comes here, and an iterator costs as much as the copy. */
export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1 && parts[0] !== undefined) return parts[0];
  let total = 0;
  for (let index = 0; index < parts.length; index += 1) total += (parts[index] as Uint8Array).length;
  const whole = new Uint8Array(total);
  for (let index = 0, position = 0; index < parts.length; index += 1) {
    const part = parts[index] as Uint8Array;
    whole.set(part, position);
    position += part.length;
  }
  return whole;
}

/** ASCII text as bytes. */
export function ascii(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}
