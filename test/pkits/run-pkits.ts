import process from 'node:process';

import { createPathFinder } from '../../src/pki/path/path-finder.ts';
import { deviations } from './deviations.ts';
import { pkitsCorpus } from '../corpora.ts';
import { readPkitsCorpus } from './pkits-corpus.ts';
import { type PkitsCounts, type PkitsScore, scorePkits } from './pkits-score.ts';

/** `npm run pkits [-- FILE] [--json]`: runs PKITS through the real path validation under the profile `rfc5280`. */
const args = process.argv.slice(2);
const file = args.find((arg) => !arg.startsWith('-')) ?? pkitsCorpus.path;
const score = scorePkits(readPkitsCorpus(file), { findPath: createPathFinder(), profile: 'rfc5280' });
process.stdout.write(args.includes('--json') ? `${JSON.stringify(score, null, 2)}\n` : tell(score));
process.exitCode = score.disagreements.every(({ test }) => test in deviations) ? 0 : 1;

function tell({ overall, sections, disagreements }: PkitsScore): string {
  const line = (name: string, { right, wronglyAccepted, wronglyRefused }: PkitsCounts): string =>
    `${name.padEnd('overall'.length)}  ${right} right, ${wronglyAccepted} wrongly accepted, ${wronglyRefused} wrongly refused`;
  const lines = [
    ...disagreements.map(({ test, expected, reason }) => `${test}: expected ${expected}; ${reason}`),
    ...Object.entries(sections).map(([name, counts]) => line(name, counts)),
    line('overall', overall),
  ];
  return `${lines.join('\n')}\n`;
}
