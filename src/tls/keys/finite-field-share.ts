import { randomBytes } from 'node:crypto';

import type { FiniteFieldGroup, KeyShare } from '../probe.ts';

/**
 * A key pair of a finite-field group (RFC 7919, RFC 8446 §4.2.8.1): numbers as long as the prime. In plain arithmetic, because
 * `node:crypto` tests a prime that it does not know for seconds.
 */
export function createFiniteFieldShare(group: FiniteFieldGroup): KeyShare {
  const { bits } = primes[group];
  const prime = ffdhePrime(group);
  const bytes = bits / 8;
  const exponent = numberOf(randomBytes(exponentBytes));
  return {
    group,
    publicKey: bytesOf(power(generator, exponent, prime), bytes),
    peerBytes: bytes,
    deriveSecret: (peer) => {
      const share = numberOf(peer);
      // RFC 7919 §5.1: 0, 1 and p - 1 give a secret that anyone knows.
      if (share <= 1n || share >= prime - 1n) return undefined;
      return bytesOf(power(share, exponent, prime), bytes);
    },
  };
}

/** RFC 7919 appendix A: 2^b - 2^(b-64) + (floor(2^(b-130) e) + X) 2^64 - 1. */
export function ffdhePrime(group: FiniteFieldGroup): bigint {
  const { bits, x } = primes[group];
  const b = BigInt(bits);
  return 2n ** b - 2n ** (b - 64n) + (scaledE(b - 130n) + x) * 2n ** 64n - 1n;
}

const primes: Readonly<Record<FiniteFieldGroup, { readonly bits: number; readonly x: bigint }>> = {
  ffdhe2048: { bits: 2048, x: 560_316n },
  ffdhe3072: { bits: 3072, x: 2_625_351n },
  ffdhe4096: { bits: 4096, x: 5_736_041n },
  ffdhe6144: { bits: 6144, x: 15_705_020n },
  ffdhe8192: { bits: 8192, x: 10_965_728n },
};

const generator = 2n;

/** RFC 7919 appendix A: an exponent of 400 bits is as strong as the largest group. */
const exponentBytes = 50;

/** floor(2^shift e), from the series of 1/n!. 64 more bits absorb what each term loses. */
function scaledE(shift: bigint): bigint {
  let term = 2n ** (shift + 64n);
  let sum = 0n;
  for (let n = 1n; term > 0n; n += 1n) {
    sum += term;
    term /= n;
  }
  return sum >> 64n;
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === '1') result = (result * base) % modulus;
  }
  return result;
}

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
}

function bytesOf(number: bigint, length: number): Uint8Array {
  return new Uint8Array(Buffer.from(number.toString(16).padStart(length * 2, '0'), 'hex'));
}
