/**
 * 2^(bits + precision) / divisor, within a few units, by Newton's method: a divisor of millions of bits takes many multiplications,
 * between which it yields, instead of one division of seconds. `bits`: the exact length of the divisor.
 */
export function* reciprocal(divisor: bigint, bits: number, precision: number): Generator<undefined, bigint, undefined> {
  if (precision <= dividedBelow) return (1n << BigInt(bits + precision)) / divisor;
  const half = Math.ceil(precision / 2) + spareBits;
  const rough = yield* reciprocal(divisor, bits, half);
  // Lower bits do not matter at this precision.
  const cut = Math.max(0, bits - precision - spareBits);
  const length = bits - cut;
  const error = (1n << BigInt(length + half)) - (divisor >> BigInt(cut)) * rough;
  yield;
  // Half of the digits of the error matter, as in `rough`.
  const dropped = Math.max(0, length - half - spareBits);
  const step = (rough * (error >> BigInt(dropped))) >> BigInt(length + 2 * half - precision - dropped);
  return (rough << BigInt(precision - half)) + step;
}

/** V8 divides as fast as it multiplies up to about here. */
const dividedBelow = 16_384;

/** Makes up for the error of cutting off. */
const spareBits = 16;
