import { type Contestant, findContestants } from './contestants.ts';
import { type Fleet, startFleet } from './fleet.ts';
import { type Cost, measure, median } from './measure.ts';
import { temporaryFolder } from '../estate/temporary-folder.ts';

// npm run bench -- [ENDPOINTS] [ROUNDS]: every contestant goes over the same fleet, in turn, several times; medians are
// printed, and what they are of certmuster's. nginx is another process, and its time is nobody's. Names with a leaf
// each first, then the same names behind one wildcard, which those that are a process for each endpoint sit out.

const [size = 3_000, rounds = 5] = process.argv.slice(2).map(Number);

for (const protocol of ['TLSv1.2', 'TLSv1.3'] as const) {
  for (const kind of ['p-256', 'rsa-2048'] as const) {
    for (const leaves of ['each', 'one'] as const) {
      const folder = temporaryFolder();
      const fleet = await startFleet(folder, { kind, protocol, leaves, size, now: new Date() });
      await compete(
        findContestants(folder).filter(({ takesPart }) => takesPart?.(fleet) ?? true),
        fleet,
      );
      await fleet.stop();
      folder.remove();
    }
  }
}

async function compete(contestants: readonly Contestant[], fleet: Fleet): Promise<void> {
  const costs = new Map<Contestant, Cost[]>(contestants.map((each) => [each, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [contestant, spent] of costs) {
      spent.push(await measure(contestant.command(fleet)));
      contestant.verify?.(fleet);
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
