import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { scanReportSchema } from '../../src/model/scan-report.ts';
import { costly } from './costly.ts';
import { type AmongCostly, auditAmongCostly, wrongVerdicts } from './neighbours.ts';

/** Of each costly kind. */
const ofEachKind = 20;

let among: AmongCostly;
before(async () => {
  among = await auditAmongCostly({ ofEachKind });
});

test('fifty healthy endpoints among twenty of each costly kind all get their own verdict', (context) => {
  context.diagnostic(
    `the loop stood still for ${Math.round(among.longestBlockMs)} ms at most, ${Math.round(among.longestBlockCpuMs)} ms of processor time`,
  );
  context.diagnostic(`${Math.round(among.cpuMs)} ms of processor time for ${among.report.endpoints.length} endpoints`);
  assert.equal(among.report.endpoints.length, 50 + ofEachKind * costly.length);
  assert.deepEqual(wrongVerdicts(among), []);
});

test('costly endpoints end over their budget, and bring out no bug of ours', () => {
  const hostile = among.report.endpoints.filter(({ host }) => host.endsWith('.zoo.test'));
  const reasons = new Set(hostile.flatMap(({ findings }) => findings.map(({ reason }) => reason)));
  assert.ok(reasons.has('budget-exceeded'));
  assert.ok(!reasons.has('internal-error'));
});

test('SIGINT among them: exit 130, and what is known is written whole', async (context) => {
  const interrupted = await auditAmongCostly({ ofEachKind, interrupt: true });
  context.diagnostic(`ended ${Math.round(interrupted.endedAfterMs ?? 0)} ms after the signal`);
  assert.equal(interrupted.exitCode, 130);
  const report = scanReportSchema.parse(interrupted.report);
  assert.equal(report.complete, false);
  assert.equal((report.summary.notAudited ?? 0) + report.endpoints.length, 50 + ofEachKind * costly.length);
});
