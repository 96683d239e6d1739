import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';

import stringWidth from 'string-width';

import { renderTable } from '../../../src/report/terminal/render-table.ts';
import { repositoryPath } from '../../repository-path.ts';
import { endpoint, finding, reportOf, sampleReport } from '../sample-report.ts';

for (const width of [80, 120, 160]) {
  test(`the table of ${width} columns reads as the golden file does`, () => {
    const text = renderTable(sampleReport, { width, colour: false });
    const golden = repositoryPath(`test/report/golden/table-${width}.txt`);
    if (process.env['UPDATE_GOLDEN']) writeFileSync(golden, text);
    assert.equal(text, readFileSync(golden, 'utf8'));
  });
}

test('colour adds nothing but colour: without its codes the text is the same', () => {
  const plain = renderTable(sampleReport, { width: 100, colour: false });
  const coloured = renderTable(sampleReport, { width: 100, colour: true });
  assert.notEqual(coloured, plain);
  assert.equal(coloured.replace(/\u001b\[\d+m/g, '').replace(/ +$/gm, ''), plain);
});

test('without colour there is no escape sequence', () => {
  assert.doesNotMatch(renderTable(sampleReport, { width: 80, colour: false }), /\u001b/);
});

for (const width of [40, 57, 80, 99, 120, 200]) {
  test(`no line is longer than ${width} columns`, () => {
    const long = `${'a'.repeat(60)}.${'b'.repeat(60)}.contoso.com`;
    const report = reportOf([
      ...sampleReport.endpoints,
      endpoint({ host: long, role: 'reverse-proxy-external', verdict: 'fail', findings: [wordy] }),
      endpoint({ host: '東京.example', address: '2001:db8:1111:2222:3333:4444:5555:6666' }),
    ]);
    for (const colour of [false, true]) {
      const text = renderTable(report, { width, colour });
      const widest = Math.max(...text.split('\n').map((line) => stringWidth(line.replace(/\u001b\[\d+m/g, ''))));
      assert.ok(widest <= width, `${widest} columns`);
    }
  });
}

const wordy = finding('chain-trust', 'fail', {
  message: `The issuer ${'CN=Very Long Name,'.repeat(20)} is unknown. Add ${'x'.repeat(300)}.`,
  expected: 'e'.repeat(200),
  observed: 'o '.repeat(100),
});

test('the same finding on several endpoints stands there once, with all of them', () => {
  const text = renderTable(sampleReport, { width: 120, colour: false });
  assert.equal(text.split('✗ error key-usage').length, 2);
  assert.match(text, /on {2,}as-host as\.im\.contoso\.com@10\.0\.0\.11:443\n +download-host download\.im/);
});

test('what no one can see stands there once however many endpoints there are', () => {
  const many = [...Array(50).keys()].map((index) => endpoint({ address: `10.0.0.${index}` }));
  const text = renderTable(reportOf(many), { width: 80, colour: false });
  assert.equal(text.split('Look on the server.').length, 2);
});

test('a fault of a whole fleet names some endpoints and counts the rest', () => {
  const fault = finding('key-usage', 'fail');
  const many = [...Array(50).keys()].map((index) =>
    endpoint({ address: `10.0.0.${index}`, verdict: 'fail', findings: [fault] }),
  );
  const text = renderTable(reportOf(many), { width: 80, colour: false });
  assert.match(text, /and 30 more, all in --format json/);
});

test('the worst finding is the first reason, and the others are counted', () => {
  const report = reportOf([
    endpoint({
      verdict: 'fail',
      findings: [
        finding('expiry-margin', 'fail', { severity: 'warning', message: 'Soon over.' }),
        finding('name-match', 'fail', { severity: 'critical', message: 'Wrong name. Reissue it.' }),
      ],
    }),
  ]);
  const text = renderTable(report, { width: 80, colour: false });
  assert.match(text, /└ name-match \(\+1 more\): Wrong name\.\n/);
  assert.ok(text.indexOf('✗ critical name-match') < text.indexOf('! warning expiry-margin'));
});

test('untrusted text reaches the terminal escaped in every place', () => {
  const evil = 'x\u001b[2J\u202Ey\nz';
  const report = reportOf(
    [
      endpoint({
        host: evil,
        deployment: evil,
        virtualServer: evil,
        verdict: 'fail',
        findings: [
          finding('key-usage', 'fail', { message: evil, expected: evil, observed: evil }),
          finding('exportable-key', 'not-observable', { message: evil, reason: evil }),
          finding('revocation-status', 'undetermined', { message: evil, reason: evil }),
        ],
      }),
      endpoint({
        verdict: 'unreachable',
        failure: { stage: 'tls', kind: 'not-tls', message: evil },
        handshake: null,
        chain: [],
        findings: [],
      }),
    ],
    [{ deployment: evil, ...finding('array-consistency', 'fail', { message: evil }), endpoints: [] }],
  );
  const text = renderTable({ ...report, notices: [evil] }, { width: 80, colour: false });
  assert.doesNotMatch(text, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
});

test('an interrupted run says so, with how much was left out', () => {
  const report = reportOf([endpoint()]);
  const partial = { ...report, complete: false, summary: { ...report.summary, notAudited: 12 } };
  const text = renderTable(partial, { width: 80, colour: false });
  assert.match(text, /The run was interrupted\. 12 endpoints were not audited\./);
});

test('days left are rounded down, and an expired certificate counts below zero', () => {
  const asOf = (text: string) => ({ ...reportOf([endpoint()]), asOf: text });
  const row = (text: string) => {
    const table = renderTable(asOf(text), { width: 70, colour: false });
    return / (-?\d+) d$/m.exec(table)?.[1];
  };
  assert.equal(row('2026-12-31T12:00:00.000Z'), '0');
  assert.equal(row('2027-01-01T00:00:01.000Z'), '-1');
});

test('a verified file has no address, port or protocol to show', () => {
  const file = endpoint({ address: null, port: null, handshake: null, deployment: null, virtualServer: null });
  const text = renderTable(reportOf([file], []), { width: 80, colour: false });
  assert.match(text, /✓ pass +virtual-server +im\.contoso\.com +- +- /);
});

test('what was fetched is summed up, and a place that gave nothing is named, escaped and cut', () => {
  const fetch = {
    method: 'GET' as const,
    url: 'http://pki.contoso.com/ca.crl',
    redirects: [],
    address: '192.0.2.1',
    status: 200,
    bytes: 500,
    outcome: 'fetched' as const,
    message: '500 bytes were fetched.',
    durationMs: 4,
  };
  const lost = { ...fetch, url: `http://ocsp.contoso.com/\u001b[2J${'a'.repeat(100)}`, outcome: 'timeout' as const };
  const text = renderTable({ ...sampleReport, fetches: [fetch, lost] }, { width: 200, colour: false });
  assert.match(text, /fetched +2 pointers, 1 of them gave something; http:\/\/ocsp\.contoso\.com\/.*a… \(timeout\)/);
  assert.doesNotMatch(text, /\u001b/);
});
