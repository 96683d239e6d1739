import { greatestCommonDivisor } from './greatest-common-divisor.ts';
import { bitLength } from './integer-root.ts';
import { reciprocal } from './reciprocal.ts';

/*
 * Batch gcd: which of many moduli share a factor with any other, in time that hardly grows faster than their number.
 * Bernstein, How to find smooth parts of integers, 2004; Heninger and others, Mining Your Ps and Qs, USENIX Security 2012.
 *
 * A tree of products over the moduli: beside each product P = n1·n2·… stands its derivative D = Σ P/ni, and at the leaf of a
 * modulus n, D mod n is the product of all others mod n. Going down, remainders are not taken by division, which is expensive (in V8
 * especially), but kept as the fraction D/P: its part behind the point, times the product of the sibling, is the
 * child's. So a level costs multiplications only, and the root one reciprocal. (Bernstein, Scaled remainder trees, 2004.)
 */
interface Node {
  readonly product: bigint;
  readonly derivative: bigint;
  /** At least the length of the product. */
  readonly bits: number;
  readonly children: readonly [Node, Node] | undefined;
  /** Of a leaf: its index among the moduli. */
  readonly index: number;
}

/**
 * For each of these different moduli its greatest common divisor with the product of all others: 1 if it shares nothing. It yields
 * between steps, so that the caller can let other work proceed, or stop.
 */
export function* findSharedFactors(moduli: readonly bigint[]): Generator<undefined, readonly bigint[], undefined> {
  const factors = moduli.map(() => 1n);
  if (moduli.length < 2) return factors;
  const root = yield* growTree(moduli);
  const fraction = yield* rootFraction(root, moduli.length);
  const open: { readonly node: Node; readonly fraction: bigint }[] = [{ node: root, fraction }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node } = next;
    if (node.children === undefined) {
      const precision = BigInt(node.bits + guardBits);
      const others = (next.fraction * node.product + (1n << (precision - 1n))) >> precision;
      factors[node.index] = greatestCommonDivisor(node.product, others % node.product);
    } else {
      const [left, right] = node.children;
      open.push({ node: left, fraction: descend(next.fraction, node, left, right) });
      open.push({ node: right, fraction: descend(next.fraction, node, right, left) });
    }
    yield;
  }
  return factors;
}

/**
 * Bits of a fraction below the last that matters. Every level adds an error of one unit of them and the root one more, so twenty levels
 * (a million moduli) spoil five bits; the result is rounded to a whole number.
 */
const guardBits = 32;

/** D/P without its whole part, which only numbers too short for moduli can give it. */
function* rootFraction({ product, derivative, bits }: Node, leaves: number): Generator<undefined, bigint, undefined> {
  // Every product may be a bit shorter than its factors together.
  const below = Math.max(0, bits - leaves - guardBits);
  const exactBits = below + bitLength(product >> BigInt(below));
  const precision = bits + guardBits;
  const inverse = yield* reciprocal(product, exactBits, precision);
  return BigInt.asUintN(precision, (derivative * inverse) >> BigInt(exactBits));
}

function descend(fraction: bigint, from: Node, child: Node, sibling: Node): bigint {
  return BigInt.asUintN(from.bits + guardBits, fraction * sibling.product) >> BigInt(from.bits - child.bits);
}

function* growTree(moduli: readonly bigint[]): Generator<undefined, Node, undefined> {
  let level = moduli.map((product, index): Node => {
    return { product, derivative: 1n, bits: bitLength(product), children: undefined, index };
  });
  for (;;) {
    const parents: Node[] = [];
    for (let index = 0; index < level.length; index += 2) {
      const [left, right] = [level[index], level[index + 1]];
      if (left === undefined) break;
      parents.push(right === undefined ? left : join(left, right));
      yield;
    }
    const [root] = parents;
    if (parents.length === 1 && root !== undefined) return root;
    level = parents;
  }
}

function join(left: Node, right: Node): Node {
  return {
    product: left.product * right.product,
    derivative: left.derivative * right.product + right.derivative * left.product,
    bits: left.bits + right.bits,
    children: [left, right],
    index: -1,
  };
}
