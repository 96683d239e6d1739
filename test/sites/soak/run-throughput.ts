import { availableParallelism } from 'node:os';

import { temporaryFolder } from '../../estate/temporary-folder.ts';
import { runSoak, type SoakOutcome, type SoakPart } from './run-soak.ts';

// npm run sites:throughput -- [SIZE]: audits a fleet of so many endpoints (10,000) with one, two and four workers, and a tenth of it with four, so
// that what starting costs can be taken off. Prints what each took, and works out from the cost of a batch where scanner and broker end.

const size = Number(process.argv[2] ?? '10000');
const endpointsOfBatch = 50;
const fleet = 10_000_000;
const log = (text: string): void => void process.stdout.write(`${text}\n`);

async function measure(endpoints: number, workers: number): Promise<SoakOutcome> {
  const folder = temporaryFolder();
  const outcome = await runSoak(folder, { size: endpoints, sites: ['inside'], workers, log });
  folder.remove();
  const { report, exitCode, seconds, cost } = outcome;
  if (exitCode !== 0 || report.endpoints !== endpoints || report.wrong > 0) {
    log(`NOT SOUND: ${JSON.stringify(report)}`);
    process.exitCode = 1;
  }
  const each = (['scanner', 'broker', 'workers', 'server'] as const).map(
    (part) => `${cost[part].cpuSeconds.toFixed(1).padStart(8)}`,
  );
  const rate = (endpoints / seconds).toFixed(0);
  log(
    `| ${endpoints} | ${workers} | ${rate} | ${each.map((text) => text.trim()).join(' | ')} | ${megabytes(outcome)} |`,
  );
  return outcome;
}

function megabytes({ cost }: SoakOutcome): string {
  return `${(cost.scanner.peakKilobytes / 1_024).toFixed(0)}`;
}

log(`${availableParallelism()} processors, which scanner, broker, workers and the server of the fleet share.\n`);
log(
  '| endpoints | workers | endpoints a second | CPU s: scanner | broker | workers | server | peak MB of the scanner |',
);
log('|---|---|---|---|---|---|---|---|');
const small = await measure(size / 10, 4);
let large = small;
for (const workers of [1, 2, 4]) large = await measure(size, workers);

/** Milliseconds of CPU that one more endpoint costs. */
const slope = (part: SoakPart): number =>
  (1_000 * (large.cost[part].cpuSeconds - small.cost[part].cpuSeconds)) / (size - size / 10);
log(
  '\n| part | ms of CPU a batch of 50 | endpoints a second of one processor | hours of CPU for 10,000,000 endpoints |',
);
log('|---|---|---|---|');
for (const part of ['scanner', 'broker', 'workers'] as const) {
  const ms = slope(part);
  log(
    `| ${part} | ${(ms * endpointsOfBatch).toFixed(1)} | ${(1_000 / ms).toFixed(0)} | ${((ms * fleet) / 3_600_000).toFixed(1)} |`,
  );
}
