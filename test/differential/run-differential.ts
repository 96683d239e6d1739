import process from 'node:process';

import { compareWithOpenssl } from './compare.ts';

/** `npm run differential -- [HIERARCHIES] [SEED]`: how our verdicts and OpenSSL's compare, eight leaves a hierarchy. */
const [hierarchies = '500', seed = '1'] = process.argv.slice(2);
const { judged, bothAccept, bothReject, explained, unexplained } = compareWithOpenssl(
  Number(hierarchies),
  Number(seed),
);
const lines = [
  `${judged} leaves: ${bothAccept} accepted by both, ${bothReject} refused by both`,
  ...[...explained].toSorted(([, left], [, right]) => right - left).map(([reason, count]) => `${count}: ${reason}`),
  `${unexplained.length}: unexplained`,
  ...unexplained,
];
process.stdout.write(`${lines.join('\n')}\n`);
process.exitCode = unexplained.length === 0 ? 0 : 1;
