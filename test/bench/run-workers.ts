import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

import { temporaryFolder } from '../estate/temporary-folder.ts';
import { repositoryPath } from '../repository-path.ts';
import { startFleet } from './fleet.ts';
import { median } from './measure.ts';

// npm run bench:workers -- [ENDPOINTS] [ROUNDS] [WORKERS…]: one list of targets, audited by one thread, by two and so on, in
// turn. nginx has a processor of its own where there is one more than the largest number of workers; else it takes its
// share of theirs, and the ratios are smaller than they would be against servers elsewhere.

/** Names of the fleet: more than any memory of certificates holds. The list goes over them again and again. */
const names = 1_000;

/** How often threads are looked at: what one does in its last interval is not seen. */
const lookEveryMs = 20;

const [endpoints = 10_000, rounds = 3, ...asked] = process.argv.slice(2).map(Number);
const cores = availableParallelism();
const counts = asked.length > 0 ? asked : [...new Set([1, 2, cores])].filter((count) => count <= cores);
const hasOwnCore = cores > Math.max(...counts);
const folder = temporaryFolder();
const fleet = await startFleet(folder, { kind: 'p-256', protocol: 'TLSv1.2', size: names, now: new Date() });
const fleetLines = readFileSync(fleet.targetsFile, 'utf8').trimEnd().split('\n');
const lines = Array.from({ length: endpoints }, (_, index) => `${fleetLines[index % names]}\n`);
const list = folder.write('list.ndjson', lines.join(''));

const runs = new Map<number, Run[]>(counts.map((count) => [count, []]));
for (let round = 0; round < rounds; round += 1) {
  for (const [count, done] of runs) done.push(await run(count));
}
await fleet.stop();
folder.remove();
report();

interface Run {
  readonly wallMs: number;
  /** Of the whole process, and of the thread that conducts. */
  readonly cpuMs: number;
  readonly conductorMs: number;
}

async function run(workers: number): Promise<Run> {
  const startedMs = performance.now();
  const program = [process.execPath, repositoryPath('bin/certmuster.js')];
  const scan = ['scan', list, '--trust', fleet.rootFile, '--workers', String(workers), '--format', 'ndjson', '--quiet'];
  const pinned = hasOwnCore ? ['taskset', '-c', `0-${cores - 2}`] : [];
  const [command = '', ...args] = [...pinned, ...program, ...scan];
  const scanner = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  scanner.stdout.resume();
  const threads = new Map<string, number>();
  const look = setInterval(() => readThreads(scanner.pid ?? 0, threads), lookEveryMs);
  const [code] = await once(scanner, 'exit');
  clearInterval(look);
  if (code !== 0) throw new Error(`the scan exited ${code}`);
  const cpuMs = [...threads.values()].reduce((sum, each) => sum + each, 0);
  return { wallMs: performance.now() - startedMs, cpuMs, conductorMs: threads.get(String(scanner.pid)) ?? Number.NaN };
}

/** User and system time of every thread so far, in ms. Linux counts in hundredths of a second. */
function readThreads(pid: number, threads: Map<string, number>): void {
  try {
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      const fields = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ');
      threads.set(thread, 10 * (Number(fields[11]) + Number(fields[12])));
    }
  } catch {
    // It has just ended.
  }
}

function report(): void {
  print(
    `${endpoints} endpoints, ${rounds} rounds, medians; ${cores} processors, nginx ${hasOwnCore ? 'on its own' : 'on the same'}`,
  );
  print(['workers', 'a second', 'times', 'CPU ms', 'conductor ms'].map((cell) => cell.padStart(14)).join(''));
  const [alone = Number.NaN] = [...runs.values()].map((done) => median(done.map(({ wallMs }) => wallMs)));
  for (const [count, done] of runs) {
    const each = (read: (one: Run) => number): number => median(done.map(read));
    const wallMs = each((one) => one.wallMs);
    const cells = [
      String(count),
      ((1_000 * endpoints) / wallMs).toFixed(0),
      (alone / wallMs).toFixed(2),
      (each((one) => one.cpuMs) / endpoints).toFixed(3),
      (each((one) => one.conductorMs) / endpoints).toFixed(3),
    ];
    print(cells.map((cell) => cell.padStart(14)).join(''));
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
