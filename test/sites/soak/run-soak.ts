import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { startCertmuster } from '../../cli/certmuster.ts';
import type { TemporaryFolder } from '../../estate/temporary-folder.ts';
import { type MessageCounts, startBroker } from '../rabbitmq.ts';
import { password, scannerUser, siteUser } from '../site-place.ts';
import { type Cost, createCostBook } from './processor-time.ts';
import { readSoakReport, type SoakReport } from './read-soak-report.ts';
import { createScannerSeat } from './scanner-seat.ts';
import { type SoakFleet, startSoakServer, writeTargets } from './soak-server.ts';
import { type Disturbance, disturb } from './disturb.ts';
import { createWorkerCrew } from './worker-crew.ts';

export interface SoakOptions extends SoakFleet {
  /** The sites take turns. */
  readonly workers: number;
  /** Absent: nothing is killed. */
  readonly disturbance?: Disturbance;
  /** Further options of each worker, for instance a rate. */
  readonly ofWorkers?: readonly string[];
  /** Ask the broker how many messages there were, which takes seconds. */
  readonly countsMessages?: true;
  readonly log: (text: string) => void;
}

export interface SoakOutcome {
  readonly report: SoakReport;
  readonly exitCode: number | null;
  readonly seconds: number;
  readonly cost: Readonly<Record<SoakPart, Cost>>;
  /** Handshakes beyond one for each endpoint. */
  readonly dialedAgain: number;
  /** What the broker has on its disk in the end. */
  readonly diskBytes: number;
  /** As the broker counts them. Undefined: it was not asked. */
  readonly messages: MessageCounts | undefined;
  readonly killed: { readonly workers: number; readonly scanners: number; readonly brokers: number };
}

export const soakParts = ['scanner', 'workers', 'broker', 'server'] as const;
export type SoakPart = (typeof soakParts)[number];

/** Audits a fleet over a real broker, with or without kills, and says what became of it and what it cost. */
export async function runSoak(folder: TemporaryFolder, options: SoakOptions): Promise<SoakOutcome> {
  const { size, sites, workers, disturbance, ofWorkers = [], countsMessages, log } = options;
  const book = createCostBook();
  const server = await startSoakServer(folder);
  const broker = await startBroker(folder, { users: [scannerUser, ...sites.map(siteUser)] });
  book.watch('server', server.pid);
  book.watch('broker', broker.pid());
  const looking = setInterval(book.look, 200);
  const crew = createWorkerCrew({ broker, sites, count: workers, options: ofWorkers, book });
  const report = join(folder.path, 'report.ndjson');
  const targets = writeTargets(folder, options, server.port);
  // A busy machine takes its time, which is not what is measured.
  const ofScan = ['--site-wait', '300s', '--timeout', '60s'];
  const scan = ['scan', targets, '--trust', server.rootFile, '--quiet', '--resume', report];
  const seat = createScannerSeat({
    book,
    start: () =>
      startCertmuster([...scan, '--broker', broker.url('scanner'), ...ofScan], {
        environment: { CERTMUSTER_BROKER_PASSWORD: password },
      }),
  });
  try {
    await crew.ready();
    const startedMs = performance.now();
    const stop = new AbortController();
    const whole = seat.run();
    const progress = async (): Promise<number> => (await server.hellos()) / size;
    const kills =
      disturbance &&
      disturb({ ...{ disturbance, crew, seat, broker, book, progress, countsMessages, log }, signal: stop.signal });
    const { exitCode, stderr } = await Promise.race([whole, broker.failed, ...(kills ? [kills.failed] : [])]);
    const seconds = (performance.now() - startedMs) / 1_000;
    stop.abort();
    await kills?.done;
    if (exitCode !== 0) log(stderr);
    book.look();
    const messages = countsMessages && (await (kills?.messages() ?? broker.messages()));
    const cost = Object.fromEntries(soakParts.map((part) => [part, book.of(part)])) as SoakOutcome['cost'];
    return {
      report: await readSoakReport(report, options),
      ...{ exitCode, seconds, cost, messages, diskBytes: diskBytesOf(join(folder.path, 'data')) },
      dialedAgain: (await server.hellos()) - size,
      killed: kills?.killed ?? { workers: 0, scanners: 0, brokers: 0 },
    };
  } finally {
    clearInterval(looking);
    seat.close();
    await crew.close();
    await broker.close();
    server.close();
  }
}

function diskBytesOf(folder: string): number {
  return Number(execFileSync('du', ['-sb', folder], { encoding: 'utf8' }).split('\t')[0]);
}
