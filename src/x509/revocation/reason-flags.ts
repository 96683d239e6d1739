/** ReasonFlags (RFC 5280 §4.2.1.13): bit n of the mask is bit n of the BIT STRING; bit 0, unused, is left out. */
export type ReasonMask = number;

/** keyCompromise (1) to aACompromise (8). */
export const allReasons: ReasonMask = 0b1_1111_1110;

/** Reads the reasons of a distribution point, lower-case hexadecimal of the content octets; undefined: all of them. */
export function reasonMask(hex: string | undefined): ReasonMask {
  if (hex === undefined) return allReasons;
  const octets = Buffer.from(hex, 'hex');
  let mask = 0;
  for (let bit = 1; bit <= 8; bit += 1) {
    if (((octets[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0) mask |= 1 << bit;
  }
  return mask;
}
