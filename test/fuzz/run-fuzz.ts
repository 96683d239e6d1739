import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { repositoryPath } from '../repository-path.ts';
import { type Defect, execute } from './execute.ts';
import { writeInput } from './fuzz-target.ts';
import { openFuzzTargets } from './fuzz-targets.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Date.now()) },
    only: { type: 'string' },
    execution: { type: 'string' },
  },
});

const targets = openFuzzTargets().filter(({ name }) => values.only === undefined || name === values.only);
const counts = new Map(targets.map(({ name }) => [name, new Map<string, number>()]));
const defects = new Map<string, Defect>();
const endMs = performance.now() + Number(values.minutes) * 60_000;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

say(`seed ${values.seed}`);
if (values.execution !== undefined) {
  for (const target of targets)
    say(JSON.stringify(await execute(target, values.seed, Number(values.execution)), null, 2));
} else {
  await run();
}

async function run(): Promise<void> {
  for (let execution = 0; performance.now() < endMs; execution += 1) {
    for (const target of targets) {
      const result = await execute(target, values.seed, execution);
      const outcome = 'outcome' in result ? result.outcome : 'DEFECT';
      const tally = counts.get(target.name);
      tally?.set(outcome, (tally.get(outcome) ?? 0) + 1);
      if (!('outcome' in result)) keep(result);
    }
  }
  for (const [name, tally] of counts) {
    const total = [...tally.values()].reduce((sum, each) => sum + each, 0);
    say(`${name}: ${total} executions (${[...tally].map(([outcome, count]) => `${outcome} ${count}`).join(', ')})`);
  }
  process.exitCode = defects.size === 0 ? 0 : 1;
}

/** Writes an input down, once for each place that broke. */
function keep(defect: Defect): void {
  const place = defect.message.split('\n').find((line) => /^\s+at .*dist/.test(line)) ?? defect.message;
  const key = `${defect.target} ${defect.message.split('\n')[0]?.replace(/\d+/g, 'N').slice(0, 80)} ${place}`;
  if (defects.has(key)) return;
  defects.set(key, defect);
  const folder = repositoryPath('test/fixtures/fuzz');
  mkdirSync(folder, { recursive: true });
  const input = writeInput(defect.input);
  const name = `${defect.target.replaceAll(' ', '-')}-${createHash('sha256').update(JSON.stringify(input)).digest('hex').slice(0, 12)}.json`;
  writeFileSync(join(folder, name), `${JSON.stringify({ target: defect.target, input }, null, 1)}\n`);
  say(
    `DEFECT ${defect.target}, --seed ${defect.seed} --execution ${defect.execution}, kept as ${name}\n${defect.message}`,
  );
}
