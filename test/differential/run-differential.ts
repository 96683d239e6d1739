import process from 'node:process';

import { compareWithOpenssl } from './compare.ts';

/** `npm run differential -- [HIERARCHIES] [SEED]`: prints how our verdicts and OpenSSL's compare. */
const [hierarchies = '500', seed = '1'] = process.argv.slice(2);
const { judged, bothAccept, bothReject, disagreements, examples } = compareWithOpenssl(
  Number(hierarchies),
  Number(seed),
);
process.stdout.write(`${judged} leaves: ${bothAccept} accepted by both, ${bothReject} refused by both\n`);
for (const [pair, count] of [...disagreements].toSorted(([, left], [, right]) => right - left)) {
  process.stdout.write(`${count} ${pair} (${examples.get(pair) ?? ''})\n`);
}
