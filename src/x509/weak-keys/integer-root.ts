/** The largest integer whose square is at most `square`, and the difference. */
export interface IntegerRoot {
  readonly root: bigint;
  /** `square` - `root`², between 0 and 2·`root`. */
  readonly rest: bigint;
}

/** The root of a number that is not negative. `bits`: its exact length, if known. */
export function integerRoot(square: bigint, bits: number = bitLength(square)): IntegerRoot {
  let root = approximateRoot(square, bits);
  let rest = square - root * root;
  while (rest < 0n) {
    root -= 1n;
    rest += 2n * root + 1n;
  }
  while (rest > 2n * root) {
    rest -= 2n * root + 1n;
    root += 1n;
  }
  return { root, rest };
}

/** Number of bits of a number that is not negative; 0 for 0. */
export function bitLength(number: bigint): number {
  const digits = number.toString(16);
  return digits.length * 4 - Math.clz32(Number.parseInt(digits[0] ?? '0', 16)) + 28;
}

/** Wrong by two at most: Newton's step doubles the right digits, so half of them are found first, with numbers half as long. */
function approximateRoot(square: bigint, bits: number): bigint {
  if (bits <= exactBits) return BigInt(Math.floor(Math.sqrt(Number(square))));
  const left = Math.floor((bits - 2) / 4);
  const shift = BigInt(left);
  const guess = approximateRoot(square >> (shift + shift), bits - 2 * left) << shift;
  return (guess + square / guess) >> 1n;
}

/** A double is exact up to this length. */
const exactBits = 52;
