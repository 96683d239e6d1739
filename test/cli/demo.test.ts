import assert from 'node:assert/strict';
import { test } from 'node:test';

import { scanReportSchema } from '../../src/model/scan-report.ts';
import { certmuster } from './certmuster.ts';

test('demo: exactly the planted faults are found, each is explained, exit 0', async () => {
  const { exitCode, stdout, stderr } = await certmuster(['demo']);
  assert.equal(exitCode, 0, stdout + stderr);
  assert.match(stdout, /^✗ critical +#1 /);
  assert.match(stdout, /^1\. +\S.*: #\d+/m);
  assert.doesNotMatch(stdout, /not found/);
  assert.match(stdout, /\nAll planted faults were found, each as one cause, and no others\.\n$/);
});

test('demo --format json: only the report on stdout, the stories on stderr', async () => {
  const { exitCode, stdout, stderr } = await certmuster(['demo', '--format', 'json']);
  assert.equal(exitCode, 0);
  const report = scanReportSchema.parse(JSON.parse(stdout));
  assert.ok(report.summary.fail > 0);
  assert.match(stderr, /Planted faults/);
});

test('demo --quiet: one line', async () => {
  const { exitCode, stdout, stderr } = await certmuster(['demo', '--quiet']);
  assert.equal(exitCode, 0);
  assert.equal(stdout, 'All planted faults were found, each as one cause, and no others.\n');
  assert.equal(stderr, '');
});

test('demo --details: the findings stand below their causes, and what was not seen is listed', async () => {
  const { exitCode, stdout } = await certmuster(['demo', '--details']);
  assert.equal(exitCode, 0);
  for (const title of ['Findings by cause', 'Not visible over TLS', 'Inconclusive']) {
    assert.ok(stdout.includes(`── ${title} ─`), title);
  }
});
