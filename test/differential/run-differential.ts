import process from 'node:process';
import { parseArgs } from 'node:util';

import { opensslVersion } from './ask-openssl.ts';
import {
  acceptanceExplanations,
  complaintExplanations,
  type Explanation,
  searchClass,
  searchExplanation,
} from './explanations.ts';
import { type DifferentialScore, indexRange, scoreDifferential } from './score-differential.ts';

/** `npm run differential -- --count N --seed S [--from I]`: certmuster against `openssl verify` on generated hierarchies. */
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
  },
});
const run = { count: Number(values.count), seed: Number(values.seed), from: Number(values.from) };
if (!Object.values(run).every((figure) => Number.isSafeInteger(figure) && figure >= 0)) {
  process.stderr.write('Usage: npm run differential -- [--count N] [--seed S] [--from I], whole numbers\n');
  process.exitCode = 2;
} else {
  const score = await scoreDifferential({ seed: run.seed, indexes: indexRange(run.from, run.count) });
  process.stdout.write(`${await opensslVersion()}, seed ${run.seed}, ${run.count} hierarchies\n${tell(score)}`);
  process.exitCode = score.unexplained.length === 0 ? 0 : 1;
}

function tell(score: DifferentialScore): string {
  const line = (name: string, count: number, rest = ''): string =>
    `${String(count).padStart(7)}  ${name}${rest === '' ? '' : `: ${rest}`}`;
  const explanations: Readonly<Record<string, Explanation>> = {
    [searchClass]: searchExplanation,
    ...complaintExplanations,
    ...acceptanceExplanations,
  };
  const lines = [
    line('leaves', score.leaves),
    line('both accept', score.bothAccept),
    line('both refuse', score.bothRefuse),
    ...byCount(score.refusals).map(([name, count]) => `         ${line(name, count)}`),
    line('only certmuster accepts', score.onlyCertmusterAccepts),
    line('only OpenSSL accepts', score.onlyOpensslAccepts),
    '',
    'Classes of disagreement (who is right):',
    ...byCount(score.classes).map(([name, count]) => {
      const { right = '', because = '' } = explanations[name] ?? {};
      return line(`${name} (${right})`, count, because);
    }),
    '',
    `Unexplained: ${score.unexplained.length}`,
    ...score.unexplained,
  ];
  return `${lines.join('\n')}\n`;
}

function byCount(counts: Readonly<Record<string, number>>): readonly (readonly [string, number])[] {
  return Object.entries(counts).toSorted(([, left], [, right]) => right - left);
}
