import { temporaryFolder } from '../estate/temporary-folder.ts';
import type { Contestant } from './contestants/contestant.ts';
import { findContestants } from './contestants/find-contestants.ts';
import { type Fleet, type FleetOptions, startFleet } from './fleet.ts';
import { type Cost, median } from './measure.ts';

// npm run bench -- [ENDPOINTS] [ROUNDS] [WHICH…]: every contestant goes over the same fleet, in turn, several times. Printed are
// medians, and what certmuster costs of each. nginx is another process, whose time is not counted. WHICH narrows the fleets down:
// TLSv1.2 or TLSv1.3, p-256 or rsa-2048, each (a leaf for each name) or one (a wildcard for all names, with which the
// programs that start a process for each endpoint take no part); without it all eight fleets are run.

const [sizeText = '3000', roundsText = '5', ...which] = process.argv.slice(2);
const [size, rounds] = [Number(sizeText), Number(roundsText)];
const kinds = narrowed(['p-256', 'rsa-2048'] as const);
const protocols = narrowed(['TLSv1.2', 'TLSv1.3'] as const);
const shares = narrowed(['each', 'one'] as const);
if (!(size > 0 && rounds > 0) || which.length > 0) {
  throw new Error('usage: npm run bench -- [ENDPOINTS] [ROUNDS] [TLSv1.2|TLSv1.3] [p-256|rsa-2048] [each|one]');
}

for (const protocol of protocols) {
  for (const kind of kinds) {
    for (const leaves of shares) await runFleet({ kind, protocol, leaves, size, now: new Date() });
  }
}

/** Those of the values that are asked for, which are then taken from `which`; all of them if none is. */
function narrowed<T extends string>(values: readonly T[]): readonly T[] {
  const asked = values.filter((value) => which.includes(value));
  for (const value of asked) which.splice(which.indexOf(value), 1);
  return asked.length > 0 ? asked : values;
}

async function runFleet(options: FleetOptions): Promise<void> {
  const folder = temporaryFolder();
  const fleet = await startFleet(folder, options);
  const { contestants, missing } = findContestants(folder);
  await compete(
    contestants.filter(({ takesPart }) => takesPart?.(fleet) ?? true),
    fleet,
  );
  for (const name of missing) print(`${name} is not installed and takes no part.`);
  await fleet.stop();
  folder.remove();
}

async function compete(contestants: readonly Contestant[], fleet: Fleet): Promise<void> {
  const costs = new Map<Contestant, Cost[]>(contestants.map((each) => [each, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [contestant, spent] of costs) {
      spent.push(await contestant.run(fleet));
    }
  }
  const behind = fleet.leaves === 'each' ? 'with a leaf each' : 'behind ONE certificate, a wildcard';
  print(`\n${fleet.protocol}, ${fleet.kind}, ${fleet.size} names ${behind}, ${rounds} rounds, medians`);
  print(['', 'CPU ms', 'ms wall', 'a second', 'peak MB', 'certmuster costs'].map(column).join(''));
  const [own = Number.NaN] = [...costs].map(([each, spent]) => cpuPerEndpoint(each, fleet, spent));
  for (const [contestant, spent] of costs) {
    const cpu = cpuPerEndpoint(contestant, fleet, spent);
    const wall = median(spent.map(({ wallMs }) => wallMs)) / contestant.endpoints(fleet);
    const peak = median(spent.map(({ peakMegabytes }) => peakMegabytes));
    const cells = [cpu.toFixed(3), wall.toFixed(3), (1_000 / wall).toFixed(0), peak.toFixed(0), ratio(own / cpu)];
    print([contestant.name, ...cells].map(column).join(''));
  }
}

function cpuPerEndpoint(contestant: Contestant, fleet: Fleet, spent: readonly Cost[]): number {
  return median(spent.map(({ cpuMs }) => cpuMs)) / contestant.endpoints(fleet);
}

function ratio(value: number): string {
  return `${value.toFixed(value < 0.1 ? 3 : 2)} of it`;
}

function column(text: string, index: number): string {
  return index === 0 ? text.padEnd(36) : text.padStart(index === 5 ? 18 : 10);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
