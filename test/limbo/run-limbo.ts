import process from 'node:process';

import { createPathFinder } from '../../src/pki/path/path-finder.ts';
import { loadPublicSuffixes } from '../../src/pki/names/public-suffixes.ts';
import { readLimboCorpus } from './limbo-corpus.ts';
import { type LimboCounts, type LimboScore, scoreLimbo } from './limbo-score.ts';

/** `npm run limbo -- FILE [--json]`: runs a corpus file through the real path validation under the profile `strict`. */
const [file, ...flags] = process.argv.slice(2);
if (file === undefined || file.startsWith('-')) {
  process.stderr.write('Usage: npm run limbo -- FILE [--json]\n');
  process.exitCode = 2;
} else {
  const findPath = createPathFinder({ isPublicSuffix: await loadPublicSuffixes() });
  const score = scoreLimbo(readLimboCorpus(file), { findPath, profile: 'strict', now: new Date() });
  process.stdout.write(flags.includes('--json') ? `${JSON.stringify(score, null, 2)}\n` : tell(score));
}

function tell({ overall, namespaces, disagreements }: LimboScore): string {
  const width = Math.max(...Object.keys(namespaces).map((name) => name.length), 'overall'.length);
  const line = (name: string, counts: LimboCounts): string =>
    `${name.padEnd(width)}  ${counts.correct} correct, ${counts.wronglyAccepted} wrongly accepted, ${counts.wronglyRejected} wrongly rejected, ${counts.skipped} skipped`;
  const lines = [
    ...disagreements.map(({ id, expected, reason }) => `${id}: expected ${expected}; ${reason}`),
    ...Object.entries(namespaces).map(([name, counts]) => line(name, counts)),
    line('overall', overall),
  ];
  return `${lines.join('\n')}\n`;
}
