import { statSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';

import { changesSinceLast } from '../../src/history/changes-since-last.ts';
import { compareSnapshots } from '../../src/history/compare-snapshots.ts';
import { openHistory } from '../../src/history/database.ts';
import { endpointHistories } from '../../src/history/endpoint-history.ts';
import { lastReports } from '../../src/history/last-reports.ts';
import { countRenewals, listCertificates } from '../../src/history/list-certificates.ts';
import { listCauses } from '../../src/history/list-causes.ts';
import { findRun, listRuns } from '../../src/history/list-runs.ts';
import { snapshotOfRun } from '../../src/history/snapshot-of-run.ts';
import { temporaryFolder } from '../estate/temporary-folder.ts';
import { createSimulatedFleet } from './simulated-fleet.ts';

/**
 * Ten years of daily runs: the size of the history, the time to write a run, and the CPU time of each question.
 * `npm run history:measure [-- RUNS ENDPOINTS]`.
 */
const [runs, endpoints] = [Number(argv[2] ?? 3_650), Number(argv[3] ?? 1_000)];
const daysPerYear = 365;
/** Of several times the least is what the question costs: a busy machine only adds. */
const timesAsked = 5;

const folder = temporaryFolder();
const file = join(folder.path, 'audit.db');
const opened = openHistory(file, { create: true });
if (!opened.ok) throw new Error(opened.error);
const database = opened.value;
const fleet = createSimulatedFleet(database, endpoints);
const { series } = fleet;
const startedMs = cpuMs();
for (let day = 1; day <= runs; day += 1) {
  fleet.recordDay();
  if (day % daysPerYear === 0 || day === runs)
    print(
      `${day} runs of ${endpoints} endpoints: ${(statSync(file).size / 1e6).toFixed(0)} MB, ${((cpuMs() - startedMs) / day).toFixed(0)} ms a run`,
    );
}

const [last] = listRuns(database, { limit: 1 });
if (last === undefined) throw new Error('no run was recorded');
const snapshot = (run: number) => {
  const found = findRun(database, run);
  if (found === undefined) throw new Error(`run ${run} is missing`);
  return snapshotOfRun(database, found);
};
const host = `h${Math.min(17, endpoints - 1)}.example`;
const questions: Readonly<Record<string, () => unknown>> = {
  'history runs': () => listRuns(database, { limit: 400 }),
  'history causes': () => listCauses(database, { isGoneToo: false }),
  'history causes --all': () => listCauses(database, { isGoneToo: true, limit: 1_000 }),
  'history certificates': () => listCertificates(database, { served: true, limit: 1_000 }),
  'history certificates --all': () => listCertificates(database, { served: false, limit: 1_000 }),
  'renewals a year': () => countRenewals(database, undefined),
  'history HOST': () => endpointHistories(database, host),
  'what is new since the last run': () => changesSinceLast(database, { series, run: last.run }),
  'diff of the last two runs': () => compareSnapshots(snapshot(last.run - 1), snapshot(last.run)),
  'diff of the first and the last run': () => compareSnapshots(snapshot(1), snapshot(last.run)),
  'last reports, for /metrics': () => lastReports(database, { series, limit: 5_000 }),
};
for (const [name, ask] of Object.entries(questions)) {
  const times = Array.from({ length: timesAsked }, () => {
    const before = cpuMs();
    ask();
    return cpuMs() - before;
  });
  print(
    `${Math.min(...times)
      .toFixed(1)
      .padStart(8)} ms ${name}`,
  );
}
database.close();
folder.remove();

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
