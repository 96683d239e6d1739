import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { renderPrometheus } from '../../../src/report/monitoring/render-prometheus.ts';
import { repositoryPath } from '../../repository-path.ts';
import { sampleReport } from '../sample-report.ts';

function promtool(...args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' });
  assert.equal(status, 0, `${stdout}${stderr}`);
}

const rules = repositoryPath('docs/monitoring/alerts.yml');

test('promtool accepts the alert rules of the documentation', () => {
  promtool('check', 'rules', rules);
});

test('the alert rules fire when they should and keep silent when they should', () => {
  promtool('test', 'rules', repositoryPath('docs/monitoring/alerts.test.yml'));
});

test('every series that the rules ask for is one that is written', () => {
  const written = [...renderPrometheus(sampleReport)].join('');
  const asked = readFileSync(rules, 'utf8').match(/\b(?:probe|certmuster|ssl)_[a-z_]+\b(?=[{ )])/g) ?? [];
  assert.ok(asked.length >= 6);
  for (const name of new Set(asked)) assert.ok(written.includes(`# TYPE ${name} gauge`), name);
});
