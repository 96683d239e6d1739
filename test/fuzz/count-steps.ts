import { type Profiler, Session } from 'node:inspector/promises';
import { setFlagsFromString } from 'node:v8';

/**
 * Counts what a piece of work does: how often any block of our own code under `dist/src` runs. The same work gives the
 * same count on every machine, however busy, which no clock would. Optimised code loses counts, so that from the first call
 * on the process does without.
 */
export async function countSteps(work: () => unknown): Promise<number> {
  setFlagsFromString('--no-opt');
  setFlagsFromString('--no-maglev');
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
    await session.post('Profiler.takePreciseCoverage');
    await work();
    const { result } = await session.post('Profiler.takePreciseCoverage');
    await session.post('Profiler.stopPreciseCoverage');
    return result.filter(({ url }) => url.includes('/dist/src/')).reduce((sum, script) => sum + stepsOf(script), 0);
  } finally {
    session.disconnect();
  }
}

function stepsOf({ functions }: Profiler.ScriptCoverage): number {
  return functions.reduce((sum, { ranges }) => sum + ranges.reduce((inner, { count }) => inner + count, 0), 0);
}
