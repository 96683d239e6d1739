import process from 'node:process';
import { setFlagsFromString } from 'node:v8';

/** A process that judges fewer ends before the optimiser has anything to do. */
const leastEndpoints = 20;

/** Measured (docs/performance.md): optimising late is a sixth cheaper at 3,000 endpoints, even at 5,000 and dearer at 10,000. */
const mostEndpoints = 5_000;

/**
 * The flag that makes V8 optimise only what runs a dozen times as long as usual, by the major version of V8 (11 in Node 20, 12 in
 * Node 22, 13 in Node 24). A V8 prints an error if it does not know a flag, so only versions that were tried are listed.
 */
const lateOptimising: Readonly<Record<string, string>> = {
  '11': '--interrupt-budget=1000000',
  '12': '--invocation-count-for-turbofan=30000',
  '13': '--invocation-count-for-turbofan=30000',
};

/**
 * Fits V8 to the length of a run. Its optimising compiler works in threads beside ours and spends a third of a short run's
 * CPU time on code that is hardly used again; over a long run it pays. An unknown length counts as long.
 */
export function tuneEngine(endpoints: number | undefined, v8 = process.versions.v8): string | undefined {
  if (endpoints === undefined || endpoints < leastEndpoints || endpoints > mostEndpoints) return undefined;
  const flag = lateOptimising[v8.split('.')[0] ?? ''];
  if (flag !== undefined) setFlagsFromString(flag);
  return flag;
}
