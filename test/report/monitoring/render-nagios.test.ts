import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

import type { EndpointReport } from '../../../src/model/endpoint-report.ts';
import type { Finding } from '../../../src/model/finding.ts';
import type { ScanReport } from '../../../src/model/scan-report.ts';
import { parseNagiosRange } from '../../../src/report/monitoring/nagios-range.ts';
import type { NagiosThresholds } from '../../../src/report/monitoring/nagios-problems.ts';
import { renderNagios } from '../../../src/report/monitoring/render-nagios.ts';
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
  const [first = ''] = line.split('\n');
  const data = first.slice(first.indexOf(' | ') + 3);
  const text = execFileSync('perl', ['-e', script, '--', data], { encoding: 'utf8' });
  return text
    .split('\n')
    .filter(Boolean)
    .map((each) => each.split('\t'));
}

test('a sound endpoint is OK, and says how long for', () => {
  const { state, text } = renderNagios(daysBeforeTheEnd(76), thresholds('20', '15:'));
  assert.equal(state, 'OK');
  assert.equal(
    text,
    "CERTMUSTER OK - im.contoso.com 10.0.0.11:443: CN=im.contoso.com expires in 76 days, on 2027-01-01 | 'days_left'=76;20:;15:;;\n",
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

for (const [hours, state] of [
  [73, 'OK'],
  [72, 'OK'],
  [71.999, 'WARNING'],
  [24, 'WARNING'],
  [23.999, 'CRITICAL'],
] as const) {
  test(`with -w 72h -c 24h, ${hours} hours left are ${state}`, () => {
    assert.equal(renderNagios(daysBeforeTheEnd(hours / 24), thresholds('72h', '24h')).state, state);
  });
}

const expiring = finding('expiry-margin', 'fail', { severity: 'warning' });
const expired = finding('validity-period', 'fail', { severity: 'critical' });
const waiver = { by: 'A. Datum', reason: 'replaced in January', until: '2027-01-31' };

/** A report in which the certificate has so many days left. */
function reportBeforeTheEnd(days: number, ...findings: readonly Finding[]): ScanReport {
  return { ...reportOf([endpoint({ findings: [...findings] })], []), asOf: daysBeforeTheEnd(days).asOf };
}

test('given a range, days are judged by it and not by the policy', () => {
  const report = reportBeforeTheEnd(12, expiring);
  assert.equal(renderNagios(report).state, 'WARNING');
  assert.equal(renderNagios(report, thresholds('10:', '5:')).state, 'OK');
});

test('a range leaves every other cause as it is', () => {
  const report = reportBeforeTheEnd(100, expiring, finding('name-match', 'fail', { severity: 'critical' }));
  const { state, text } = renderNagios(report, thresholds('20', '15'));
  assert.equal(state, 'CRITICAL');
  assert.match(
    text,
    /^CERTMUSTER CRITICAL - The title of a broken name-match \(im\.contoso\.com 10\.0\.0\.11:443\) \| /,
  );
});

test('an alert by a range has the words of the cause, if it is one by the policy too, and the threshold', () => {
  const { text } = renderNagios(reportBeforeTheEnd(12, expiring), thresholds('20', '15'));
  const [first, second] = text.split('\n');
  const said = 'The title of a broken expiry-margin, threshold 15 (im.contoso.com 10.0.0.11:443)';
  assert.equal(first, `CERTMUSTER CRITICAL - ${said} | 'days_left'=12;20:;15:;;`);
  assert.equal(second, `CRITICAL: ${said}. What to do about expiry-margin.`);
});

test('an alert by a range alone names the certificate, what it has left, the threshold and the place', () => {
  for (const [days, threshold, left] of [
    [40, '60', 'expires in 40 days, on 2027-01-01'],
    [1.5, '60', 'expires in 1 day, on 2027-01-01'],
    [0.5, '60', 'expires in 12 hours, on 2027-01-01'],
    [1.5, '72h', 'expires in 36 hours, on 2027-01-01'],
    [-0.5, '60', 'expired on 2027-01-01, 12 hours ago'],
    [-15.9, '60', 'expired on 2027-01-01, 15 days ago'],
  ] as const) {
    const said = `CN=im.contoso.com ${left}, threshold ${threshold} (im.contoso.com 10.0.0.11:443)`;
    const remedy = days < 0 ? 'Replace it.' : 'Renew or replace it before then.';
    const { text } = renderNagios(daysBeforeTheEnd(days), thresholds(threshold));
    assert.ok(text.startsWith(`CERTMUSTER WARNING - ${said} | 'days_left'=`), text);
    assert.ok(text.endsWith(`\nWARNING: ${said}. ${remedy}\n`), text);
  }
});

test('an expired certificate is one cause, with a range as without', () => {
  for (const range of [undefined, '20']) {
    const { state, text } = renderNagios(reportBeforeTheEnd(-15, expired), thresholds(range, range));
    assert.equal(state, 'CRITICAL');
    assert.match(
      text,
      /^CERTMUSTER CRITICAL - The title of a broken validity-period \(im\.contoso\.com [^;|]*\) \| 'days_left'=-15;/,
    );
  }
});

test('an end that is waived raises no alert by a range either, and is said', () => {
  for (const accepted of [
    reportBeforeTheEnd(-15, { ...expired, waiver }),
    reportBeforeTheEnd(5, { ...expiring, waiver }),
  ]) {
    const { state, text } = renderNagios(accepted, thresholds('20', '15'));
    assert.equal(state, 'OK');
    assert.match(text, /; 1 waived \| /);
    assert.match(text, /\nWaived by A\. Datum until 2027-01-31: replaced in January: The title of a broken /);
  }
});

test('the anchor of the path counts, and a certificate that the path does not use does not', () => {
  const [leaf] = endpoint().chain;
  assert.ok(leaf !== undefined && 'notAfter' in leaf);
  const other = (letter: string, subject: string, notAfter: string) => ({
    ...leaf,
    sha256: letter.repeat(64),
    subject,
    notAfter,
  });
  const unused = endpoint({
    chain: [leaf, other('c', 'CN=Old Root', '2026-10-22T00:00:00.000Z')],
    issuers: [{ ...other('b', 'CN=Root,O=Contoso', '2027-06-01T00:00:00.000Z'), from: 'store:contoso' }],
    trust: [{ store: 'contoso', path: [leaf.sha256, 'b'.repeat(64)], error: null }],
  });
  const of = (each: EndpointReport) => renderNagios(reportOf([each], []), thresholds('20', '15'));
  assert.match(of(unused).text, /^CERTMUSTER OK - .* in 39 days, on 2027-01-01 \| 'days_left'=39;/);
  const anchorEnds = {
    ...unused,
    issuers: unused.issuers.map((each) => ({ ...each, notAfter: '2026-11-26T12:00:00.000Z' })),
  };
  assert.match(
    of(anchorEnds).text,
    /^CERTMUSTER CRITICAL - CN=Root expires in 4 days, on 2026-11-26, threshold 15 .* \| 'days_left'=4;/,
  );
});

test('one certificate that ends soon is one cause on all its endpoints', () => {
  const report = reportOf([endpoint(), endpoint({ address: '10.0.0.12' })], []);
  const { text } = renderNagios({ ...report, asOf: daysBeforeTheEnd(12).asOf }, thresholds('20'));
  assert.match(
    text,
    /^CERTMUSTER WARNING - [^;]*, threshold 20 \(im\.contoso\.com 10\.0\.0\.11:443 and 1 other place\) \|/,
  );
});

test('errors and critical findings are CRITICAL, warnings WARNING, information and waived ones neither', () => {
  const stateOf = (...findings: Parameters<typeof finding>[2][]) =>
    renderNagios(reportOf([endpoint({ findings: findings.map((more) => finding('key-usage', 'fail', more)) })], []))
      .state;
  assert.equal(stateOf({ severity: 'critical' }), 'CRITICAL');
  assert.equal(stateOf({ severity: 'warning' }, { severity: 'error' }), 'CRITICAL');
  assert.equal(stateOf({ severity: 'warning' }), 'WARNING');
  assert.equal(stateOf({ severity: 'info' }), 'OK');
  const waived = endpoint({ findings: [finding('key-usage', 'fail', { waiver })] });
  assert.match(renderNagios(reportOf([waived], [])).text, /^CERTMUSTER OK - .*; 1 waived \|/);
  assert.equal(stateOf({ severity: 'critical', waiver }), 'OK');
});

test('the worst cause of all endpoints comes first, and each has a line with its place and remedy', () => {
  const failing = (check: string, severity: 'error' | 'critical') => {
    const key = `${check}/broken:0123456789abcdef`;
    return endpoint({ findings: [finding(check, 'fail', { severity, cause: key })] });
  };
  const report = reportOf([failing('key-usage', 'error'), failing('name-match', 'critical')], []);
  const [first, ...lines] = renderNagios(report).text.trimEnd().split('\n');
  assert.match(
    first ?? '',
    /^CERTMUSTER CRITICAL - The title of a broken name-match \(im\.contoso\.com 10\.0\.0\.11:443\); 1 more cause \|/,
  );
  assert.deepEqual(lines, [
    'CRITICAL: The title of a broken name-match (im.contoso.com 10.0.0.11:443). What to do about name-match.',
    'CRITICAL: The title of a broken key-usage (im.contoso.com 10.0.0.11:443). What to do about key-usage.',
  ]);
});

test('a finding that only follows from a cause is not mentioned', () => {
  const cause = 'validity-period/broken:0123456789abcdef';
  const findings = [expired, finding('chain-trust', 'fail', { severity: 'critical', cause })];
  const report = reportOf([endpoint({ findings, causes: endpoint({ findings: [expired] }).causes })], []);
  assert.doesNotMatch(renderNagios(report).text, /chain-trust|more cause/);
});

test('an endpoint that was not reached is what the operator says it is', () => {
  const report = reportOf(sampleReport.endpoints.slice(-1), []);
  assert.equal(renderNagios(report, { unreachable: 'UNKNOWN' }).state, 'UNKNOWN');
  const { state, text } = renderNagios(report, { unreachable: 'CRITICAL' });
  assert.equal(state, 'CRITICAL');
  const said = 'The connection was refused (reverse-proxy-external 203.0.113.10:443)';
  assert.equal(text, `CERTMUSTER CRITICAL - ${said}\nCRITICAL: ${said}\n`);
});

test('endpoints behind one address that is not reached are one problem', () => {
  const [refused] = sampleReport.endpoints.slice(-1);
  assert.ok(refused);
  const hosts = ['im', 'as.im', 'download.im'].map((name) => `${name}.contoso.com`);
  const { text } = renderNagios(
    reportOf(
      hosts.map((host) => ({ ...refused, host })),
      [],
    ),
  );
  assert.match(
    text,
    /^CERTMUSTER CRITICAL - The connection was refused \(reverse-proxy-external 203\.0\.113\.10:443\)\n/,
  );
  assert.equal(text.trimEnd().split('\n').length, 2);
});

test('an interrupted run and a run of nothing are UNKNOWN', () => {
  assert.equal(renderNagios({ ...sound, complete: false }).state, 'UNKNOWN');
  assert.equal(renderNagios({ ...sound, endpoints: [] }).state, 'UNKNOWN');
});

test('what cannot be decoded has no days, and says so', () => {
  const undecodable = { store: 'contoso', path: null, error: { kind: 'undecodable', message: 'no' } };
  const chain = [{ sha256: 'c'.repeat(64), der: 'MAA=', error: 'no' }, ...endpoint().chain];
  const broken = endpoint({ chain, trust: [undecodable] });
  const { text } = renderNagios({ ...daysBeforeTheEnd(30), endpoints: [broken] }, thresholds('20:'));
  assert.match(text, / \| 'days_left'=U;20:;;;\n$/);
});

test('the reference implementation reads the performance data, every label once', () => {
  const { text } = renderNagios(sampleReport, thresholds('20:', '~:15'));
  const read = readPerformanceData(text);
  assert.equal(read.length, 5);
  assert.equal(new Set(read.map(([label]) => label)).size, 5);
  assert.deepEqual(read[0], ['days_left', '39', '20:', '~:15']);
});

test('untrusted text adds no line and no performance data', () => {
  const { text } = renderNagios(hostileReport);
  const [first = '', ...lines] = text.trimEnd().split('\n');
  assert.match(first, /^CERTMUSTER CRITICAL - [^|]* \| [^|]*$/);
  for (const line of lines) assert.match(line, /^(?:CRITICAL: |Waived |… )[^|\p{Cc}]*$/u);
  const read = readPerformanceData(text);
  assert.equal(read.length, 1 + hostileReport.endpoints.filter(({ chain }) => chain.length > 0).length);
});

test('a long story and a fleet fit what Nagios reads, and say how much was left out', () => {
  const many = [...Array(3_000).keys()].map((index) => {
    const cause = `key-usage/broken:${String(index).padStart(16, '0')}`;
    const one = endpoint({
      address: `10.0.${index >> 8}.${index & 255}`,
      findings: [finding('key-usage', 'fail', { cause })],
    });
    return {
      ...one,
      causes: one.causes.map((each) => ({ ...each, title: 'ü'.repeat(5_000), remedy: 'y'.repeat(5_000) })),
    };
  });
  const { text } = renderNagios(reportOf(many, []));
  assert.ok(new TextEncoder().encode(text).length <= 4_096);
  assert.match(text, /^[^\n]*ü…; 2999 more causes \| 'days_left'=39;;;; [^\n]*;;;;\n/);
  assert.match(text, /\n… 299\d more in the report\n$/);
  assert.ok(readPerformanceData(text).length > 10);
});
