import { writeFileSync } from 'node:fs';

import { builtInPolicies } from '../../../src/policy/built-in.ts';
import { repositoryPath } from '../../repository-path.ts';
import { readPack } from './read-pack.ts';
import { scorePack } from './score-pack.ts';
import { type ScoredPack, writePacksPage } from './write-packs-page.ts';

// npm run packs: audits every pack live, prints its score and writes docs/packs.md. Exits 1 if something is not as planted.

const scored: ScoredPack[] = [];
for (const id of builtInPolicies) {
  const pack = await readPack(id);
  const score = await scorePack(pack);
  scored.push({ pack, score });
  process.stdout.write(`${id}: ${score.planted} planted, ${score.found} found, ${score.beside} beside them\n`);
  for (const line of score.wrong) process.stdout.write(`  ${line}\n`);
}
writeFileSync(repositoryPath('docs/packs.md'), writePacksPage(scored));
// The DNS server of the tests would keep the process.
process.exit(scored.some(({ score }) => score.wrong.length > 0) ? 1 : 0);
