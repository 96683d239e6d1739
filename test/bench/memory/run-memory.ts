import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

import { temporaryFolder } from '../../estate/temporary-folder.ts';
import { repositoryPath } from '../../repository-path.ts';
import { fleetHost } from './leaf-mint.ts';

// npm run bench:memory -- [names] [COUNTS…] [OPTIONS OF SCAN…]: feeds a scan that many targets through standard input, each a name with
// a leaf and a key of its own, reads the lines it writes to a pipe and prints how its memory grew. The server is a process of
// its own; `names`: targets have no address, and a DNS server is asked for each. Exits 1 where an endpoint was lost or not found sound.

/** How often memory is looked at. The kernel keeps the peak. */
const lookEveryMs = 500;

/** Points of the curve that are printed. */
const points = 10;

const { counts, options, areNamed } = readArguments(process.argv.slice(2));
const folder = temporaryFolder();
const rootFile = join(folder.path, 'root.pem');
const serverProgram = repositoryPath('dist/test/bench/memory/cheap-server.js');
const server = spawn(process.execPath, [serverProgram, rootFile], { stdio: ['pipe', 'pipe', 'inherit'] });
const [said] = (await once(createInterface(server.stdout), 'line')) as [string];
const [port = '', nameServer = ''] = said.split(' ');
for (const count of counts) if (!(await run(count))) process.exitCode = 1;
server.stdin.end();
folder.remove();

function readArguments(args: readonly string[]) {
  const areNamed = args[0] === 'names';
  const end = args.findIndex((each) => each.startsWith('-'));
  const figures = args.slice(areNamed ? 1 : 0, end < 0 ? undefined : end).map(Number);
  const counts = figures.length === 0 ? [10_000, 100_000, 1_000_000] : figures;
  return { counts, options: end < 0 ? [] : args.slice(end), areNamed };
}

async function run(count: number): Promise<boolean> {
  print(`\n${count} targets ${options.join(' ')}`);
  const startedMs = performance.now();
  const scan = [repositoryPath('bin/certmuster.js'), 'scan', '-', '--trust', rootFile, '--format', 'ndjson', '--quiet'];
  const scanner = spawn(process.execPath, [...scan, '--dns-server', nameServer, ...options], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(scanner, 'exit');
  let memory = { resident: 0, peak: 0 };
  const look = setInterval(() => {
    memory = readMemory(scanner.pid) ?? memory;
  }, lookEveryMs);
  feed(scanner.stdin, count).catch(() => undefined);
  let done = 0;
  const summary = await readLines(scanner.stdout, () => {
    done += 1;
    if (done % Math.ceil(count / points) !== 0) return;
    memory = readMemory(scanner.pid) ?? memory;
    print(`  ${String(done).padStart(9)} done  ${megabytes(memory.resident)}  peak ${megabytes(memory.peak)}`);
  });
  const [code] = await exited;
  clearInterval(look);
  const seconds = (performance.now() - startedMs) / 1_000;
  const { pass, warn, endpoints } = JSON.parse(summary).summary;
  const isSound = code === 0 && done === count && endpoints === count && pass + warn === count;
  print(
    `  ${isSound ? 'every one sound' : `NOT SOUND: ${summary.slice(0, 1_000)}`}, exit code ${code}, peak ${megabytes(memory.peak)}`,
  );
  print(`  ${seconds.toFixed(0)} s, ${(count / seconds).toFixed(0)} a second`);
  return isSound;
}

/** Writes as fast as the scanner reads. */
async function feed(stdin: Writable, count: number): Promise<void> {
  stdin.on('error', () => undefined);
  for (let index = 0; index < count; index += 1) {
    const host = fleetHost(index);
    const line = areNamed ? `${host}:${port}` : JSON.stringify({ host, address: '127.0.0.1', port: Number(port) });
    if (!stdin.write(`${line}\n`)) await once(stdin, 'drain');
  }
  stdin.end();
}

/** Calls back for every line but the last, and returns that one. Other lines are not kept: there are gigabytes of them. */
async function readLines(stdout: Readable, onLine: () => void): Promise<string> {
  let last: Buffer[] = [];
  let isEnded = false;
  for await (const chunk of stdout as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
      if (isEnded) {
        onLine();
        last = [];
      }
      last.push(chunk.subarray(start, end));
      isEnded = true;
      start = end + 1;
    }
    if (start === chunk.length) continue;
    if (isEnded) {
      onLine();
      last = [];
      isEnded = false;
    }
    last.push(chunk.subarray(start));
  }
  return Buffer.concat(last).toString('utf8');
}

interface Memory {
  readonly resident: number;
  readonly peak: number;
}

/** In kilobytes, as the kernel counts; undefined once the process is gone. */
function readMemory(pid: number | undefined): Memory | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const read = (field: string): number => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
    const memory = { resident: read('VmRSS'), peak: read('VmHWM') };
    // A process that has just ended still has a status, without memory.
    return Number.isNaN(memory.peak) ? undefined : memory;
  } catch {
    return undefined;
  }
}

function megabytes(kilobytes: number): string {
  return `${(kilobytes / 1_024).toFixed(0)} MB`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
