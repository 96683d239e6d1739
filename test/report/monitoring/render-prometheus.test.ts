import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';

import type { ScanReport } from '../../../src/model/scan-report.ts';
import { escapeForTerminal } from '../../../src/report/escape-for-terminal.ts';
import { renderPrometheus } from '../../../src/report/monitoring/render-prometheus.ts';
import { hostileReport, hostileTexts } from '../hostile-report.ts';
import { endpoint, finding, reportOf, sampleReport } from '../sample-report.ts';

const write = (report: ScanReport): string => [...renderPrometheus(report)].join('');

/** Prometheus' own parser and linter: silent when content. */
function promtool(text: string): { readonly status: number | null; readonly said: string } {
  const run = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
  return { status: run.status, said: `${run.stdout}${run.stderr}` };
}

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

function readSamples(text: string): readonly Sample[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', labels = '', value = ''] = /^([a-z_]+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      assert.notEqual(name, '', line);
      const pairs = [...labels.matchAll(/([a-z0-9_]+)="((?:\\.|[^"\\])*)"/g)];
      assert.equal(pairs.map(([whole]) => whole).join(','), labels);
      const plain = (each: string): string => each.replace(/\\(.)/g, '$1');
      return {
        name,
        labels: Object.fromEntries(pairs.map(([, label, each = '']) => [label, plain(each)])),
        value: Number(value),
      };
    });
}

function samplesOf(report: ScanReport, name: string): readonly Sample[] {
  return readSamples(write(report)).filter((sample) => sample.name === name);
}

for (const [what, report] of [
  ['a report with every kind of thing in it', sampleReport],
  ['a report full of hostile text', hostileReport],
  ['a report of nothing', reportOf([], [])],
] as const) {
  test(`promtool check metrics has nothing to say about ${what}`, () => {
    assert.deepEqual(promtool(write(report)), { status: 0, said: '' });
  });

  test(`no series stands twice in ${what}`, () => {
    const series = write(report)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.replace(/ \S+$/, ''));
    assert.equal(new Set(series).size, series.length);
  });
}

test('promtool is no rubber stamp', () => {
  assert.notEqual(promtool('certmuster_x{a="b"c} 1\n').status, 0);
  assert.notEqual(promtool('# TYPE x counter\nx 1\n').status, 0);
});

test('labels come back as they were written, hostile text included', () => {
  const found = samplesOf(hostileReport, 'probe_success');
  assert.deepEqual(
    found.map(({ labels }) => labels['deployment'] ?? ''),
    hostileTexts.map(escapeForTerminal),
  );
});

test('certificate series exist for a certificate that is not trusted, and name no path', () => {
  const untrusted = endpoint({
    trust: [{ store: 'contoso', path: null, error: { kind: 'no-path', message: 'None.' } }],
  });
  const report = reportOf([untrusted], []);
  const end = Date.parse('2027-01-01T00:00:00.000Z') / 1_000;
  assert.equal(samplesOf(report, 'probe_ssl_earliest_cert_expiry')[0]?.value, end);
  assert.equal(samplesOf(report, 'ssl_cert_not_after')[0]?.value, end);
  assert.equal(samplesOf(report, 'ssl_cert_not_after')[0]?.labels['cn'], 'im.contoso.com');
  assert.equal(samplesOf(report, 'ssl_cert_not_after')[0]?.labels['dnsnames'], ',im.contoso.com,');
  assert.equal(samplesOf(report, 'probe_ssl_last_chain_info').length, 1);
  assert.deepEqual(samplesOf(report, 'probe_ssl_last_chain_expiry_timestamp_seconds'), []);
  assert.deepEqual(samplesOf(report, 'ssl_verified_cert_not_after'), []);
});

test('the path that lasts longest counts, and of it the certificate that ends first', () => {
  const [leaf] = endpoint().chain;
  assert.ok(leaf !== undefined && 'notAfter' in leaf);
  const issuer = (letter: string, notAfter: string) => ({
    ...leaf,
    sha256: letter.repeat(64),
    notAfter,
    from: 'store:x',
  });
  const path = (letter: string) => [leaf.sha256, letter.repeat(64)];
  const report = reportOf(
    [
      endpoint({
        issuers: [issuer('b', '2026-12-01T00:00:00.000Z'), issuer('c', '2026-12-24T00:00:00.000Z')],
        trust: [
          { store: 'x', path: path('b'), error: null },
          { store: 'y', path: path('c'), error: null },
        ],
      }),
    ],
    [],
  );
  const [sample] = samplesOf(report, 'probe_ssl_last_chain_expiry_timestamp_seconds');
  assert.equal(sample?.value, Date.parse('2026-12-24T00:00:00.000Z') / 1_000);
  assert.equal(samplesOf(report, 'ssl_verified_cert_not_after').length, 4);
});

test('where nothing was seen there is no series: no zero, no sentinel', () => {
  const report = reportOf(sampleReport.endpoints.slice(-1), []);
  const names = new Set(readSamples(write(report)).map(({ name }) => name));
  assert.equal(samplesOf(report, 'probe_success')[0]?.value, 0);
  for (const name of [
    'probe_duration_seconds',
    'probe_ssl_earliest_cert_expiry',
    'probe_ssl_last_chain_info',
    'probe_tls_version_info',
    'ssl_cert_not_after',
  ]) {
    assert.equal(names.has(name), false, name);
  }
});

test('a certificate that cannot be decoded has no series, and the rest of its chain has', () => {
  const chain = [{ sha256: 'c'.repeat(64), der: 'MAA=', error: 'no' }, ...endpoint().chain];
  const report = reportOf([endpoint({ chain })], []);
  assert.deepEqual(
    samplesOf(report, 'ssl_cert_not_after').map(({ labels }) => labels['position']),
    ['1'],
  );
  assert.deepEqual(samplesOf(report, 'probe_ssl_last_chain_info'), []);
});

test('a file was not probed: certificate series without success or duration', () => {
  const report = reportOf([endpoint({ port: null, address: null, handshake: null })], []);
  assert.deepEqual(samplesOf(report, 'probe_success'), []);
  assert.equal(samplesOf(report, 'probe_ssl_earliest_cert_expiry').length, 1);
});

test('success is what a verifying client would accept', () => {
  const success = (more: Parameters<typeof finding>[2]) =>
    samplesOf(reportOf([endpoint({ findings: [finding('chain-trust', 'fail', more)] })], []), 'probe_success')[0]
      ?.value;
  assert.equal(success({ severity: 'critical' }), 0);
  assert.equal(success({ severity: 'error' }), 1);
  assert.equal(success({ severity: 'critical', waiver: { by: 'a', reason: 'b', until: '2027-01-31' } }), 1);
});

test('each endpoint has one verdict, and its failing checks by name', () => {
  const verdicts = samplesOf(sampleReport, 'certmuster_endpoint_verdict');
  assert.equal(verdicts.length, sampleReport.endpoints.length * 5);
  assert.equal(
    verdicts.reduce((sum, { value }) => sum + value, 0),
    sampleReport.endpoints.length,
  );
  const failing = samplesOf(sampleReport, 'certmuster_finding').filter(({ labels }) => labels['outcome'] === 'fail');
  assert.deepEqual(
    failing.map(({ labels }) => labels['check']),
    ['key-usage', 'key-usage', 'expiry-margin'],
  );
});

test('a cause has one series, on however many endpoints it shows, with labels that stay from run to run', () => {
  const causes = samplesOf(sampleReport, 'certmuster_cause').filter(
    ({ labels }) => labels['fault'] === 'key-usage/broken',
  );
  assert.deepEqual(
    causes.map(({ labels, value }) => [labels, value]),
    [
      [
        {
          fault: 'key-usage/broken',
          severity: 'error',
          key: 'key-usage/broken:0123456789abcdef',
          title: 'A broken key-usage',
          place: 'as.im.contoso.com 10.0.0.11:443',
          certificate: 'a'.repeat(64),
        },
        1,
      ],
    ],
  );
  const later = {
    ...sampleReport,
    causes: sampleReport.causes.map((cause) => ({ ...cause, title: 'in 11 days', places: cause.places.toReversed() })),
  };
  assert.deepEqual(samplesOf(later, 'certmuster_cause'), samplesOf(sampleReport, 'certmuster_cause'));
});

test('causes are counted by severity, waived ones apart, and a failing finding names its cause', () => {
  const waiver = { by: 'a', reason: 'b', until: '2027-01-31' };
  const waived = endpoint({ findings: [finding('name-match', 'fail', { severity: 'critical', waiver })] });
  const report = reportOf([...sampleReport.endpoints, waived]);
  assert.deepEqual(
    samplesOf(report, 'certmuster_causes').map(({ labels, value }) => [labels['severity'], value]),
    [
      ['info', 0],
      ['warning', 1],
      ['error', 2],
      ['critical', 0],
    ],
  );
  assert.equal(samplesOf(report, 'certmuster_waived_causes')[0]?.value, 1);
  const accepted = samplesOf(report, 'certmuster_cause').filter(({ labels }) => labels['waived'] === 'true');
  assert.deepEqual(
    accepted.map(({ labels }) => labels['fault']),
    ['name-match/broken'],
  );
  const keys = new Set(samplesOf(report, 'certmuster_cause').map(({ labels }) => labels['key']));
  const failing = ['certmuster_finding', 'certmuster_deployment_finding'].flatMap((name) => samplesOf(report, name));
  for (const { labels } of failing.filter((each) => each.labels['outcome'] === 'fail'))
    assert.ok(keys.has(labels['cause']));
});

test('a run with a fault in each of thousands of certificates writes the worst, and counts all', () => {
  const [cause] = sampleReport.causes;
  assert.ok(cause);
  const causes = [...Array(3_000).keys()].map((index) => ({ ...cause, key: `key-usage/broken:${index}` }));
  const summary = { ...sampleReport.summary, causes: { ...sampleReport.summary.causes, error: 3_000 } };
  const report = { ...sampleReport, causes, summary };
  assert.equal(samplesOf(report, 'certmuster_cause').length, 1_000);
  assert.ok(samplesOf(report, 'certmuster_causes').some(({ value }) => value === 3_000));
});

test('the end of the path counts the anchor, and no certificate that the path does not use', () => {
  const [leaf] = endpoint().chain;
  assert.ok(leaf !== undefined && 'notAfter' in leaf);
  const other = (letter: string, subject: string, notAfter: string) => ({
    ...leaf,
    sha256: letter.repeat(64),
    subject,
    notAfter,
  });
  const unused = other('c', 'CN=Old Root', '2026-10-01T00:00:00.000Z');
  const root = other('b', 'CN=Root', '2026-12-05T00:00:00.000Z');
  const report = reportOf(
    [
      endpoint({
        chain: [leaf, unused],
        issuers: [{ ...root, from: 'store:contoso' }],
        trust: [{ store: 'contoso', path: [leaf.sha256, root.sha256], error: null }],
      }),
    ],
    [],
  );
  const [end] = samplesOf(report, 'certmuster_path_end_timestamp_seconds');
  assert.equal(end?.value, Date.parse(root.notAfter) / 1_000);
  assert.deepEqual([end?.labels['subject'], end?.labels['certificate']], ['CN=Root', root.sha256]);
});

test('a long label is cut, so that a hosted store does not refuse the scrape', () => {
  const [leaf] = endpoint().chain;
  assert.ok(leaf !== undefined && 'dnsNames' in leaf);
  const dnsNames = [...Array(500).keys()].map((index) => `host-${index}.contoso.com`);
  const text = write(reportOf([endpoint({ chain: [{ ...leaf, dnsNames, subject: `CN=${'𝒳'.repeat(600)}` }] })], []));
  assert.ok(readSamples(text).every(({ labels }) => Object.values(labels).every((value) => value.length <= 500)));
  assert.equal(promtool(text).status, 0);
});

test('an endpoint whose trust cannot be verified is no success, one with another open question is', () => {
  const successOf = (check: string, reason: string) =>
    samplesOf(reportOf([endpoint({ findings: [finding(check, 'undetermined', { reason })] })], []), 'probe_success')[0]
      ?.value;
  assert.equal(successOf('chain-trust', 'unsupported-algorithm'), 0);
  assert.equal(successOf('key-strength', 'unsupported-algorithm'), 1);
  assert.equal(successOf('revocation-status', 'not-fetched'), 1);
});
