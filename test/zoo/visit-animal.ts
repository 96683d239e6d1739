import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

import type { EndpointReport } from '../../src/model/endpoint-report.ts';
import type { ScanReport } from '../../src/model/scan-report.ts';
import { askingNobody } from '../net/no-names.ts';
import { repositoryPath } from '../repository-path.ts';

/** Where an animal is, and whom the visitor trusts. */
export interface VisitRequest {
  readonly host: string;
  readonly port: number;
  readonly rootFile: string;
  readonly timeoutMs: number;
}

/** What one process that audits nothing but one animal saw, and what it took. */
export interface Visited {
  readonly exitCode: number | null;
  readonly report: EndpointReport;
  /** From the start of the audit to its end, without the start of the process. */
  readonly tookMs: number;
  /** Most memory that the process ever held (maximum resident set size, as the kernel counts it), Node.js and all. */
  readonly peakKib: number;
  /** Processor time of the process, its start included, all threads together. */
  readonly cpuMs: number;
}

/** Audits an animal with the command line in a process of its own, as an operator would. */
export async function visitAnimal({ host, port, rootFile, timeoutMs }: VisitRequest): Promise<Visited> {
  const target = [`${host}:${port}`, '--address', '127.0.0.1', '--policy', 'tls-server', '--trust', rootFile];
  const args = ['scan', ...target, '--timeout', `${timeoutMs}ms`, '--format', 'json', '--quiet'];
  const tellPeak = repositoryPath('dist/test/zoo/tell-peak.js');
  const child = spawn(
    process.execPath,
    ['--import', tellPeak, repositoryPath('bin/certmuster.js'), ...askingNobody(args)],
    { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], env: { PATH: process.env['PATH'] } },
  );
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const [stdout, stderr, peak] = await Promise.all(
    [1, 2, 3].map((fd) => text(child.stdio[fd] as NodeJS.ReadableStream)),
  );
  const [peakKib = Number.NaN, cpuMs = Number.NaN] = (peak ?? '').split(' ').map(Number);
  const exitCode = await exited;
  if (stdout === '') throw new Error(`${host}: ${exitCode}: ${stderr}`);
  const { endpoints, startedAt, finishedAt } = JSON.parse(stdout ?? '') as ScanReport;
  const [report] = endpoints;
  if (report === undefined) throw new Error(`${host}: no endpoint was audited`);
  return { exitCode, report, tookMs: Date.parse(finishedAt) - Date.parse(startedAt), peakKib, cpuMs };
}
