import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

import type { ScanReport } from '../../../src/model/scan-report.ts';
import { parseNagiosRange } from '../../../src/report/monitoring/nagios-range.ts';
import { type NagiosThresholds, renderNagios } from '../../../src/report/monitoring/render-nagios.ts';
import { hostileReport } from '../hostile-report.ts';
import { endpoint, finding, reportOf, sampleReport } from '../sample-report.ts';

const sound = reportOf([endpoint()], []);

/** The sample's certificates end 2027-01-01T00:00:00Z. */
const daysBeforeTheEnd = (days: number): ScanReport => ({
  ...sound,
  asOf: new Date(Date.parse('2027-01-01T00:00:00.000Z') - days * 86_400_000).toISOString(),
});

function thresholds(warning?: string, critical?: string): NagiosThresholds {
  const read = (text: string | undefined) => {
    const range = text === undefined ? undefined : parseNagiosRange(text);
    return range?.ok ? range.value : undefined;
  };
  return { warning: read(warning), critical: read(critical), unreachable: 'CRITICAL' };
}

/** Performance data as Monitoring::Plugin, the reference implementation in Perl, reads it. */
function readPerformanceData(line: string): readonly (readonly string[])[] {
  const script = `use Monitoring::Plugin::Performance; for (Monitoring::Plugin::Performance->parse_perfstring(shift)) {
    print join("\\t", $_->label, $_->value, $_->threshold->warning // "", $_->threshold->critical // ""), "\\n" }`;
  const data = line.slice(line.indexOf(' | ') + 3).trimEnd();
  const text = execFileSync('perl', ['-e', script, '--', data], { encoding: 'utf8' });
  return text
    .split('\n')
    .filter(Boolean)
    .map((each) => each.split('\t'));
}

test('a sound endpoint is OK, and says how long for', () => {
  const { state, text } = renderNagios(daysBeforeTheEnd(76), thresholds('20:', '15:'));
  assert.equal(state, 'OK');
  assert.equal(
    text,
    "CERTMUSTER OK: virtual-server im.contoso.com@10.0.0.11:443: sound, 76 days until the first certificate expires | 'days_chain_elem1'=76;20:;15:;;\n",
  );
});

for (const [days, state] of [
  [20, 'OK'],
  [19.999, 'WARNING'],
  [15, 'WARNING'],
  [14.999, 'CRITICAL'],
  [-1, 'CRITICAL'],
] as const) {
  test(`with -w 20: -c 15:, ${days} days left are ${state}`, () => {
    assert.equal(renderNagios(daysBeforeTheEnd(days), thresholds('20:', '15:')).state, state);
  });
}

test('given a range, days are judged by it and not by the policy', () => {
  const soon = { ...endpoint({ findings: [finding('expiry-margin', 'fail', { severity: 'warning' })] }) };
  const report = { ...daysBeforeTheEnd(12), endpoints: [soon] };
  assert.equal(renderNagios(report).state, 'WARNING');
  assert.equal(renderNagios(report, thresholds('10:', '5:')).state, 'OK');
});

test('errors and critical findings are CRITICAL, warnings WARNING, information and waived ones neither', () => {
  const stateOf = (...findings: Parameters<typeof finding>[2][]) =>
    renderNagios(reportOf([endpoint({ findings: findings.map((more) => finding('key-usage', 'fail', more)) })], []))
      .state;
  assert.equal(stateOf({ severity: 'critical' }), 'CRITICAL');
  assert.equal(stateOf({ severity: 'warning' }, { severity: 'error' }), 'CRITICAL');
  assert.equal(stateOf({ severity: 'warning' }), 'WARNING');
  assert.equal(stateOf({ severity: 'info' }), 'OK');
  const waived = endpoint({
    findings: [finding('key-usage', 'fail', { waiver: { by: 'a', reason: 'b', until: '2027-01-31' } })],
  });
  assert.match(renderNagios(reportOf([waived], [])).text, /^CERTMUSTER OK: .* \(1 waived\) \|/);
  assert.equal(stateOf({ severity: 'critical', waiver: { by: 'a', reason: 'b', until: '2027-01-31' } }), 'OK');
});

test('the worst finding of all endpoints is the one reported', () => {
  const failing = (check: string, severity: 'error' | 'critical') =>
    endpoint({ address: null, findings: [finding(check, 'fail', { severity })] });
  const report = reportOf([failing('key-usage', 'error'), failing('name-match', 'critical')], []);
  assert.match(renderNagios(report).text, /: name-match: .* \(and 1 more\)/);
});

test('an endpoint that was not reached is what the operator says it is', () => {
  const report = { ...sampleReport, endpoints: sampleReport.endpoints.slice(-1), deploymentFindings: [] };
  assert.equal(renderNagios(report, { unreachable: 'UNKNOWN' }).state, 'UNKNOWN');
  const { state, text } = renderNagios(report, { unreachable: 'CRITICAL' });
  assert.equal(state, 'CRITICAL');
  assert.match(text, /^CERTMUSTER CRITICAL: .*: The connection was refused\.\n$/);
});

test('an interrupted run and a run of nothing are UNKNOWN', () => {
  assert.equal(renderNagios({ ...sound, complete: false }).state, 'UNKNOWN');
  assert.equal(renderNagios({ ...sound, endpoints: [] }).state, 'UNKNOWN');
});

test('what cannot be decoded has no days, and says so', () => {
  const broken = endpoint({ chain: [{ sha256: 'c'.repeat(64), der: 'MAA=', error: 'no' }, ...endpoint().chain] });
  const { text } = renderNagios({ ...daysBeforeTheEnd(30), endpoints: [broken] }, thresholds('20:'));
  assert.match(text, / \| 'days_chain_elem1'=U;20:;;; 'days_chain_elem2'=30;20:;;;\n$/);
});

test('the reference implementation reads the performance data, every label once', () => {
  const { text } = renderNagios(sampleReport, thresholds('20:', '~:15'));
  const read = readPerformanceData(text);
  assert.equal(read.length, 4);
  assert.equal(new Set(read.map(([label]) => label)).size, 4);
  assert.deepEqual(read[0]?.slice(1), ['39', '20:', '~:15']);
});

test('untrusted text adds no line and no performance data', () => {
  const { text } = renderNagios(hostileReport);
  assert.match(text, /^CERTMUSTER CRITICAL: [^\n|]* \| [^\n|]*\n$/);
  const read = readPerformanceData(text);
  assert.equal(read.length, hostileReport.endpoints.filter(({ chain }) => chain.length > 0).length);
  for (const { endpoints } of [hostileReport]) {
    for (const each of endpoints) {
      const line = renderNagios({ ...hostileReport, endpoints: [each] }).text;
      assert.equal(line.indexOf('\n'), line.length - 1);
      assert.ok(line.split('|').length <= 2);
    }
  }
});

test('a long story is cut, and the performance data stays', () => {
  const story = finding('key-usage', 'fail', { message: 'x'.repeat(5_000) });
  const { text } = renderNagios(reportOf([endpoint({ findings: [story] })], []));
  assert.ok(text.length < 2_000);
  assert.match(text, / \| 'days_chain_elem1'=39;;;;\n$/);
});
