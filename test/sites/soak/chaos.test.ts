import assert from 'node:assert/strict';
import { test } from 'node:test';

import { temporaryFolder } from '../../estate/temporary-folder.ts';
import { runSoak } from './run-soak.ts';

// A small one of what `npm run sites:chaos` does with 100,000 endpoints.

test('every endpoint is reported once while workers, the scanner and the broker are killed', async () => {
  const folder = temporaryFolder();
  const log: string[] = [];
  const outcome = await runSoak(folder, {
    ...{ size: 2_000, sites: ['inside', 'outside'], workers: 4, log: (text) => void log.push(text) },
    disturbance: { everyMs: 1_500, brokerAwayMs: 1_000 },
    // Slow enough that there is something to kill.
    ofWorkers: ['--rate', '40'],
  });
  folder.remove();
  const { report, exitCode, killed } = outcome;
  const { endpoints, lost, twice, wrong, hasSummary } = report;
  const said = [...log, ...report.examples].join('\n');
  assert.deepEqual(
    { endpoints, lost, twice, wrong, hasSummary, exitCode },
    { endpoints: 2_000, lost: 0, twice: 0, wrong: 0, hasSummary: true, exitCode: 0 },
    said,
  );
  assert.deepEqual([killed.scanners, killed.brokers], [2, 2], said);
  assert.ok(killed.workers >= 4, said);
});
