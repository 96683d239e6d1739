import { createBoundedMap } from './bounded-map.ts';

/** Counts what each of many keys may do. */
export interface TokenBuckets {
  /** Takes one; returns 0, or if there is none left, in how many milliseconds there is one again. */
  readonly take: (key: string) => number;
  /** The same without taking it. */
  readonly waitMs: (key: string) => number;
}

/**
 * Each key has a bucket of `perMinute` tokens, which fills up evenly within a minute. At most `maxKeys` are known; one more displaces the
 * one that came first. `monotonicMs` never goes back.
 */
export function createTokenBuckets(
  { perMinute, maxKeys }: { readonly perMinute: number; readonly maxKeys: number },
  monotonicMs: () => number,
): TokenBuckets {
  const buckets = createBoundedMap<{ left: number; at: number }>(maxKeys);
  const perMs = perMinute / 60_000;
  const fill = (key: string): { left: number; at: number } => {
    const now = monotonicMs();
    const bucket = buckets.getOrMake(key, () => ({ left: perMinute, at: now }));
    bucket.left = Math.min(perMinute, bucket.left + (now - bucket.at) * perMs);
    bucket.at = now;
    return bucket;
  };
  const untilOne = (left: number): number => (left >= 1 ? 0 : Math.ceil((1 - left) / perMs));
  return {
    take: (key) => {
      const bucket = fill(key);
      const wait = untilOne(bucket.left);
      if (wait === 0) bucket.left -= 1;
      return wait;
    },
    waitMs: (key) => untilOne(fill(key).left),
  };
}
