import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

import type { ScanReport } from '../../../src/model/scan-report.ts';
import { escapeForTerminal } from '../../../src/report/escape-for-terminal.ts';
import { renderCsv } from '../../../src/report/data/render-csv.ts';
import { hostileReport, hostileTexts } from '../hostile-report.ts';
import { endpoint, finding, reportOf, sampleReport } from '../sample-report.ts';

/** Read by SQLite, which has read nothing of ours. It fails on a row that is too short or too long. */
function read(report: ScanReport): readonly Readonly<Record<string, string>>[] {
  const csv = [...renderCsv(report)].join('');
  const commands = ['.mode json', '.import --csv "|cat" findings', 'select * from findings;'];
  const args = ['-bail', ':memory:', ...commands];
  const run = execFileSync('sqlite3', args, { input: csv, encoding: 'utf8', stdio: ['pipe', 'pipe', 'inherit'] });
  return JSON.parse(run);
}

test('a row a finding, of endpoints and then of deployments', () => {
  const rows = read(sampleReport);
  const ofEndpoints = sampleReport.endpoints.flatMap(({ id, findings }) => findings.map(({ check }) => [id, check]));
  assert.deepEqual(
    rows.filter(({ scope }) => scope === 'endpoint').map(({ endpoint, check }) => [endpoint, check]),
    ofEndpoints,
  );
  assert.equal(rows.filter(({ scope }) => scope === 'deployment').length, sampleReport.deploymentFindings.length);
});

test('a row says where, what, and what was seen', () => {
  const row = read(sampleReport).find(({ role, check }) => role === 'as-host' && check === 'key-usage');
  assert.equal(row?.['host'], 'as.im.contoso.com');
  assert.equal(row?.['outcome'], 'fail');
  assert.equal(row?.['expected'], 'a0');
  assert.equal(row?.['port'], '443');
  assert.equal(row?.['waived_by'], '');
});

test('a row names its fault and its cause, in columns after those of older versions, so that a consequence never stands alone', () => {
  const cause = 'validity-period/broken:0123456789abcdef';
  const expired = finding('validity-period', 'fail', { severity: 'critical' });
  const findings = [expired, finding('chain-trust', 'fail', { cause }), finding('key-strength', 'pass')];
  const report = reportOf([endpoint({ findings, causes: endpoint({ findings: [expired] }).causes })]);
  const rows = read(report);
  assert.deepEqual(Object.keys(rows[0] ?? {}).slice(24, 28), ['as_of', 'fault', 'cause', 'cause_title']);
  const title = 'The title of a broken validity-period';
  assert.deepEqual(
    rows.map((row) => [row['check'], row['fault'], row['cause'], row['cause_title']]),
    [
      ['validity-period', 'broken', cause, title],
      ['chain-trust', 'broken', cause, title],
      ['key-strength', '', '', ''],
      [
        'interface-certificates',
        'broken',
        'interface-certificates/broken:0123456789abcdef',
        'The title of a broken interface-certificates',
      ],
      ['array-consistency', '', '', ''],
    ],
  );
});

test('no field begins as a formula does, and every text comes back otherwise unchanged', () => {
  const rows = read(hostileReport);
  for (const row of rows) {
    for (const value of Object.values(row)) assert.doesNotMatch(value, /^\s*[=+\-@＝＋－＠\t\r]/u);
  }
  const messages = rows.filter(({ check }) => check === 'key-usage').map(({ message }) => message);
  for (const [index, text] of hostileTexts.entries()) {
    const shown = escapeForTerminal(text);
    assert.ok(messages[index] === shown || messages[index] === `'${shown}`, messages[index]);
  }
});

test('a waived finding says by whom, why and until when', () => {
  const waived = read(hostileReport).filter(({ check }) => check === 'name-match');
  assert.ok(waived.every((row) => row['outcome'] === 'fail' && row['waived_until'] === '2027-01-31'));
});

test('lines end as RFC 4180 has it', () => {
  const lines = [...renderCsv(sampleReport)].join('').split('\r\n');
  assert.equal(lines.at(-1), '');
  assert.ok(lines.every((line) => !line.includes('\n')));
});
