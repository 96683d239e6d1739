import process from 'node:process';
import { setFlagsFromString } from 'node:v8';

/** A process that judges fewer ends before the optimiser has anything to do. */
const leastEndpoints = 20;

/** Measured (docs/performance.md): optimising late is a sixth cheaper at 3,000 endpoints, even at 5,000 and dearer at 10,000. */
const mostEndpoints = 5_000;

/**
 * What makes V8 optimise only what runs a dozen times as long as usual, by its major version; a flag that a V8 does not
 * know is an error on stderr, so one that nobody has tried gets none. Node 20 has V8 11, Node 22 has 12, Node 24 has 13.
 */
const patience: Readonly<Record<string, string>> = {
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
  const flag = patience[v8.split('.')[0] ?? ''];
  if (flag !== undefined) setFlagsFromString(flag);
  return flag;
}
