import { parseArgs } from 'node:util';

import { type BuildCopy, copyBuild } from './build-copy.ts';
import { chooseMutants, turnOf } from './choose-mutants.ts';
import { mutants } from './mutants.ts';
import { type Mutant, testKey } from './mutant.ts';
import { type Outcome, runNamedTest } from './run-named-test.ts';

/*
 * npm run mutants                          switches off every defence of test/mutants/lists, one by one, and demands that the
 *                                          named test fails
 * npm run mutants -- --some N [--seed S]   N of them: the S-th N of the list; S is the day if it is not given
 * npm run mutants -- --only ID             one, or several if it is given several times
 */

/** Copies of the build, in each of which one mutant runs at a time. */
const lanes = 2;

const { values } = parseArgs({
  options: { some: { type: 'string' }, seed: { type: 'string' }, only: { type: 'string', multiple: true } },
});
const now = new Date();
const chosen = chooseMutants(mutants, values, now);
const turn = values.some === undefined ? '' : ` (--some ${values.some} --seed ${turnOf(values.seed, now)})`;
process.stdout.write(`${chosen.length} of ${mutants.length} defences are switched off, one at a time${turn}.\n`);

const waiting = [...chosen];
const baselines = new Map<string, Promise<Outcome>>();
const survivors: string[] = [];
await Promise.all(Array.from({ length: Math.min(lanes, chosen.length) }, runLane));
process.stdout.write(
  survivors.length === 0
    ? `All ${chosen.length} were noticed.\n`
    : `Not noticed: ${survivors.join(', ')}. Write the test, and name it in SECURITY.md.\n`,
);
process.exitCode = survivors.length === 0 && chosen.length > 0 ? 0 : 1;

async function runLane(): Promise<void> {
  const copy = copyBuild();
  try {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const verdict = await tryMutant(mutant, copy);
      if (verdict !== 'noticed') survivors.push(mutant.id);
      process.stdout.write(`${verdict.padEnd(28)}  ${mutant.id.padEnd(36)}  ${testKey(mutant.test)}\n`);
    }
  } finally {
    copy.remove();
  }
}

/** What became of a defence; anything but `noticed` is a failure. */
async function tryMutant(mutant: Mutant, copy: BuildCopy): Promise<string> {
  const { file, title } = mutant.test;
  const run = (): Promise<Outcome> => runNamedTest(copy.testPath(file), title);
  const baseline = baselines.get(testKey(mutant.test)) ?? run();
  baselines.set(testKey(mutant.test), baseline);
  const unchanged = await baseline;
  if (unchanged !== 'passed') return `TEST ${unchanged.toUpperCase()} UNCHANGED`;
  const restore = copy.mutate(mutant);
  try {
    const outcome = await run();
    return outcome === 'failed' ? 'noticed' : `SURVIVED (test ${outcome})`;
  } finally {
    restore();
  }
}
