import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { repositoryPath } from '../repository-path.ts';
import { execute } from './execute.ts';
import { type FuzzTarget, readInput } from './fuzz-target.ts';
import { openFuzzTargets } from './fuzz-targets.ts';
import { createRandom } from './random.ts';

/** Executions of each target in a run of the tests; `npm run fuzz -- --minutes N` does more, and other ones. */
const executions = 400;

const targets = openFuzzTargets();

for (const target of targets) {
  test(`${target.name}: ${executions} inputs of a fixed seed break no invariant`, async () => {
    const outcomes = new Set<string>();
    for (let execution = 0; execution < executions; execution += 1) {
      const result = await execute(target, 'tests', execution);
      assert.ok('outcome' in result, 'message' in result ? `execution ${execution}: ${result.message}` : '');
      outcomes.add(result.outcome);
    }
    // A mutator that only ever breaks the outermost layer would test nothing behind it.
    assert.ok(outcomes.size > 1, `always ${[...outcomes].join()}`);
  });
}

test('inputs that once broke something do so no longer', async () => {
  const folder = repositoryPath('test/fixtures/fuzz');
  const byName = new Map(targets.map((target): [string, FuzzTarget] => [target.name, target]));
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  for (const file of files) {
    const kept = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const target = byName.get(kept.target);
    assert.ok(target !== undefined, file);
    await target.judge(readInput(kept.input));
  }
  assert.ok(files.length > 0);
});

test('the same seed makes the same input', () => {
  for (const target of openFuzzTargets()) {
    const again = targets.find(({ name }) => name === target.name);
    for (let execution = 0; execution < 20; execution += 1) {
      const random = () => createRandom(`repeat ${execution}`);
      assert.deepEqual(target.make(random()), again?.make(random()));
    }
  }
});
