import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { freePort } from '../estate/free-port.ts';
import { startServer } from '../estate/server-process.ts';
import { temporaryFolder } from '../estate/temporary-folder.ts';
import { repositoryPath } from '../repository-path.ts';
import { type Fleet, fleetAddress, startFleet } from './fleet.ts';
import { measure, median } from './measure.ts';

// npm run bench:slow -- [ENDPOINTS] [ROUNDS] [TIMEOUT SECONDS]: how long a list takes of which 5 % are silent or drip and 5 %
// refuse, against the healthy nine tenths alone and one deadline. Every server is a process of its own.

const [size = 10_000, rounds = 3, timeoutSeconds = 10] = process.argv.slice(2).map(Number);
const names = Math.min(size, 3_000);
/** One in this many endpoints is silent or drips, and one refuses. */
const oneIn = 20;

interface Target {
  readonly host: string;
  readonly port: number;
}

const folder = temporaryFolder();
const fleet = await startFleet(folder, { kind: 'p-256', protocol: 'TLSv1.3', size: names, now: new Date() });
const dead = await startServer((port) => ({
  command: process.execPath,
  args: [repositoryPath('dist/test/bench/dead-server.js'), String(port)],
}));
const closedPort = await freePort();

const spread = Array.from({ length: size }, (_, index): Target => {
  const port = index % oneIn === 7 ? dead.port : index % oneIn === 14 ? closedPort : fleet.port;
  return { host: `host-${index % names}.fleet.contoso.com`, port };
});
const healthy = spread.filter(({ port }) => port === fleet.port);
const deadFirst = [...spread].sort((one, other) => rank(one) - rank(other));

const lists = [
  { name: 'healthy ones alone', targets: healthy, options: [] },
  { name: 'spread', targets: spread, options: [] },
  { name: 'dead ones first', targets: deadFirst, options: [] },
  { name: 'dead ones last', targets: deadFirst.toReversed(), options: [] },
  { name: 'spread, --slow 0', targets: spread, options: ['--slow', '0'] },
].map((list) => ({ ...list, seconds: [] as number[] }));
type List = (typeof lists)[number];

// In turn, so that what else this machine does meets them all.
for (let round = 0; round < rounds; round += 1) {
  for (const list of lists) list.seconds.push(await scanList(list, fleet));
}
await dead.stop();
await fleet.stop();
folder.remove();

const [healthySeconds = Number.NaN] = lists.map(({ seconds }) => median(seconds));
const bound = 1.3 * (healthySeconds + timeoutSeconds);
print(`${size} endpoints, ${rounds} rounds, medians; deadline ${timeoutSeconds} s, the default concurrency`);
for (const { name, seconds } of lists) tell(name, median(seconds));
tell('1.3 x (healthy + deadline)', bound);

function tell(name: string, seconds: number): void {
  print(`${name.padEnd(28)}${seconds.toFixed(1).padStart(8)} s`);
}

function rank({ port }: Target): number {
  return port === dead.port ? 0 : port === closedPort ? 1 : 2;
}

/** Wall time in seconds. Throws where the reports are not what these servers deserve. */
async function scanList({ name, targets, options }: List, { rootFile, port }: Fleet): Promise<number> {
  const lines = targets.map((target) => `${JSON.stringify({ ...target, address: fleetAddress })}\n`);
  const list = folder.write('list.ndjson', lines.join(''));
  const output = join(folder.path, 'report.ndjson');
  const { wallMs, cpuMs, peakMegabytes } = await measure({
    command: process.execPath,
    args: [
      ...[repositoryPath('bin/certmuster.js'), 'scan', list, '--trust', rootFile, '--timeout', `${timeoutSeconds}s`],
      ...['--format', 'ndjson', '--output', output, '--quiet', ...options],
    ],
    exitCodes: [0, 3],
  });
  const [wall, cpu] = [wallMs, cpuMs].map((each) => (each / 1_000).toFixed(1));
  print(`  ${name}: ${wall} s, ${cpu} s of CPU, peak ${peakMegabytes.toFixed(0)} MB`);
  const reports = readFileSync(output, 'utf8').trimEnd().split('\n').slice(0, -1);
  for (const [kind, expected] of [
    ['"failure":null', port],
    ['"kind":"timeout"', dead.port],
    ['"kind":"refused"', closedPort],
  ] as const) {
    const wanted = targets.filter((target) => target.port === expected).length;
    const found = reports.filter((line) => line.includes(kind)).length;
    if (found !== wanted) throw new Error(`${found} reports say ${kind}, ${wanted} should`);
  }
  return wallMs / 1_000;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
