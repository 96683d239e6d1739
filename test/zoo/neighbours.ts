import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import type { ScanReport } from '../../src/model/scan-report.ts';
import type { Verdict } from '../../src/model/vocabulary.ts';
import { type Listener, startTlsListener } from '../../src/lab/tls-listener.ts';
import { issueServerCertificate } from '../forge/certificate-authority.ts';
import { runAudit } from '../audit/auditing.ts';
import { askingNobody } from '../net/no-names.ts';
import { repositoryPath } from '../repository-path.ts';
import { costly } from './costly.ts';
import { startZoo, type Zoo } from './start-zoo.ts';
import { requestForZoo } from './zoo-request.ts';

/** A healthy neighbour, and how the audit of it has to end. */
export const neighbourKinds: readonly { readonly kind: string; readonly verdict: Verdict }[] = [
  { kind: 'sound', verdict: 'pass' },
  { kind: 'expiring', verdict: 'warn' },
  { kind: 'expired', verdict: 'fail' },
  { kind: 'other-name', verdict: 'fail' },
];

const dayMs = 86_400_000;

/** One listener a kind, in the order of `neighbourKinds`. */
export async function startNeighbours(
  { presented: { intermediate, root, key } }: Zoo,
  now: Date,
): Promise<readonly Listener[]> {
  const authority = { root, intermediate, now };
  const at = (days: number): Date => new Date(now.getTime() + days * dayMs);
  const changes = [{}, { notAfter: at(5) }, { notAfter: at(-1) }, {}];
  return Promise.all(
    neighbourKinds.map(({ kind }, index) => {
      const names = [kind === 'other-name' ? 'elsewhere.test' : '*.near.test'];
      const usage = { keyUsage: ['digitalSignature'] as const };
      const leaf = issueServerCertificate(authority, key, { names, changes: { ...usage, ...changes[index] } });
      return startTlsListener({ address: '127.0.0.1', chain: [leaf, intermediate], key });
    }),
  );
}

/** How the program fared among costly peers. */
export interface AmongCostly {
  readonly exitCode: number | null;
  readonly report: ScanReport;
  /** The longest time for which its event loop stood still, as `perf_hooks` measures it. */
  readonly longestBlockMs: number;
  /** The most processor time between two turns of it, all threads together. */
  readonly longestBlockCpuMs: number;
  readonly cpuMs: number;
  /** From the signal to the end of the process; undefined: no signal was sent. */
  readonly endedAfterMs: number | undefined;
}

/**
 * Audits fifty healthy endpoints among some of each costly kind with the command line and its default options, in a process of its own.
 * With `interrupt` it is sent a SIGINT once it has told its first result.
 */
export async function auditAmongCostly({
  ofEachKind,
  interrupt = false,
}: {
  readonly ofEachKind: number;
  readonly interrupt?: boolean;
}): Promise<AmongCostly> {
  const now = new Date();
  const zoo = await startZoo({ now });
  const listeners = await startNeighbours(zoo, now);
  const folder = mkdtempSync(join(tmpdir(), 'certmuster-neighbours-'));
  try {
    for (const [file, content] of zoo.trustFiles) writeFileSync(join(folder, file), content);
    writeFileSync(join(folder, 'targets.json'), JSON.stringify(targetsOf(zoo, listeners, ofEachKind)));
    await wakeUp(zoo);
    return await run(folder, interrupt);
  } finally {
    rmSync(folder, { recursive: true });
    await Promise.all([zoo.close(), ...listeners.map((listener) => listener.close())]);
  }
}

/** Each costly animal makes what it shows for its first visitor, which takes seconds: its neighbours here are in the same process. */
async function wakeUp(zoo: Zoo): Promise<void> {
  const names = new Set(costly.map(({ name }) => name));
  const targets = (zoo.targets.targets ?? []).filter((_, index) => names.has(zoo.animals[index]?.name ?? ''));
  await runAudit(requestForZoo({ ...zoo, targets: { ...zoo.targets, targets } }, 30_000));
}

/** The costly ones first and in between: whoever comes after them waits for them. */
function targetsOf({ targets, animals }: Zoo, listeners: readonly Listener[], ofEachKind: number): Zoo['targets'] {
  const names = new Set(costly.map(({ name }) => name));
  const hostile = animals.flatMap(({ name }, index) => {
    const target = targets.targets?.[index];
    if (target === undefined || !names.has(name)) return [];
    return Array.from({ length: ofEachKind }, (_, place) => ({ ...target, host: `${name}-${place}.zoo.test` }));
  });
  const healthy = Array.from({ length: 50 }, (_, index) => {
    const place = index % neighbourKinds.length;
    const host = `${neighbourKinds[place]?.kind}-${index}.near.test`;
    const port = listeners[place]?.port ?? 0;
    return { host, address: '127.0.0.1', port, policy: 'tls-server' as const, trust: ['zoo'] };
  });
  const every = Math.max(1, Math.floor(hostile.length / healthy.length));
  return {
    ...targets,
    targets: hostile
      .flatMap((each, index) => {
        const neighbour = index % every === 0 ? healthy.shift() : undefined;
        return neighbour === undefined ? [each] : [each, neighbour];
      })
      .concat(healthy),
  };
}

async function run(folder: string, interrupt: boolean): Promise<AmongCostly> {
  const args = ['scan', 'targets.json', '--timeout', '3s', '--format', 'ndjson', '--quiet'];
  const tellBlock = repositoryPath('dist/test/zoo/tell-block.js');
  const child = spawn(
    process.execPath,
    ['--import', tellBlock, repositoryPath('bin/certmuster.js'), ...askingNobody(args)],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe', 'pipe'], env: { PATH: process.env['PATH'] } },
  );
  let interruptedAt: number | undefined;
  if (interrupt) {
    child.stdio[1]?.once('data', () => {
      interruptedAt = performance.now();
      child.kill('SIGINT');
    });
  }
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [stdout = '', stderr, block = ''] = await Promise.all(
    [1, 2, 3].map((fd) => text(child.stdio[fd] as NodeJS.ReadableStream)),
  );
  const exitCode = await exited;
  if (stdout === '') throw new Error(`${exitCode}: ${stderr}`);
  const { longestMs, longestCpuMs, cpuMs } = JSON.parse(block) as Record<
    'longestMs' | 'longestCpuMs' | 'cpuMs',
    number
  >;
  const endedAfterMs = interruptedAt === undefined ? undefined : performance.now() - interruptedAt;
  return {
    exitCode,
    report: readLines(stdout),
    longestBlockMs: longestMs,
    longestBlockCpuMs: longestCpuMs,
    cpuMs,
    endedAfterMs,
  };
}

/** An endpoint a line, and the rest of the report in the last one. */
function readLines(stdout: string): ScanReport {
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  return { ...(lines.pop() as ScanReport), endpoints: lines as ScanReport['endpoints'] };
}

/** The healthy endpoints whose verdict is wrong, in words. */
export function wrongVerdicts({ report }: AmongCostly): readonly string[] {
  return report.endpoints.flatMap(({ host, verdict, failure }) => {
    const wanted = neighbourKinds.find(({ kind }) => host.endsWith('.near.test') && host.startsWith(`${kind}-`));
    return wanted === undefined || wanted.verdict === verdict ? [] : [`${host}: ${verdict} ${failure?.message}`];
  });
}
