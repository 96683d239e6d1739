import { temporaryFolder } from '../../estate/temporary-folder.ts';
import { describeSoak } from './describe-soak.ts';
import { runSoak, type SoakOptions } from './run-soak.ts';

// npm run sites:chaos -- [SIZE] [quiet|chaos]: audits a fleet of so many endpoints (100,000) over four workers twice, once with nothing killed and once
// with a worker killed -9 every five seconds, the scanner killed and continued twice and the broker killed and restarted twice. Prints
// what either cost. Exits 1 where an endpoint was lost, reported twice or wrong.

const [size = '100000', only] = process.argv.slice(2);
const disturbance = { everyMs: 5_000, brokerAwayMs: 3_000 };
const log = (text: string): void => void process.stdout.write(`${text}\n`);
for (const [name, changes] of [
  ['quiet', {}],
  ['chaos', { disturbance }],
] as const satisfies readonly (readonly [string, Partial<SoakOptions>])[]) {
  if (only !== undefined && only !== name) continue;
  const folder = temporaryFolder();
  const outcome = await runSoak(folder, {
    size: Number(size),
    sites: ['inside', 'outside'],
    workers: 4,
    countsMessages: true,
    log,
    ...changes,
  });
  folder.remove();
  log(`\n${name}: ${describeSoak(outcome)}`);
  const { endpoints, hasSummary, wrong, twice } = outcome.report;
  if (endpoints !== Number(size) || !hasSummary || wrong + twice > 0 || outcome.exitCode !== 0) process.exitCode = 1;
}
