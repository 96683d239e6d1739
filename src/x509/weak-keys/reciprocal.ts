/**
 * 2^(bits + precision) / divisor, give or take a few units, by Newton's method: of a divisor of millions of bits in steps that are
 * multiplications, where one division would hold everything up for seconds. `bits`: the exact length of the divisor.
 */
export function* reciprocal(divisor: bigint, bits: number, precision: number): Generator<undefined, bigint, undefined> {
  if (precision <= dividedBelow) return (1n << BigInt(bits + precision)) / divisor;
  const half = Math.ceil(precision / 2) + spareBits;
  const rough = yield* reciprocal(divisor, bits, half);
  // The leading bits that can still matter to so many digits.
  const cut = Math.max(0, bits - precision - spareBits);
  const length = bits - cut;
  const error = (1n << BigInt(length + half)) - (divisor >> BigInt(cut)) * rough;
  yield;
  // Of the error, as of `rough`, half of the digits matter.
  const dropped = Math.max(0, length - half - spareBits);
  const step = (rough * (error >> BigInt(dropped))) >> BigInt(length + 2 * half - precision - dropped);
  return (rough << BigInt(precision - half)) + step;
}

/** V8 divides as fast as it multiplies up to about here. */
const dividedBelow = 16_384;

/** Against what cutting off costs. */
const spareBits = 16;
